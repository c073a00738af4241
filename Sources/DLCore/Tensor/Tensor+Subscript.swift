/// What a subscript takes of one dimension of a tensor: a position, a range, or all of it.
///
/// Positions and bounds count from the front; a single position may be negative and then counts from
/// the back.
public protocol DimensionIndex: Sendable {
  /// What is taken of a dimension of a given extent, and whether the dimension stays.
  func resolved(extent: Int) -> (range: Range<Int>, isKept: Bool)
}

extension Int: DimensionIndex {
  /// One position; the dimension goes.
  public func resolved(extent: Int) -> (range: Range<Int>, isKept: Bool) {
    let position = self < 0 ? self &+ extent : self
    // One beyond the largest position is outside every dimension, too.
    return (position..<(position == .max ? position : position + 1), false)
  }
}

extension Range<Int>: DimensionIndex {
  /// The positions of the range.
  public func resolved(extent: Int) -> (range: Range<Int>, isKept: Bool) { (self, true) }
}

extension ClosedRange<Int>: DimensionIndex {
  /// The positions of the range.
  public func resolved(extent: Int) -> (range: Range<Int>, isKept: Bool) {
    (lowerBound..<(upperBound == .max ? upperBound : upperBound + 1), true)
  }
}

extension PartialRangeFrom<Int>: DimensionIndex {
  /// The positions from the bound to the end.
  public func resolved(extent: Int) -> (range: Range<Int>, isKept: Bool) {
    (lowerBound..<Swift.max(extent, lowerBound), true)
  }
}

extension PartialRangeUpTo<Int>: DimensionIndex {
  /// The positions before the bound.
  public func resolved(extent: Int) -> (range: Range<Int>, isKept: Bool) {
    (Swift.min(0, upperBound)..<upperBound, true)
  }
}

extension PartialRangeThrough<Int>: DimensionIndex {
  /// The positions up to the bound.
  public func resolved(extent: Int) -> (range: Range<Int>, isKept: Bool) {
    (..<(upperBound == .max ? upperBound : upperBound + 1)).resolved(extent: extent)
  }
}

/// A dimension as a whole; `Tensor`'s subscript takes it as `.all`.
public struct WholeDimension: DimensionIndex {
  /// All positions.
  public func resolved(extent: Int) -> (range: Range<Int>, isKept: Bool) { (0..<extent, true) }
}

extension DimensionIndex where Self == WholeDimension {
  /// The dimension as a whole.
  public static var all: WholeDimension { WholeDimension() }
}

extension Tensor {
  /// A part of the tensor, one index for each of its first dimensions; the others stay whole.
  ///
  /// ```swift
  /// let first = try images[0]                    // [1, 28, 28] of [128, 1, 28, 28]
  /// let middle = try images[.all, 0, 7..<21, 7...]  // [128, 14, 21]
  /// ```
  ///
  /// - Throws: `TensorError` if there are more indices than dimensions, or one is outside.
  public subscript(_ indices: any DimensionIndex...) -> Tensor {
    get throws(TensorError) {
      guard indices.count <= shape.rank else {
        throw TensorError(
          "subscript", .argument,
          "\(indices.count) indices are more than \(shape) has dimensions", [shape])
      }
      var part = self
      var extents = shape.extents
      for (dimension, index) in indices.enumerated() {
        let (range, isKept) = index.resolved(extent: shape[dimension])
        guard range.lowerBound >= 0, range.upperBound <= shape[dimension], isKept || !range.isEmpty
        else {
          throw TensorError(
            "subscript", .argument,
            "\(isKept ? "\(range)" : "\(index)") is outside dimension \(dimension) of \(shape)",
            [shape])
        }
        if range.count < shape[dimension] { part = try part.sliced(range, along: dimension) }
        extents[dimension] = isKept ? range.count : -1
      }
      return try part.reshaped(Shape(extents.filter { $0 >= 0 }))
    }
  }
}
