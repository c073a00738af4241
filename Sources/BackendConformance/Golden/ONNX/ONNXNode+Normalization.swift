import DLCore

extension ONNXNode {
  /// Normalization of channels by given statistics, or by the batch's own, which are kept.
  func batchNormalization() throws(TensorError) -> [Tensor<B>] {
    let x = try input(0)
    let column = Shape([1, -1] + Array(repeating: 1, count: max(x.shape.rank - 2, 0)))
    var (mean, variance) = (try input(3).reshaped(column), try input(4).reshaped(column))
    var kept: [Tensor<B>] = []
    if try attributes.isSet("training_mode") {
      let others = x.shape.extents.indices.filter { $0 != 1 }
      let momentum = try attributes.number("momentum", default: 0.9)
      let batchMean = try x.mean(along: others, keepingDimensions: true)
      let batchVariance = try x.variance(along: others, keepingDimensions: true)
      for (old, new) in [(mean, batchMean), (variance, batchVariance)] {
        kept.append(try (old * momentum + new * (1 - momentum)).reshaped([old.count]))
      }
      (mean, variance) = (batchMean, batchVariance)
    }
    let spread = try (variance + attributes.number("epsilon", default: 1e-5)).squareRoot()
    let normalized = try (x - mean) / spread
    return [try normalized * input(1).reshaped(column) + input(2).reshaped(column)] + kept
  }
}
