/// Planes that are pooled in windows of 2x2, side by side and inside the plane.
public struct MaxPoolArguments {
  /// The number of planes.
  public var planes: Int
  /// The rows of a plane.
  public var rows: Int
  /// The scalars of a row.
  public var columns: Int
  /// The rows of results, at most half of `rows`.
  public var outputRows: Int
  /// The results of a row, at most half of `columns`.
  public var outputColumns: Int
  /// The first plane; the others follow.
  public var input: UnsafePointer<Float>
  /// The largest of each window, plane by plane.
  public var output: UnsafeMutablePointer<Float>
  /// Where each lies in its plane.
  public var winners: UnsafeMutablePointer<Int32>

  /// Creates the arguments.
  public init(
    planes: Int, rows: Int, columns: Int, outputRows: Int, outputColumns: Int,
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
    winners: UnsafeMutablePointer<Int32>
  ) {
    self.planes = planes
    self.rows = rows
    self.columns = columns
    self.outputRows = outputRows
    self.outputColumns = outputColumns
    self.input = input
    self.output = output
    self.winners = winners
  }
}
