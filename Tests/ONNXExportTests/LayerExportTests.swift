import BackendNaive
import DLCore
import ONNXExport
import Testing

/// Layers one by one.
struct LayerExportTests {
  typealias B = NaiveBackend<Float>
  private let start = Initialization(on: NaiveBackend<Float>(), seed: 3)

  private func onnx(
    _ layers: [any Layer<B>], _ shape: Shape = [2, 6, 6]
  ) throws -> DecodedONNX {
    try DecodedONNX(ONNXModel(Sequential("net", layers: layers), exampleShape: shape).bytes)
  }

  @Test(
    arguments: [
      (.negate, ["Neg"]), (.absolute, ["Abs"]), (.sign, ["Sign"]), (.exponential, ["Exp"]),
      (.logarithm, ["Log"]), (.squareRoot, ["Sqrt"]), (.reciprocal, ["Reciprocal"]),
      (.square, ["Mul"]), (.tanh, ["Tanh"]), (.sigmoid, ["Sigmoid"]), (.errorFunction, ["Erf"]),
      (.relu, ["Relu"]), (.leakyReLU(slope: 0.25), ["LeakyRelu"]),
      (.gelu, ["Mul", "Erf", "Add", "Mul", "Mul"]),
      (.affine(multiplier: 2, offset: 3), ["Mul", "Add"]), (.clamp(lower: 0, upper: 6), ["Clip"]),
    ] as [(UnaryOperation, [String])])
  func everyFunctionHasItsOperators(operation: UnaryOperation, types: [String]) throws {
    let onnx = try onnx([Activation(operation, named: "f")])
    #expect(onnx.nodes.map(\.type) == types)
    #expect(onnx.nodes.last?.name == "f")
    #expect(onnx.outputs == ["logits": ["N", "2", "6", "6"]])
  }

  @Test func numbersOfFunctionsAreKept() throws {
    #expect(
      try onnx([Activation.leakyReLU("f", slope: 0.25)]).nodes[0].attributes == ["alpha": [0.25]])
    let affine = try onnx([Activation(.affine(multiplier: 2, offset: 3), named: "f")])
    #expect(affine.tensors["f.multiplier"]?.floats == [2])
    #expect(affine.tensors["f.offset"]?.floats == [3])
    let clamp = try onnx([Activation(.clamp(lower: -1, upper: 6), named: "f")])
    #expect(clamp.nodes[0].inputs == ["image", "f.lower", "f.upper"])
    #expect(clamp.tensors["f.lower"]?.floats == [-1])
    #expect(clamp.tensors["f.upper"]?.floats == [6])
  }

  @Test func unevenWindowsKeepTheirOrder() throws {
    let size = Size2D(height: 2, width: 3)
    let padding = Padding2D(top: 1, left: 2, bottom: 0, right: 1)
    let convolution = try Conv2D(
      "c", from: 2, to: 4, kernel: size, stride: Size2D(height: 1, width: 2), padding: padding,
      dilation: Size2D(height: 2, width: 1), groups: 2, hasBias: false, start)
    let node = try onnx([convolution]).nodes[0]
    #expect(node.inputs == ["image", "c.weight"])
    #expect(
      node.attributes == [
        "kernel_shape": [2, 3], "strides": [1, 2], "pads": [1, 2, 0, 1], "dilations": [2, 1],
        "group": [2],
      ])
    let maximum = MaxPool2D<B>(
      "m", window: 3, stride: size, padding: 1, dilation: 2, ceilMode: true)
    #expect(
      try onnx([maximum]).nodes[0].attributes == [
        "kernel_shape": [3, 3], "strides": [2, 3], "pads": [1, 1, 1, 1], "dilations": [2, 2],
        "ceil_mode": [1],
      ])
    let mean = AveragePool2D<B>("a", window: size, padding: 1, countsPadding: true)
    #expect(
      try onnx([mean]).nodes[0].attributes == [
        "kernel_shape": [2, 3], "strides": [2, 3], "pads": [1, 1, 1, 1], "ceil_mode": [0],
        "count_include_pad": [1],
      ])
  }

  @Test func missingConnectionsAreZeros() throws {
    var layer = try Conv2D(
      "c", from: 2, to: 2, kernel: 1, connections: [[0], [0, 1]], start)
    layer.weight = try Tensor([1, 2, 3, 4], shape: [2, 2, 1, 1], on: start.backend)
    #expect(try onnx([layer]).tensors["c.weight"]?.floats == [1, 0, 3, 4])
  }

  @Test func normalizationUsesRunningStatistics() throws {
    let onnx = try onnx([BatchNorm2D("n", channels: 2, epsilon: 0.5, start)])
    #expect(onnx.nodes[0].type == "BatchNormalization")
    #expect(
      onnx.nodes[0].inputs == [
        "image", "n.weight", "n.bias", "n.running_mean", "n.running_var",
      ])
    #expect(onnx.nodes[0].attributes == ["epsilon": [0.5]])
  }

  @Test func dropoutIsLeftOut() throws {
    let onnx = try onnx([Activation.relu("f"), Dropout("d", rate: 0.5), Activation.tanh("g")])
    #expect(onnx.nodes.map(\.name) == ["f", "g"])
    #expect(onnx.nodes[1].inputs == [onnx.nodes[0].output])
  }

  @Test func nothingIsAnIdentity() throws {
    let onnx = try onnx([Dropout("d", rate: 0.5)])
    #expect(onnx.nodes.map(\.type) == ["Identity"])
    #expect(onnx.nodes[0].inputs == ["image"])
    #expect(onnx.nodes[0].output == "logits")
  }

  @Test func equalNamesBecomeDifferent() throws {
    let onnx = try onnx([
      Activation.relu("f"), Activation.relu("f"), Activation.relu("image"),
      Activation.relu("logits"), Activation.relu("f_2"),
    ])
    #expect(onnx.nodes.map(\.name) == ["f", "f_2", "image", "logits", "f_2_2"])
    #expect(Set(onnx.nodes.map(\.output)).count == 5)
    #expect(onnx.nodes.last?.output == "logits")
  }

  @Test func membersOfAnEnsembleTakeTheSameInput() throws {
    let pair = try Ensemble("pair") { () throws(TensorError) in
      Activation<B>.relu("a")
      try Sequential("b") { () throws(TensorError) in
        Activation<B>.tanh("c")
        Activation<B>.relu("d")
      }
    }
    let onnx = try onnx([pair, Activation.relu("f")])
    #expect(onnx.nodes.map(\.type) == ["Relu", "Tanh", "Relu", "Mean", "Relu"])
    #expect(onnx.nodes.map(\.name) == ["pair.a", "pair.b.c", "pair.b.d", "pair", "f"])
    #expect(onnx.nodes.prefix(2).map(\.inputs) == [["image"], ["image"]])
    #expect(onnx.nodes[3].inputs == ["pair.a.result", "pair.b.d.result"])
    #expect(onnx.values["pair.result"] == ["N", "2", "6", "6"])
  }

  @Test func layersInsideLayersHaveDottedNames() throws {
    let inner = try Sequential<B>(
      "block", layers: [Flatten("flat"), try Linear("l", from: 72, to: 5, start)])
    let onnx = try onnx([inner, Activation.relu("f")])
    #expect(onnx.nodes.map(\.name) == ["block.flat", "block.l", "f"])
    #expect(onnx.nodes[1].inputs.dropFirst() == ["block.l.weight", "block.l.bias"])
    #expect(onnx.values["block.l.result"] == ["N", "5"])
  }

  @Test func aLayerOfOnesOwnCanBeExported() throws {
    let onnx = try onnx([Tripling()])
    #expect(onnx.nodes.map(\.type) == ["Mul"])
    #expect(onnx.tensors["tripling.factor"]?.floats == [3])
  }

  @Test func anUnsupportedLayerIsNamed() throws {
    let block = try Sequential<B>("block", layers: [Unknown()])
    let error = #expect(throws: TensorError.self) { try onnx([block]) }
    #expect(
      error?.description
        == "net.block.mystery: onnx: a layer of type Unknown has no form in ONNX; "
        + "let it be an ONNXLayer")
  }

  @Test func layersThatDoNotFitAreNamed() throws {
    let error = #expect(throws: TensorError.self) {
      try onnx([Flatten("flat"), try Linear("l", from: 71, to: 5, start)])
    }
    #expect(error?.path == ["net", "l"])
  }
}

/// A layer of a test's own.
private struct Tripling: ONNXLayer {
  typealias B = NaiveBackend<Float>
  let name = "tripling"

  func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    input * 3
  }

  func addNodes(to graph: inout ONNXGraph) {
    graph.add("Mul", with: [graph.constant("factor", 3)])
  }
}

/// A layer that ONNX does not know.
private struct Unknown: Layer {
  typealias B = NaiveBackend<Float>
  let name = "mystery"

  func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> { input }
}
