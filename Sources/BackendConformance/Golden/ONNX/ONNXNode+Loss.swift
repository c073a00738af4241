import DLCore

extension ONNXNode {
  /// The loss of labels given scores `[batch, classes, …]`, or given their log-probabilities.
  func loss() throws(TensorError) -> [Tensor<B>] {
    let x = try input(0)
    let isSoftmax = record.operation == "SoftmaxCrossEntropyLoss"
    let losses = ClassLosses(
      labels: try integers(1), ignored: try attributes.integers("ignore_index").first,
      weights: hasInput(2) ? try input(2) : nil)
    let result = try losses.reduced(
      scores: x, isSoftmax: isSoftmax, reduction: attributes["reduction"] ?? "mean",
      labelShape: array(1).shape)
    return record.outputs.count == 1 ? [result] : [result, try x.logSoftmax(along: 1)]
  }
}

/// Losses of labels, each weighted by its class, with one label that does not count.
struct ClassLosses<B: Backend> where B.Scalar == Float {
  var labels: [Int]
  var ignored: Int?
  var weights: Tensor<B>?
  var labelSmoothing = 0.0

  /// The losses reduced: apart (`none`), added (`sum`), or their weighted mean.
  ///
  /// - Parameters:
  ///   - scores: `[batch, classes, …]`.
  ///   - isSoftmax: Whether the scores go through log-softmax first.
  ///   - reduction: `none`, `sum` or `mean`.
  ///   - labelShape: `[batch, …]`.
  func reduced(
    scores: Tensor<B>, isSoftmax: Bool, reduction: String, labelShape: Shape
  ) throws(TensorError) -> Tensor<B> {
    let rows = try Self.rows(of: scores)
    let backend = scores.backend
    let chosen = labels.map { $0 == ignored ? 0 : $0 }
    var losses =
      isSoftmax
      ? try rows.softmaxCrossEntropy(
        labels: IndexTensor(chosen), labelSmoothing: labelSmoothing, reduction: .none)
      : try -Self.picked(rows, chosen)
    var factors = try Tensor(
      labels.map { $0 == ignored ? 0 : 1 }, shape: [labels.count], on: backend)
    if let weights { factors = try factors * weights.gathered(IndexTensor(chosen)) }
    if weights != nil || ignored != nil { losses = try losses * factors }
    switch reduction {
    case "none": return try losses.reshaped(labelShape)
    case "sum": return try losses.sum()
    default: return try losses.sum() / factors.sum()
    }
  }

  /// `[batch, classes, …]` as one row of classes for each label.
  static func rows(of scores: Tensor<B>) throws(TensorError) -> Tensor<B> {
    let rank = scores.shape.rank
    guard rank >= 2 else {
      throw GoldenAttributes.error("scores must be [batch, classes, …], but are \(scores.shape)")
    }
    let last = try scores.permuted([0] + Array(2..<rank) + [1])
    return try last.reshaped([scores.count / max(scores.shape[1], 1), scores.shape[1]])
  }

  /// One element of each row.
  static func picked(_ rows: Tensor<B>, _ columns: [Int]) throws(TensorError) -> Tensor<B> {
    let classes = rows.shape[1]
    let positions = columns.enumerated().map { $0.offset * classes + $0.element }
    return try rows.reshaped([rows.count]).gathered(IndexTensor(positions))
  }
}
