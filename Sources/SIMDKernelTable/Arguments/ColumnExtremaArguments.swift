/// The largest or smallest scalars of neighbouring columns.
public struct ColumnExtremaArguments {
  /// The first row of the columns.
  public var input: UnsafePointer<Float>
  /// The number of rows, at least 1.
  public var count: Int
  /// How far apart rows lie.
  public var stride: Int
  /// The number of columns.
  public var width: Int
  /// Whether the smallest is wanted, not the largest.
  public var isMinimum: Bool
  /// For each column its extremum; NaN if there is one, and the first of equals.
  public var values: UnsafeMutablePointer<Float>?
  /// For each column the row where it is.
  public var positions: UnsafeMutablePointer<Int32>?

  /// Creates the arguments.
  public init(
    input: UnsafePointer<Float>, count: Int, stride: Int, width: Int, isMinimum: Bool,
    values:
      UnsafeMutablePointer<Float>?, positions: UnsafeMutablePointer<Int32>?
  ) {
    self.input = input
    self.count = count
    self.stride = stride
    self.width = width
    self.isMinimum = isMinimum
    self.values = values
    self.positions = positions
  }
}
