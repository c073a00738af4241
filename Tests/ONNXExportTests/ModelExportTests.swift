import BackendNaive
import DLCore
import Models
import ONNXExport
import Testing

/// The models of this library as ONNX.
struct ModelExportTests {
  private let backend = NaiveBackend<Float>()

  @Test func leNet5HasItsLayersNames() throws {
    let model = try LeNet5(on: backend, seed: 1)
    let onnx = try DecodedONNX(ONNXModel(model).bytes)
    #expect(onnx.name == "LeNet5")
    #expect(onnx.formatVersion == 8)
    #expect(onnx.operatorVersion == 17)
    #expect(
      onnx.nodes.map { "\($0.name) \($0.type)" } == [
        "c1 Conv", "relu1 Relu", "s2 MaxPool", "c3 Conv", "relu3 Relu", "s4 MaxPool",
        "flatten Flatten", "c5 Gemm", "relu5 Relu", "f6 Gemm", "relu6 Relu", "output Gemm",
      ])
    #expect(onnx.inputs == ["image": ["N", "1", "28", "28"]])
    #expect(onnx.outputs == ["logits": ["N", "10"]])
    #expect(onnx.values["c3.result"] == ["N", "16", "10", "10"])
    #expect(onnx.values["flatten.result"] == ["N", "400"])
    #expect(onnx.values.count == onnx.nodes.count - 1)
  }

  @Test(arguments: ModelChoice.allCases)
  func nodesFormAChainFromImageToLogits(choice: ModelChoice) throws {
    let model = try choice.make(on: backend, seed: 1)
    let onnx = try DecodedONNX(exported(model))
    var known = Set(onnx.tensors.keys).union(["image"])
    var used: Set<String> = []
    for node in onnx.nodes {
      #expect(known.isSuperset(of: node.inputs), "\(node.name)")
      #expect(known.insert(node.output).inserted, "\(node.output)")
      used.formUnion(node.inputs)
    }
    #expect(onnx.nodes.last?.output == "logits")
    #expect(used.union(["logits"]) == known)
    #expect(Set(onnx.nodes.map(\.name)).count == onnx.nodes.count)
  }

  @Test(arguments: ModelChoice.allCases)
  func parametersKeepNamesAndValues(choice: ModelChoice) throws {
    let model = try choice.make(on: backend, seed: 2)
    let onnx = try DecodedONNX(exported(model))
    for parameter in try model.parameters {
      let tensor = try #require(onnx.tensors[parameter.name], "\(parameter.name)")
      #expect(tensor.type == 1)
      #expect(tensor.floats == parameter.tensor.scalars, "\(parameter.name)")
      // Subsampling's [channels] are [channels, 1, 1] there.
      #expect(
        tensor.dimensions.filter { $0 != 1 } == parameter.tensor.shape.extents.filter { $0 != 1 })
    }
  }

  @Test func convolutionsSayHowTheyMove() throws {
    let onnx = try DecodedONNX(ONNXModel(LeNet5(on: backend, seed: 1)).bytes)
    #expect(
      onnx.nodes[0].attributes == [
        "kernel_shape": [5, 5], "strides": [1, 1], "pads": [2, 2, 2, 2], "dilations": [1, 1],
        "group": [1],
      ])
    #expect(onnx.nodes[0].inputs == ["image", "c1.weight", "c1.bias"])
    #expect(onnx.nodes[7].attributes == ["transB": [1]])
    #expect(onnx.tensors["c1.weight"]?.dimensions == [6, 1, 5, 5])
  }

  @Test func theFileSaysWhatItIsTold() throws {
    var description = ONNXModel.Description()
    description.producer = "test"
    description.producerVersion = "1.2"
    description.documentation = "für Ziffern"
    description.metadata = ["b": "2", "a": "1"]
    let model = try LeNet5(on: backend, seed: 1)
    let onnx = try DecodedONNX(ONNXModel(model, description: description).bytes)
    #expect(onnx.texts == [2: "test", 3: "1.2", 6: "für Ziffern"])
    #expect(onnx.metadata == ["a": "1", "b": "2"])
  }

  @Test func anotherScaleComesFirst() throws {
    let model = try LeNet5(on: backend, seed: 1)
    let onnx = try DecodedONNX(ONNXModel(model, mean: 0.25, deviation: 0.5).bytes)
    #expect(onnx.nodes[0].type == "Sub")
    #expect(onnx.nodes[0].inputs == ["image", "mean"])
    #expect(onnx.tensors["mean"]?.floats == [0.25])
    #expect(onnx.nodes[1].type == "Div")
    #expect(onnx.nodes[1].inputs == [onnx.nodes[0].output, "std"])
    #expect(onnx.tensors["std"]?.floats == [0.5])
    #expect(onnx.nodes[2].inputs.first == onnx.nodes[1].output)
  }

  @Test func theSameModelGivesTheSameBytes() throws {
    var description = ONNXModel.Description()
    for number in 0..<20 { description.metadata["key\(number)"] = "\(number)" }
    let model = try DigitCNN(on: backend, seed: 1)
    let first = try ONNXModel(model, description: description).bytes
    #expect(try ONNXModel(model, description: description).bytes == first)
  }

  private func exported(_ model: some Model) throws -> [UInt8] { try ONNXModel(model).bytes }
}
