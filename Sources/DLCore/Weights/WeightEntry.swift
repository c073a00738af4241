/// One named tensor of a weights file: a shape, and its scalars in row-major order.
///
/// The scalars are plain host values, free of any backend, so that a file written after training
/// on one backend is read on another.
public struct WeightEntry: Sendable, Equatable {
  /// The parameter's dotted name, such as `c1.weight`.
  public var name: String
  /// The size of each axis, outermost first; empty for a single scalar.
  public var shape: [Int]
  /// The scalars, last axis fastest; as many as the product of `shape`.
  public var scalars: [Float]

  /// Creates an entry as given; `WeightArchive.encoded()` is what checks it.
  public init(name: String, shape: [Int], scalars: [Float]) {
    self.name = name
    self.shape = shape
    self.scalars = scalars
  }

  /// The number of scalars that a shape holds; nil when a size is negative or the product of the
  /// sizes other than zero does not fit in an `Int`.
  ///
  /// Zero sizes are left out of the product that must fit, so that the verdict does not depend on
  /// the order of the axes and the strides of an empty tensor fit too.
  static func count(of shape: [Int]) -> Int? {
    var product = 1
    for size in shape where size != 0 {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard size > 0, !overflow else { return nil }
      product = next
    }
    return shape.contains(0) ? 0 : product
  }
}
