/// The extents of a tensor, outermost first; the empty shape is a scalar's.
///
/// Any list of integers can be held; `validated(for:)` tells whether a tensor can have it.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The extents.
  public var extents: [Int]

  /// The largest number of elements a tensor may have, so that any position fits in 32 bits.
  public static let maximumCount = Int(Int32.max)

  /// The largest rank a tensor may have.
  public static let maximumRank = 8

  /// Creates a shape from its extents.
  public init(_ extents: [Int]) { self.extents = extents }

  /// Creates a shape from a literal such as `[128, 1, 28, 28]`.
  public init(arrayLiteral extents: Int...) { self.extents = extents }

  /// The number of dimensions.
  public var rank: Int { extents.count }

  /// The number of elements: the product of the extents, 1 for a scalar.
  ///
  /// Saturates at `Int.max` where the product would overflow or an extent is negative.
  public var count: Int {
    if extents.contains(where: { $0 < 0 }) { return .max }
    return extents.contains(0) ? 0 : nonzeroProduct
  }

  /// The product of the extents that are not 0; `Int.max` where it would overflow.
  private var nonzeroProduct: Int {
    var product = 1
    for extent in extents where extent != 0 {
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      guard !overflow else { return .max }
      product = next
    }
    return product
  }

  /// The extent of a dimension.
  public subscript(dimension: Int) -> Int { extents[dimension] }

  /// How far apart neighbours along each dimension lie in row-major order.
  public var strides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    for dimension in stride(from: rank - 2, through: 0, by: -1) {
      strides[dimension] = strides[dimension + 1] &* extents[dimension + 1]
    }
    return strides
  }

  /// The extents between brackets, as in `[128, 10]`.
  public var description: String { "[" + extents.map(String.init).joined(separator: ", ") + "]" }

  /// This shape, if a tensor can have it.
  ///
  /// Extents of 0 are left out of the count of elements here: in an empty tensor of vast extents the
  /// strides would overflow.
  ///
  /// - Throws: `TensorError` for a negative extent, more than `maximumRank` dimensions or more than
  ///   `maximumCount` elements.
  @discardableResult
  public func validated(for operation: String) throws(TensorError) -> Shape {
    if let negative = extents.first(where: { $0 < 0 }) {
      throw TensorError(operation, .shape, "extent \(negative) in \(self) is negative", [self])
    }
    guard rank <= Self.maximumRank else {
      throw TensorError(
        operation, .shape,
        "\(self) has \(rank) dimensions; at most \(Self.maximumRank) are allowed",
        [self])
    }
    guard nonzeroProduct <= Self.maximumCount else {
      throw TensorError(
        operation, .shape,
        "\(self) has more than \(Self.maximumCount) elements, the most a tensor can hold", [self])
    }
    return self
  }

  /// A dimension counted from the front, given one that may be negative and count from the back.
  ///
  /// - Throws: `TensorError` when the shape has no such dimension.
  public func dimension(_ dimension: Int, for operation: String) throws(TensorError) -> Int {
    let resolved = dimension < 0 ? dimension &+ rank : dimension
    guard extents.indices.contains(resolved) else {
      throw TensorError(
        operation, .argument, "dimension \(dimension) does not exist in shape \(self)", [self])
    }
    return resolved
  }

  /// Distinct dimensions, sorted and counted from the front; all of them for `nil`.
  public func dimensions(_ dimensions: [Int]?, for operation: String) throws(TensorError) -> [Int] {
    guard let dimensions else { return Array(extents.indices) }
    var resolved: [Int] = []
    for dimension in dimensions {
      let next = try self.dimension(dimension, for: operation)
      guard !resolved.contains(next) else {
        throw TensorError(operation, .argument, "dimension \(dimension) is named twice", [self])
      }
      resolved.append(next)
    }
    return resolved.sorted()
  }

  /// The shape that both shapes broadcast to: extents are matched from the back, and an extent of 1
  /// stretches to the other's.
  public func broadcast(with other: Shape, for operation: String) throws(TensorError) -> Shape {
    var result = [Int](repeating: 1, count: Swift.max(rank, other.rank))
    for back in 1..<(result.count + 1) {
      let mine = back <= rank ? extents[rank - back] : 1
      let theirs = back <= other.rank ? other.extents[other.rank - back] : 1
      guard mine == theirs || mine == 1 || theirs == 1 else {
        throw TensorError(
          operation, .shape, "shapes \(self) and \(other) cannot be broadcast together",
          [self, other])
      }
      result[result.count - back] = mine == 1 ? theirs : mine
    }
    return try Shape(result).validated(for: operation)
  }
}
