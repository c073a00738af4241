import DLCore
import Testing

extension GradientCase {
  static let softmaxes: [GradientCase] = [0, 1, 2, -1].flatMap { dimension in
    [
      GradientCase("softmax \(dimension)", [.random([2, 3, 4])]) {
        try $0[0].softmax(along: dimension)
      },
      GradientCase("logSoftmax \(dimension)", [.random([2, 3, 4])]) {
        try $0[0].logSoftmax(along: dimension)
      },
    ]
  }

  static let losses: [GradientCase] = LossReduction.allCases.flatMap { reduction in
    [0, 0.125, 0.75].map { smoothing in
      GradientCase(
        "softmaxCrossEntropy \(reduction) smoothing \(smoothing)", [.random([4, 3])]
      ) {
        try $0[0].softmaxCrossEntropy(
          labels: IndexTensor([2, 0, 0, 1]), labelSmoothing: smoothing, reduction: reduction)
      }
    } + [
      GradientCase(
        "meanSquaredError \(reduction)", [.random([3, 4]), .random([3, 4], seed: 2)]
      ) { try $0[0].meanSquaredError(to: $0[1], reduction: reduction) }
    ]
  }
}

@Suite("Gradients of softmax and losses")
struct AutodiffSoftmaxGradientTests {
  @Test("Softmax and its logarithm along each dimension", arguments: GradientCase.softmaxes)
  func softmax(_ example: GradientCase) throws {
    try checkGradient(of: example, on: Checked(WatchedBackend()))
  }

  @Test("Losses with each reduction", arguments: GradientCase.losses)
  func loss(_ example: GradientCase) throws {
    try checkGradient(of: example, on: Checked(WatchedBackend()))
  }

  @Test("Gradients flow from the probabilities beside the losses, too")
  func probabilities() throws {
    let backend = Checked(WatchedBackend())
    let point = GradientCase.Point.random([2, 3])
    let weights = try CheckedTensor([3, -1, 2, 5, 7, -4], shape: [2, 3], on: backend)
    let geometry = CrossEntropyGeometry(rows: 2, classes: 3)

    let x = try CheckedTensor(point.scalars, shape: point.shape, on: backend).requiringGradient()
    let (_, storage) = backend.softmaxCrossEntropy(
      logits: x.storage, labels: [0, 1], geometry)
    let weighted = backend.binary(.multiply, storage, weights.storage, count: 6)
    let sum = backend.reduce(
      .sum, weighted, ReductionGeometry(outer: 1, count: 6, inner: 1))
    let beside = try CheckedTensor(unchecked: sum, [], on: backend).backward()[x]

    let y = try CheckedTensor(point.scalars, shape: point.shape, on: backend).requiringGradient()
    let alone = try (y.softmax() * weights).sum().backward()[y]
    #expect(beside != nil)
    #expect(beside?.scalars == alone?.scalars)
  }

  @Test("A certain and right prediction has no gradient, a certain and wrong one a full one")
  func certainty() throws {
    let backend = Checked(WatchedBackend())
    let logits: [Double] = [1000, 0, 0, 1000]
    let x = try CheckedTensor(logits, shape: [2, 2], on: backend).requiringGradient()
    let loss = try x.softmaxCrossEntropy(labels: IndexTensor([0, 0]), reduction: .none)
    #expect(loss.scalars == [0, 1000])
    #expect(try loss.sum().backward()[x]?.scalars == [0, 0, -1, 1])
  }
}
