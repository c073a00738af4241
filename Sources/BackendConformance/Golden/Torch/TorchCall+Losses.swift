import DLCore

extension TorchCall {
  /// Losses, reduced as the attribute says.
  func loss() throws(TensorError) -> Tensor<B> {
    let name = attributes["reduction"] ?? "mean"
    let reduction = LossReduction(rawValue: name) ?? .mean
    switch record.operation {
    case "mse_loss": return try x.meanSquaredError(to: input(1), reduction: reduction)
    case "l1_loss":
      let losses = try (x - input(1)).absolute()
      switch reduction {
      case .none: return losses
      case .sum: return try losses.sum()
      case .mean: return try losses.mean()
      }
    default: return try classLoss(reduction)
    }
  }

  /// Cross-entropy of scores, or of log-probabilities, with labels.
  private func classLoss(_ reduction: LossReduction) throws(TensorError) -> Tensor<B> {
    let labels = try integers(1)
    let smoothing = try attributes.number("label_smoothing", default: 0)
    let isSoftmax = record.operation == "cross_entropy"
    let ignored = try attributes.integer("ignore_index", default: -100)
    let isPlain = optional(2) == nil && !labels.contains(ignored)
    let scores = try x
    if isSoftmax && isPlain && scores.shape.rank == 2 {
      return try scores.softmaxCrossEntropy(
        labels: IndexTensor(labels), labelSmoothing: smoothing, reduction: reduction)
    }
    let losses = ClassLosses(
      labels: labels, ignored: isPlain ? nil : ignored, weights: optional(2),
      labelSmoothing: smoothing)
    return try losses.reduced(
      scores: scores, isSoftmax: isSoftmax, reduction: reduction.rawValue,
      labelShape: input(1).shape)
  }
}
