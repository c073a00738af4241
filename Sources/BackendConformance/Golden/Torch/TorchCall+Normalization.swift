import DLCore

extension TorchCall {
  /// `(x - mean) / √(variance + ε) · scale + shift`, for channels or for the last dimensions.
  func normalization() throws(TensorError) -> Tensor<B> {
    let x = try self.x
    let isBatch = record.operation == "batch_norm"
    let rank = x.shape.rank
    let last = try attributes.integer("axes", default: 0)
    guard rank >= 2, (0...rank).contains(last) else {
      throw GoldenAttributes.error("\(x.shape) cannot be normalized")
    }
    let dimensions = (0..<rank).filter { isBatch ? $0 != 1 : $0 >= rank - last }
    // Channels are dimension 1; the scale of the last dimensions has them all.
    let column = Shape([1, -1] + Array(repeating: 1, count: rank - 2))
    func shaped(_ tensor: Tensor<B>) throws(TensorError) -> Tensor<B> {
      isBatch ? try tensor.reshaped(column) : tensor
    }
    let usesBatch = try attributes.integer("training", default: 1) != 0
    let mean =
      usesBatch
      ? try x.mean(along: dimensions, keepingDimensions: true) : try shaped(input(1))
    let variance =
      usesBatch
      ? try x.variance(along: dimensions, keepingDimensions: true) : try shaped(input(2))
    let spread = try (variance + attributes.number("eps", default: 1e-5)).squareRoot()
    var result = try (x - mean) / spread
    if let scale = optional(3) { result = try result * shaped(scale) }
    if let shift = optional(4) { result = try result + shaped(shift) }
    return result
  }
}
