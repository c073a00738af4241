extension Tensor {
  /// Folds dimensions away; all of them for `nil`.
  ///
  /// - Parameters:
  ///   - reduction: Sum, mean, maximum or minimum.
  ///   - dimensions: Which ones; negative ones count from the back.
  ///   - keepingDimensions: Whether they stay, with extent 1.
  /// - Throws: `TensorError` for a dimension that does not exist or is named twice.
  public func reduce(
    _ reduction: Reduction, along dimensions: [Int]? = nil, keepingDimensions: Bool = false
  ) throws(TensorError) -> Tensor {
    let chosen = try shape.dimensions(dimensions, for: reduction.rawValue)
    let result = reducedShape(chosen, keepingDimensions: keepingDimensions)
    guard let first = chosen.first, let last = chosen.last else { return self }
    guard last - first + 1 == chosen.count else {
      // The reduced dimensions are not neighbours: bring them to the back first.
      let kept = shape.extents.indices.filter { !chosen.contains($0) }
      let behind = Array(kept.count..<shape.rank)
      return try permuted(kept + chosen).reduce(reduction, along: behind).reshaped(result)
    }
    let geometry = ReductionGeometry(shape, dimensions: first..<(last + 1))
    return with(backend.reduce(reduction, storage, geometry), result)
  }

  /// The sum along dimensions; of everything for `nil`.
  public func sum(along dimensions: [Int]? = nil, keepingDimensions: Bool = false)
    throws(TensorError) -> Tensor
  { try reduce(.sum, along: dimensions, keepingDimensions: keepingDimensions) }

  /// The mean along dimensions; NaN for nothing.
  public func mean(along dimensions: [Int]? = nil, keepingDimensions: Bool = false)
    throws(TensorError) -> Tensor
  { try reduce(.mean, along: dimensions, keepingDimensions: keepingDimensions) }

  /// The largest element along dimensions; NaN wins, -∞ for nothing.
  public func max(along dimensions: [Int]? = nil, keepingDimensions: Bool = false)
    throws(TensorError) -> Tensor
  { try reduce(.maximum, along: dimensions, keepingDimensions: keepingDimensions) }

  /// The smallest element along dimensions; NaN wins, +∞ for nothing.
  public func min(along dimensions: [Int]? = nil, keepingDimensions: Bool = false)
    throws(TensorError) -> Tensor
  { try reduce(.minimum, along: dimensions, keepingDimensions: keepingDimensions) }

  /// The mean of squared distances from the mean along dimensions (not Bessel's correction).
  public func variance(along dimensions: [Int]? = nil, keepingDimensions: Bool = false)
    throws(TensorError) -> Tensor
  {
    let centred = try self - mean(along: dimensions, keepingDimensions: true)
    return try centred.squared().mean(along: dimensions, keepingDimensions: keepingDimensions)
  }

  /// The position of the largest element along a dimension; the first of equals, NaN first of all.
  ///
  /// - Throws: `TensorError` if the dimension does not exist or is empty.
  public func argmax(along dimension: Int = -1) throws(TensorError) -> IndexTensor {
    try argument(.maximum, along: dimension, operation: "argmax")
  }

  /// The position of the smallest element along a dimension; the first of equals, NaN first of all.
  ///
  /// - Throws: `TensorError` if the dimension does not exist or is empty.
  public func argmin(along dimension: Int = -1) throws(TensorError) -> IndexTensor {
    try argument(.minimum, along: dimension, operation: "argmin")
  }

  private func argument(
    _ extremum: Extremum, along dimension: Int, operation: String
  ) throws(TensorError) -> IndexTensor {
    let chosen = try shape.dimension(dimension, for: operation)
    let result = reducedShape([chosen], keepingDimensions: false)
    guard shape[chosen] > 0 || result.count == 0 else {
      throw TensorError(operation, .shape, "dimension \(chosen) of \(shape) is empty", [shape])
    }
    guard count > 0 else { return try IndexTensor([Int32](), shape: result) }
    let geometry = ReductionGeometry(shape, dimensions: chosen..<(chosen + 1))
    return try IndexTensor(backend.argumentReduce(extremum, storage, geometry), shape: result)
  }

  private func reducedShape(_ dimensions: [Int], keepingDimensions: Bool) -> Shape {
    var extents = shape.extents
    for dimension in dimensions.reversed() {
      if keepingDimensions { extents[dimension] = 1 } else { extents.remove(at: dimension) }
    }
    return Shape(extents)
  }
}
