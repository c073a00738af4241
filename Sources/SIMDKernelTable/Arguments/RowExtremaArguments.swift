/// The largest or smallest scalars of rows that follow one another.
public struct RowExtremaArguments {
  /// `rows * count` scalars.
  public var input: UnsafePointer<Float>
  /// The number of rows.
  public var rows: Int
  /// The scalars of a row, at least 1.
  public var count: Int
  /// Whether the smallest is wanted, not the largest.
  public var isMinimum: Bool
  /// For each row its extremum; NaN if there is one, and the first of equals.
  public var values: UnsafeMutablePointer<Float>?
  /// For each row where it is.
  public var positions: UnsafeMutablePointer<Int32>?

  /// Creates the arguments.
  public init(
    input: UnsafePointer<Float>, rows: Int, count: Int, isMinimum: Bool,
    values:
      UnsafeMutablePointer<Float>?, positions: UnsafeMutablePointer<Int32>?
  ) {
    self.input = input
    self.rows = rows
    self.count = count
    self.isMinimum = isMinimum
    self.values = values
    self.positions = positions
  }
}
