import BackendNaive
import DLCore
import Models
import Testing

@Suite("What the models consist of")
struct ModelShapeTests {
  private let backend = NaiveBackend<Float>()

  @Test(
    "Trainable parameters",
    arguments: [
      (ModelChoice.lenet5, 61_706), (.lenet5Original, 60_000), (.digitCNN, 113_850),
      (.digitCNNLarge, 639_850), (.digitCNNColumns, 1_477_182),
    ])
  func parameterCount(_ choice: ModelChoice, count: Int) throws {
    #expect(try choice.make(on: backend, seed: 1).parameterCount == count)
  }

  @Test("The layers of 1998 have the paper's numbers of parameters")
  func paperTable() throws {
    let model = try LeNet5Original(on: backend, seed: 1)
    let counts = try model.layers.layers.map { try $0.parameterCount }.filter { $0 > 0 }
    #expect(counts == [156, 12, 1_516, 32, 48_120, 10_164])
  }

  @Test("LeNet-5 takes 416,520 multiply-adds a picture")
  func multiplyAdds() throws {
    #expect(try LeNet5(on: backend, seed: 1).multiplyAdds(for: [1, 1, 28, 28]) == 416_520)
    #expect(try LeNet5(on: backend, seed: 1).multiplyAdds(for: [3, 1, 28, 28]) == 3 * 416_520)
  }

  @Test("A summary is a table")
  func summary() throws {
    let model = try LeNet5(on: backend, seed: 1)
    #expect(
      try Summary(model, input: [1, 28, 28]).description == """
        LeNet5, input [1, 28, 28]
        ───────────────────────────────────────────────────────────
        Layer (type)        Output shape  Parameters  Multiply-adds
        ───────────────────────────────────────────────────────────
        c1 (Conv2D)         [6, 28, 28]          156        117,600
        relu1 (Activation)  [6, 28, 28]            0              0
        s2 (MaxPool2D)      [6, 14, 14]            0              0
        c3 (Conv2D)         [16, 10, 10]       2,416        240,000
        relu3 (Activation)  [16, 10, 10]           0              0
        s4 (MaxPool2D)      [16, 5, 5]             0              0
        flatten (Flatten)   [400]                  0              0
        c5 (Linear)         [120]             48,120         48,000
        relu5 (Activation)  [120]                  0              0
        f6 (Linear)         [84]              10,164         10,080
        relu6 (Activation)  [84]                   0              0
        output (Linear)     [10]                 850            840
        ───────────────────────────────────────────────────────────
        Total                                 61,706        416,520
        """)
  }

  @Test("Parameters are named after the paper's layers")
  func names() throws {
    #expect(
      try LeNet5(on: backend, seed: 1).parameters.map(\.name) == [
        "c1.weight", "c1.bias", "c3.weight", "c3.bias", "c5.weight", "c5.bias", "f6.weight",
        "f6.bias", "output.weight", "output.bias",
      ])
    #expect(
      try LeNet5Original(on: backend, seed: 1).parameters.map(\.name) == [
        "c1.weight", "c1.bias", "s2.weight", "s2.bias", "c3.weight", "c3.bias", "s4.weight",
        "s4.bias", "c5.weight", "c5.bias", "f6.weight", "f6.bias",
      ])
    #expect(
      try DigitCNN(on: backend, seed: 1).parameters.map(\.name) == [
        "conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias", "dense1.weight",
        "dense1.bias", "dense2.weight", "dense2.bias", "output.weight", "output.bias",
      ])
  }

  @Test(
    "The same seed gives the same weights, another seed others", arguments: ModelChoice.allCases)
  func seeds(_ choice: ModelChoice) throws {
    func weights(_ seed: UInt64) throws -> [[Float]] {
      try choice.make(on: backend, seed: seed).parameters.map(\.tensor.scalars)
    }
    #expect(try weights(1) == weights(1))
    #expect(try weights(1) != weights(2))
  }

  @Test("Every model gives ten logits a picture", arguments: ModelChoice.allCases)
  func outputShape(_ choice: ModelChoice) throws {
    let model = try choice.make(on: backend, seed: 1)
    #expect(try model.outputShape(for: [3, 1, 28, 28]) == [3, 10])
    #expect(try model(Tensor.zeros([3, 1, 28, 28], on: backend)).shape == [3, 10])
    #expect(try model(Tensor.zeros([0, 1, 28, 28], on: backend)).shape == [0, 10])
  }

  @Test("A mistake is named by model, layer and operation")
  func errorPaths() throws {
    var model = try LeNet5(on: backend, seed: 1)
    let narrow = Initialization(on: backend, seed: 1)
    model.layers.layers[0] = try Conv2D("c1", from: 1, to: 3, kernel: 5, padding: 2, narrow)
    #expect(
      message { _ = try model(Tensor.zeros([1, 1, 28, 28], on: backend)) }
        == "LeNet5.c3: convolution2D: input has 3 channels, weights expect 6")
    let original = try LeNet5Original(on: backend, seed: 1)
    #expect(
      message { _ = try original(Tensor.zeros([1, 1, 14, 14], on: backend)) }
        == "LeNet5Original.c5: convolution2D: a 5x5 kernel does not fit into a 1x1 input")
    #expect(
      message { _ = try original(Tensor.zeros([1, 28, 28], on: backend)) }
        == "LeNet5Original.c1: convolution2D: input must be [batch, channels, height, width], "
        + "but is [1, 28, 28]")
    let output = try DistanceToBitmaps("output", narrow)
    #expect(
      message { _ = try output.outputShape(for: [1, 83]) }
        == "output: distanceToBitmaps: input must be [batch, 84], but is [1, 83]")
    #expect(
      message { _ = try output.multiplyAdds(for: [.max, 84]) }?.hasPrefix("output: ") == true)
  }
}

/// The description of the error that `body` throws; nil when it throws none.
func message(_ body: () throws -> Void) -> String? {
  do { try body() } catch { return "\(error)" }
  return nil
}
