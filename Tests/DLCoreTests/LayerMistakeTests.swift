import BackendNaive
import DLCore
import Testing

@Suite("Mistakes with layers")
struct LayerMistakeTests {
  @Test("Impossible layers are refused by name", arguments: creations)
  func inCreation(_ mistake: Mistake) { #expect(message(mistake.make) == mistake.expected) }

  @Test("Inputs that do not fit are refused by name", arguments: inputs)
  func inInput(_ mistake: Mistake) { #expect(message(mistake.make) == mistake.expected) }

  static let creations: [Mistake] = [
    Mistake("fc: tensor: extent -1 in [-1, 4] is negative") {
      _ = try Linear("fc", from: 4, to: -1, start())
    },
    Mistake("fc: tensor: extent -9223372036854775808 in [3, -9223372036854775808] is negative") {
      _ = try Linear("fc", from: .min, to: 3, start())
    },
    Mistake(
      "fc: tensor: [9223372036854775807, 4] has more than 2147483647 elements, "
        + "the most a tensor can hold"
    ) { _ = try Linear("fc", from: 4, to: .max, start()) },
    Mistake("c1: conv2D: 3 input and 4 output channels cannot be cut into 2 groups") {
      _ = try Conv2D("c1", from: 3, to: 4, kernel: 3, groups: 2, start())
    },
    Mistake("c1: conv2D: 3 input and 4 output channels cannot be cut into 0 groups") {
      _ = try Conv2D("c1", from: 3, to: 4, kernel: 3, groups: 0, start())
    },
    Mistake("c1: conv2D: extent -1 in [4, 3, -1, -1] is negative") {
      _ = try Conv2D("c1", from: 3, to: 4, kernel: -1, start())
    },
    Mistake(
      "c1: conv2D: [4, 3, 9223372036854775807, 9223372036854775807] has more than 2147483647 "
        + "elements, the most a tensor can hold"
    ) { _ = try Conv2D("c1", from: 3, to: 4, kernel: Size2D(.max), start()) },
    Mistake("c3: conv2D: connections must list, for each of 2 outputs, inputs in 0..<3") {
      _ = try Conv2D("c3", from: 3, to: 2, kernel: 1, connections: [[0, 1]], start())
    },
    Mistake("c3: conv2D: connections must list, for each of 2 outputs, inputs in 0..<3") {
      _ = try Conv2D("c3", from: 3, to: 2, kernel: 1, connections: [[0], [3]], start())
    },
    Mistake("c3: conv2D: connections cannot be combined with 2 groups") {
      _ = try Conv2D(
        "c3", from: 2, to: 2, kernel: 1, groups: 2, connections: [[0], [1]], start())
    },
    Mistake("norm: tensor: extent -3 in [-3] is negative") {
      _ = try BatchNorm2D("norm", channels: -3, start())
    },
    Mistake("dropout: dropout: rate must lie in 0..<1, but is 1.0") {
      _ = try Dropout<Exact>(rate: 1)
    },
    Mistake("drop: dropout: rate must lie in 0..<1, but is nan") {
      _ = try Dropout<Exact>("drop", rate: .nan)
    },
    Mistake("trio: ensemble: an ensemble needs members") {
      _ = try Ensemble<Exact>("trio") { [] }
    },
    Mistake("trio: ensemble: members need names of their own, but are a, b, a") {
      _ = try Ensemble<Exact>("trio") {
        for name in ["a", "b", "a"] { Activation<Exact>.relu(name) }
      }
    },
  ]

  private static func zeros(_ shape: Shape) throws -> Tensor<Exact> {
    try .zeros(shape, on: Exact())
  }

  static let inputs: [Mistake] = [
    Mistake("fc: linear: input has 5 features, weights expect 4") {
      _ = try Linear("fc", from: 4, to: 3, start())(zeros([1, 5]))
    },
    Mistake("fc: linear: input must be [batch, 4], but is [1, 5]") {
      _ = try Linear("fc", from: 4, to: 3, start()).outputShape(for: [1, 5])
    },
    Mistake(
      "fc: linear: [9223372036854775807, 3] has more than 2147483647 elements, "
        + "the most a tensor can hold"
    ) { _ = try Linear("fc", from: 4, to: 3, start()).multiplyAdds(for: [.max, 4]) },
    Mistake("fc: linear: weights must be [outputs, inputs], but is [4]") {
      var layer = try Linear("fc", from: 4, to: 3, start())
      layer.weight = try zeros([4])
      _ = try layer.outputShape(for: [1, 4])
    },
    Mistake("c3: convolution2D: input has 3 channels, weights expect 6") {
      _ = try Conv2D("c3", from: 6, to: 16, kernel: 5, start())(zeros([1, 3, 14, 14]))
    },
    Mistake("c3: convolution2D: a 5x5 kernel does not fit into a 4x4 input") {
      _ = try Conv2D("c3", from: 6, to: 16, kernel: 5, start()).multiplyAdds(for: [1, 6, 4, 4])
    },
    Mistake("s2: maxPool2D: a 2x2 window does not fit into a 1x1 input") {
      _ = try MaxPool2D<Exact>("s2", window: 2)(zeros([1, 1, 1, 1]))
    },
    Mistake("s2: averagePool2D: kernel size must lie in 1...16777216, but is 0, 0") {
      _ = try AveragePool2D<Exact>("s2", window: 0).outputShape(for: [1, 1, 4, 4])
    },
    Mistake("norm: batchNorm2D: input must be [batch, 2, height, width], but is [1, 3, 4, 4]") {
      _ = try BatchNorm2D("norm", channels: 2, start())(zeros([1, 3, 4, 4]))
    },
    Mistake("norm: batchNorm2D: input must be [batch, 2, height, width], but is [1, 8]") {
      _ = try BatchNorm2D("norm", channels: 2, start()).outputShape(for: [1, 8])
    },
    Mistake("flatten: flatten: dimension 1 does not exist in shape []") {
      _ = try Flatten<Exact>()(zeros([]))
    },
    Mistake("flatten: flatten: input has no batch dimension") {
      _ = try Flatten<Exact>().outputShape(for: [])
    },
    Mistake(
      "flatten: flatten: [1, 9223372036854775807, 2] has more than 2147483647 elements, "
        + "the most a tensor can hold"
    ) { _ = try Flatten<Exact>().outputShape(for: [1, .max, 2]) },
    Mistake("net.s2: maxPool2D: a 2x2 window does not fit into a 1x1 input") {
      let net = try Sequential("net") { () throws(TensorError) in
        try Conv2D("c1", from: 1, to: 1, kernel: 3, start())
        Activation.relu()
        MaxPool2D("s2", window: 2)
      }
      _ = try net(zeros([1, 1, 3, 3]))
    },
  ]

  @Test("A layer whose weights were replaced by others of no such shape still shows them")
  func replacedWeights() throws {
    var layer = try Conv2D("c1", from: 1, to: 1, kernel: 3, connections: [[0]], start())
    layer.weight = try Self.zeros([4])
    #expect(try layer.parameterNames() == ["weight", "bias"])
    #expect(message { _ = try layer(Self.zeros([1, 1, 3, 3])) }?.hasPrefix("c1: ") == true)
  }
}
