import BackendNaive
import DLCore
import Testing

@Suite("Metrics")
struct TrainingMetricsTests {
  private func metrics(
    _ logits: [Double], _ labels: [Int], loss: Double = 1, classes: Int = 3
  ) throws -> ClassificationMetrics {
    var metrics = ClassificationMetrics(classes: classes)
    try metrics.add(
      logits: Tensor(logits, shape: [labels.count, classes], on: Exact()),
      labels: IndexTensor(labels), meanLoss: loss)
    return metrics
  }

  @Test("Accuracy, top-k and confusion count examples")
  func counts() throws {
    let found = try metrics([3, 2, 1, 3, 2, 1, 3, 2, 1, 1, 2, 3], [0, 1, 2, 2])
    #expect(found.count == 4)
    #expect(found.accuracy == 0.5)
    #expect(found.topAccuracy(1) == 0.5)
    #expect(found.topAccuracy(2) == 0.75)
    #expect(found.topAccuracy(3) == 1)
    #expect(found.confusion == [[1, 0, 0], [1, 0, 0], [1, 0, 1]])
  }

  @Test("A short last batch weighs what it has")
  func shortBatch() throws {
    var found = try metrics([3, 2, 1, 3, 2, 1, 3, 2, 1], [0, 0, 1], loss: 2)
    try found.add(
      logits: Tensor([1, 2, 3], shape: [1, 3], on: Exact()), labels: IndexTensor([2]), meanLoss: 6)
    #expect(found.loss == 3)
    #expect(found.accuracy == 0.75)
    #expect(found.count == 4)
  }

  @Test("Of equal scores the first wins, as in argmax")
  func ties() throws {
    let found = try metrics([1, 1, 1, 1, 1, 1], [0, 2])
    #expect(found.accuracy == 0.5)
    #expect(found.topAccuracy(1) == 0.5)
    #expect(found.topAccuracy(2) == 0.5)
  }

  @Test("NaN scores win: a model that gives them is not right by chance")
  func nan() throws {
    let broken = Double.nan
    let found = try metrics([1, broken, 0, broken, broken, broken], [0, 1])
    #expect(found.confusion == [[0, 1, 0], [1, 0, 0], [0, 0, 0]])
    #expect(found.accuracy == 0)
    #expect(found.topAccuracy(1) == 0)
    #expect(found.topAccuracy(3) == 1)
  }

  @Test("Top-k of any k", arguments: [(Int.min, 0.0), (0, 0), (3, 1), (.max, 1)])
  func anyK(_ k: Int, share: Double) throws {
    #expect(try metrics([3, 2, 1], [2]).topAccuracy(k) == share)
  }

  @Test("Nothing has no accuracy")
  func nothing() throws {
    let none = ClassificationMetrics(classes: 3)
    #expect(none.loss.isNaN && none.accuracy.isNaN && none.topAccuracy(1).isNaN)
    let classless = try metrics([], [], classes: 0)
    #expect(classless.count == 0)
  }

  @Test("Absurd numbers of classes are held to a limit", arguments: [Int.max, .min, -1])
  func vast(_ classes: Int) {
    let limit = ClassificationMetrics.largestClassCount
    #expect(ClassificationMetrics(classes: classes).classes == (classes < 0 ? 0 : limit))
  }

  @Test("Shapes and labels that do not fit are named")
  func misfits() throws {
    var found = ClassificationMetrics(classes: 3)
    let logits = try Tensor.zeros([2, 3], on: Exact())
    #expect(
      message { try found.add(logits: logits, labels: IndexTensor([0]), meanLoss: 1) }
        == "metrics: logits must be [1, 3], but are [2, 3]")
    #expect(
      message { try found.add(logits: logits, labels: IndexTensor([0, 3]), meanLoss: 1) }
        == "metrics: label 3 at position 1 is outside 0..<3")
    #expect(found.count == 0)
  }
}

@Suite("Clipping")
struct TrainingClippingTests {
  private typealias B = Autodiff<NaiveBackend<Double>>

  /// Gradients (3, 4) of one parameter and (12) of another: the norm is 13.
  private func gradients() throws -> ParameterGradients<B> {
    let start = Initialization(on: B(NaiveBackend()), seed: 1)
    let layer = try Linear("l", from: 2, to: 1, start)
    return try layer.lossWithGradients { (layer) throws(TensorError) in
      let x = try Tensor([3, 4], shape: [1, 2], on: start.backend)
      let bias = try layer.bias.map { (bias) throws(TensorError) in try bias.sum() * 11 }
      let output = try layer(x).sum()
      return try bias.map { (bias) throws(TensorError) in try output + bias } ?? output
    }.gradients
  }

  @Test("The norm is of all gradients together")
  func norm() throws {
    let found = try gradients()
    #expect(try found.norm() == 13)
    #expect(found["weight"]?.scalars == [3, 4])
    #expect(found["bias"]?.scalars == [12])
    #expect(found["other"] == nil)
  }

  @Test("A larger norm is scaled down, a smaller one stays")
  func byNorm() throws {
    let clipped = try gradients().clipped(toNorm: 6.5)
    #expect(clipped["weight"]?.scalars == [1.5, 2])
    #expect(clipped["bias"]?.scalars == [6])
    #expect(try gradients().clipped(toNorm: 13)["bias"]?.scalars == [12])
  }

  @Test("Each value is limited")
  func byValue() throws {
    let clipped = try gradients().clipped(toValue: 3.5)
    #expect(clipped["weight"]?.scalars == [3, 3.5])
    #expect(clipped["bias"]?.scalars == [3.5])
  }

  @Test("Limits that are not positive are refused", arguments: [0, -1, Double.nan])
  func limits(_ limit: Double) throws {
    let found = try gradients()
    #expect(
      message { _ = try found.clipped(toNorm: limit) }
        == "clip: the norm must be limited to more than 0, not \(limit)")
    #expect(
      message { _ = try found.clipped(toValue: limit) }
        == "clip: values must be limited to more than 0, not \(limit)")
  }
}
