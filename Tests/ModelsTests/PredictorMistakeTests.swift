import BackendNaive
import BackendSIMD
import DLCore
import Models
import Testing

/// What does not fit is refused in one line that says where.
@Suite struct PredictorMistakeTests {
  private let backend = SIMDBackend(threadCount: 1)

  @Test func layersThatDoNotFit() throws {
    let start = Initialization(on: backend, seed: 1)
    let net = try Sequential("net") { () throws(TensorError) in
      try Conv2D("c1", from: 2, to: 4, kernel: 3, start)
      Activation.relu()
      MaxPool2D("p1", window: 2)
      Flatten()
      try Linear("l1", from: 17, to: 5, start)
    }
    func message(_ shape: Shape, batchSize: Int = 1) -> String? {
      #expect(throws: TensorError.self) {
        try Predictor(net, exampleShape: shape, batchSize: batchSize, on: backend)
      }?.description
    }
    #expect(
      message([2, 6, 6]) == "net.l1: linear: input has 16 features, weights expect 17")
    #expect(message([3, 6, 6]) == "net.c1: convolution2D: input has 3 channels, weights expect 2")
    #expect(
      message([2, 3, 3]) == "net.p1: maxPool2D: a 2x2 window does not fit into a 1x1 input")
    #expect(
      message([2, 6, 6], batchSize: 0)
        == "predictor: the batch size must be at least 1, but is 0")
    #expect(message([2, -1, 6])?.contains("predictor") == true)
  }

  @Test func inputsThatDoNotFit() throws {
    let predictor = try Predictor(LeNet5(on: backend, seed: 1))
    func message(_ shape: Shape) -> String? {
      #expect(throws: TensorError.self) {
        try predictor(Tensor.zeros(shape, on: backend))
      }?.description
    }
    #expect(
      message([1, 28, 27])
        == "LeNet5: predictor: input must be [batch, 1, 28, 28], but is [1, 28, 27]")
    #expect(
      message([2, 1, 27, 28])
        == "LeNet5: predictor: input must be [batch, 1, 28, 28], but is [2, 1, 27, 28]")
    #expect(message([]) != nil)
  }

  @Test func countsThatDoNotFit() throws {
    let predictor = try Predictor(LeNet5(on: backend, seed: 1))
    #expect(try predictor.predict([]) == [])
    for (inputs, outputs) in [(783, 10), (785, 10), (784, 9), (784, 11), (0, 10), (1568, 10)] {
      let input = [Float](repeating: 1, count: inputs)
      var results = [Float](repeating: 7, count: outputs)
      let error = #expect(throws: TensorError.self) {
        var span = results.mutableSpan
        try predictor.predict(input.span, into: &span)
      }
      #expect(error?.kind == .count)
      #expect(results.allSatisfy { $0 == 7 })
    }
    #expect(throws: TensorError.self) { try predictor.predict([1, 2, 3]) }
  }

  @Test func tapesThatDoNotMeet() throws {
    let tape = Autodiff(backend)
    let predictor = try Predictor(LeNet5(on: tape, seed: 1))
    let stranger = try Tensor.zeros([1, 1, 28, 28], on: Autodiff(backend))
    let error = #expect(throws: TensorError.self) { try predictor(stranger) }
    #expect(error?.kind == .backend)
  }

  /// A layer of its own kind that fails is named as it is by the model.
  @Test func errorsOfOtherLayersAreNamed() throws {
    struct Picky: Layer {
      let name = "picky"
      func forward(
        _ input: Tensor<NaiveBackend<Float>>, _ pass: inout Pass<NaiveBackend<Float>>
      ) throws(TensorError) -> Tensor<NaiveBackend<Float>> {
        throw TensorError("picky", .argument, "no").inside(name)
      }
    }
    let naive = NaiveBackend<Float>()
    let net = try Sequential("net") { Picky() }
    let predictor = try Predictor(net, exampleShape: [3], on: naive)
    let error = #expect(throws: TensorError.self) { try predictor.predict([1, 2, 3]) }
    #expect(error?.description == "net.picky: picky: no")
  }
}
