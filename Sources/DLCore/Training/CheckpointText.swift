/// The names of what a checkpoint holds beside the parameters.
enum CheckpointKey {
  static let slotPrefix = "optimizer."
  static let prefix = "training."
  static let step = "training.step"
  static let epochs = "training.completed_epochs"
  static let bestLoss = "training.validation.best_loss"
  static let epochsSinceBest = "training.validation.epochs_since_best"
  static let accuracy = "training.validation.accuracy"
  static let epochSteps = "training.epoch.steps"
  static let epochSeconds = "training.epoch.seconds"
  static let lossSum = "training.epoch.loss_sum"
  static let confusion = "training.epoch.confusion"
  static let ranks = "training.epoch.ranks"

  /// The name of an optimizer's tensor for a parameter.
  static func slot(_ number: Int, of parameter: String) -> String {
    "\(slotPrefix)\(number).\(parameter)"
  }
}

/// Numbers in a checkpoint's metadata: written as Swift prints them, which reads back exactly.
struct CheckpointText {
  /// Larger counts are damage; sums of several such counts still fit in an `Int`.
  private static let largestCount = 1 << 53

  private let metadata: [String: String]

  init(_ metadata: [String: String]) { self.metadata = metadata }

  /// A whole number, 0 or more.
  func count(_ key: String, upTo limit: Int = largestCount) throws(TensorError) -> Int {
    guard let value = Self.count(try text(key)[...]), value <= limit else { throw damaged(key) }
    return value
  }

  /// A number that is not NaN.
  func number(_ key: String) throws(TensorError) -> Double {
    guard let value = Double(try text(key)), !value.isNaN else { throw damaged(key) }
    return value
  }

  /// Whole numbers, 0 or more, between commas.
  func counts(_ key: String) throws(TensorError) -> [Int] {
    let parts = try text(key).split(separator: ",", omittingEmptySubsequences: false)
    let values = parts.compactMap(Self.count)
    guard values.count == parts.count else { throw damaged(key) }
    return values
  }

  func validationHistory() throws(TensorError) -> ValidationHistory {
    var history = ValidationHistory()
    history.bestLoss = try number(CheckpointKey.bestLoss)
    history.epochsSinceBest = try count(CheckpointKey.epochsSinceBest)
    if metadata[CheckpointKey.accuracy] != nil {
      history.accuracy = try number(CheckpointKey.accuracy)
    }
    return history
  }

  /// The epoch that had begun, if one had.
  func epochProgress() throws(TensorError) -> EpochProgress? {
    guard metadata[CheckpointKey.epochSteps] != nil else { return nil }
    let ranks = try counts(CheckpointKey.ranks)
    guard
      let metrics = ClassificationMetrics(
        confusion: try counts(CheckpointKey.confusion), ranks: ranks,
        lossSum: try number(CheckpointKey.lossSum))
    else { throw damaged(CheckpointKey.confusion) }
    var progress = EpochProgress(classes: metrics.classes)
    progress.metrics = metrics
    progress.steps = try count(CheckpointKey.epochSteps)
    progress.seconds = try number(CheckpointKey.epochSeconds)
    return progress
  }

  private static func count(_ text: Substring) -> Int? {
    Int(text).flatMap { (0...largestCount).contains($0) ? $0 : nil }
  }

  private func text(_ key: String) throws(TensorError) -> String {
    guard let text = metadata[key] else {
      throw TensorError("restore", .argument, "not a checkpoint: its metadata lack '\(key)'")
    }
    return text
  }

  private func damaged(_ key: String) -> TensorError {
    TensorError("restore", .argument, "the checkpoint's metadata '\(key)' make no sense")
  }
}

extension ValidationHistory {
  var checkpointText: [String: String] {
    var text = [
      CheckpointKey.bestLoss: "\(bestLoss)", CheckpointKey.epochsSinceBest: "\(epochsSinceBest)",
    ]
    text[CheckpointKey.accuracy] = accuracy.map { "\($0)" }
    return text
  }
}

extension EpochProgress {
  var checkpointText: [String: String] {
    [
      CheckpointKey.epochSteps: "\(steps)", CheckpointKey.epochSeconds: "\(seconds)",
      CheckpointKey.lossSum: "\(metrics.lossSum)",
      CheckpointKey.confusion: Self.list(Array(metrics.confusion.joined())),
      CheckpointKey.ranks: Self.list(metrics.ranks),
    ]
  }

  private static func list(_ counts: [Int]) -> String {
    counts.map(String.init).joined(separator: ",")
  }
}
