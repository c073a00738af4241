/// What a classifier does on a set of examples: loss, accuracy, top-k accuracy, confusion.
///
/// Counts examples, not batches, so a short last batch weighs what it should.
public struct ClassificationMetrics: Hashable, Sendable {
  /// The number of classes.
  public let classes: Int
  /// The number of examples.
  public private(set) var count = 0
  /// `confusion[label][prediction]` counts examples.
  public private(set) var confusion: [[Int]]
  /// The losses of all examples together.
  private(set) var lossSum = 0.0
  /// How many examples have so many classes that score higher than their label.
  private(set) var ranks: [Int]

  /// The largest number of classes that is counted.
  public static let largestClassCount = 1 << 20

  /// Creates the metrics of no examples, for at most `largestClassCount` classes.
  public init(classes: Int) {
    self.classes = min(max(classes, 0), Self.largestClassCount)
    confusion = Array(repeating: Array(repeating: 0, count: self.classes), count: self.classes)
    ranks = Array(repeating: 0, count: self.classes)
  }

  /// Creates the metrics from their parts, the confusion row by row; `nil` if they do not agree.
  init?(confusion: [Int], ranks: [Int], lossSum: Double) {
    self.init(classes: ranks.count)
    let (cells, overflow) = classes.multipliedReportingOverflow(by: classes)
    guard classes > 0, !overflow, confusion.count == cells else { return nil }
    guard let examples = Self.total(confusion), examples == Self.total(ranks) else { return nil }
    self.confusion = (0..<classes).map { Array(confusion[($0 * classes)..<(($0 + 1) * classes)]) }
    self.ranks = ranks
    self.lossSum = lossSum
    count = examples
  }

  private static func total(_ counts: [Int]) -> Int? {
    var total = 0
    for count in counts {
      let (next, overflow) = total.addingReportingOverflow(count)
      guard !overflow else { return nil }
      total = next
    }
    return total
  }

  /// Adds a batch.
  ///
  /// - Parameters:
  ///   - logits: `[batch, classes]`.
  ///   - labels: `[batch]`.
  ///   - meanLoss: The batch's mean loss.
  /// - Throws: `TensorError` if the shapes do not fit.
  public mutating func add<B: Backend>(
    logits: Tensor<B>, labels: IndexTensor, meanLoss: Double
  ) throws(TensorError) {
    guard logits.shape == [labels.count, classes] else {
      throw TensorError(
        "metrics", .shape, "logits must be [\(labels.count), \(classes)], but are \(logits.shape)",
        [logits.shape])
    }
    try labels.requireBelow(classes, "label", operation: "metrics")
    let predictions = classes > 0 ? try logits.argmax() : labels
    for (label, prediction) in zip(labels.values, predictions.values) {
      confusion[Int(label)][Int(prediction)] += 1
    }
    addRanks(of: labels.values, in: logits.scalars)
    lossSum += meanLoss * Double(labels.count)
    count += labels.count
  }

  /// Counts the rank of each row's label: how many classes score higher, or equal and come first.
  ///
  /// `scores` are as many rows of `classes` scores as there are labels. Specialised, because a loop
  /// over generic scalars calls a function for each comparison.
  @_specialize(exported:false,where Scalar == Float)
  private mutating func addRanks<Scalar: BackendScalar>(of labels: [Int32], in scores: [Scalar]) {
    var start = 0
    for label in labels {
      let place = start + Int(label)
      let own = scores[place]
      var rank = 0
      for other in start..<(start + classes) {
        let score = scores[other]
        if score > own || score.isNaN || (score == own && other < place) { rank += 1 }
      }
      ranks[min(rank, classes - 1)] += 1
      start += classes
    }
  }

  /// The mean loss of an example; NaN for none.
  public var loss: Double { lossSum / Double(count) }

  /// The share of examples whose prediction is their label; NaN for none.
  public var accuracy: Double {
    Double(confusion.indices.reduce(0) { $0 + confusion[$1][$1] }) / Double(count)
  }

  /// The share of examples whose label is among the `k` highest scores; NaN for none.
  public func topAccuracy(_ k: Int) -> Double {
    Double(ranks.prefix(max(k, 0)).reduce(0, +)) / Double(count)
  }
}
