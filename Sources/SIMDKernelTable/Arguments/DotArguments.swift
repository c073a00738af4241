/// One row, and the rows it is multiplied with.
public struct DotArguments {
  /// The scalars of a row.
  public var count: Int
  /// The number of rows it is multiplied with, and of results.
  public var columns: Int
  /// The one row.
  public var row: UnsafePointer<Float>
  /// The others.
  public var rows: UnsafePointer<Float>
  /// How far apart they lie.
  public var rowStride: Int
  /// The dot products.
  public var output: UnsafeMutablePointer<Float>

  /// Creates the arguments.
  public init(
    count: Int, columns: Int, row: UnsafePointer<Float>, rows: UnsafePointer<Float>,
    rowStride: Int, output: UnsafeMutablePointer<Float>
  ) {
    self.count = count
    self.columns = columns
    self.row = row
    self.rows = rows
    self.rowStride = rowStride
    self.output = output
  }
}
