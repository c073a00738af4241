/// Rows of a matrix, and what each is scaled by before all are added up.
public struct ScaledRowsArguments {
  /// The number of rows.
  public var count: Int
  /// The scalars of a row, and of the sum.
  public var columns: Int
  /// For each row its scale.
  public var scales: UnsafePointer<Float>
  /// The first row.
  public var rows: UnsafePointer<Float>
  /// How far apart rows lie.
  public var rowStride: Int
  /// The sum.
  public var output: UnsafeMutablePointer<Float>

  /// Creates the arguments.
  public init(
    count: Int, columns: Int, scales: UnsafePointer<Float>, rows: UnsafePointer<Float>,
    rowStride: Int, output: UnsafeMutablePointer<Float>
  ) {
    self.count = count
    self.columns = columns
    self.scales = scales
    self.rows = rows
    self.rowStride = rowStride
    self.output = output
  }
}
