import DLCore

extension TorchCall {
  /// Reductions, positions of extrema, variance and log-sum-exp.
  func reduction() throws(TensorError) -> Tensor<B> {
    switch record.operation {
    case "argmax": return try positions(x.argmax(along: dimension()))
    case "argmin": return try positions(x.argmin(along: dimension()))
    case "var": return try variance()
    case "logsumexp": return try logSumExp()
    case "sum": return try reduced(.sum)
    case "mean": return try reduced(.mean)
    case "amax": return try reduced(.maximum)
    default: return try reduced(.minimum)
    }
  }

  private func reduced(_ reduction: Reduction) throws(TensorError) -> Tensor<B> {
    let x = try self.x
    // A scalar has no dimension that could be named.
    let dimensions = x.shape.rank == 0 ? nil : try dimensions()
    return try x.reduce(
      reduction, along: dimensions, keepingDimensions: attributes.isSet("keepdim"))
  }

  private func positions(_ found: IndexTensor) throws(TensorError) -> Tensor<B> {
    try Tensor(found.values.map(Float.init), shape: found.shape, on: x.backend)
  }

  /// The mean of squared distances, times n / (n - correction).
  private func variance() throws(TensorError) -> Tensor<B> {
    let x = try self.x
    let dimensions = try attributes.integers("dim")
    let chosen = try x.shape.dimensions(dimensions, for: "variance")
    let count = Double(chosen.reduce(1) { $0 * x.shape[$1] })
    let correction = try attributes.number("correction", default: 1)
    let variance = try x.variance(
      along: chosen, keepingDimensions: attributes.isSet("keepdim"))
    return correction == 0 ? variance : variance * (count / (count - correction))
  }

  /// `x₀ - logSoftmax(x)₀`, the same for every place.
  private func logSumExp() throws(TensorError) -> Tensor<B> {
    let x = try self.x
    let dimension = try x.shape.dimension(self.dimension(), for: "logSumExp")
    let first = try x.sliced(0..<1, along: dimension)
    let sums = try first - x.logSoftmax(along: dimension).sliced(0..<1, along: dimension)
    if try attributes.isSet("keepdim") { return sums }
    var extents = x.shape.extents
    extents.remove(at: dimension)
    return try sums.reshaped(Shape(extents))
  }
}
