/// A tensor of whole numbers on the host: labels, positions of maxima, rows to pick.
public struct IndexTensor: Hashable, Sendable {
  /// The extents, outermost first.
  public let shape: Shape
  /// The numbers in row-major order.
  public let values: [Int32]

  /// Creates an index tensor.
  ///
  /// - Throws: `TensorError` if the numbers do not fill the shape, or do not fit in 32 bits.
  public init(_ values: [Int], shape: Shape) throws(TensorError) {
    try shape.validated(for: "indexTensor")
    if let vast = values.first(where: { Int32(exactly: $0) == nil }) {
      throw TensorError("indexTensor", .index, "\(vast) does not fit in 32 bits")
    }
    try self.init(values.map(Int32.init(truncatingIfNeeded:)), shape: shape)
  }

  /// Creates an index tensor of one dimension.
  public init(_ values: [Int]) throws(TensorError) {
    try self.init(values, shape: [values.count])
  }

  /// Creates an index tensor from numbers of 32 bits.
  ///
  /// - Throws: `TensorError` if the numbers do not fill the shape.
  public init(_ values: [Int32], shape: Shape) throws(TensorError) {
    try shape.validated(for: "indexTensor")
    guard values.count == shape.count else {
      throw TensorError(
        "indexTensor", .count, "\(values.count) numbers do not fill shape \(shape)", [shape])
    }
    self.values = values
    self.shape = shape
  }

  /// The number of elements.
  public var count: Int { values.count }

  /// Checks that every number lies in `0 ..< bound`.
  func requireBelow(_ bound: Int, _ what: String, operation: String) throws(TensorError) {
    for (position, value) in values.enumerated() where value < 0 || value >= bound {
      throw TensorError(
        operation, .index, "\(what) \(value) at position \(position) is outside 0..<\(bound)",
        [shape])
    }
  }
}
