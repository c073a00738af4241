/// Rows of scalars whose even and odd columns go to two places.
public struct ColumnSplitArguments {
  /// The number of rows.
  public var rows: Int
  /// The scalars of a row.
  public var columns: Int
  /// The first row; the others follow without gaps.
  public var source: UnsafePointer<Float>
  /// The scalars that can be read from `source` on.
  public var readable: Int
  /// Where columns 0, 2, … of the first row go.
  public var even: UnsafeMutablePointer<Float>
  /// Where columns 1, 3, … of the first row go.
  public var odd: UnsafeMutablePointer<Float>
  /// How far apart rows of the target lie.
  ///
  /// Up to a vector of zeros is written behind each part of a
  /// row before the part that follows in memory, which must belong to the target, or be of no use.
  public var rowStride: Int

  /// Creates the arguments.
  public init(
    rows: Int, columns: Int, source: UnsafePointer<Float>, readable: Int,
    even: UnsafeMutablePointer<Float>, odd: UnsafeMutablePointer<Float>, rowStride: Int
  ) {
    self.rows = rows
    self.columns = columns
    self.source = source
    self.readable = readable
    self.even = even
    self.odd = odd
    self.rowStride = rowStride
  }
}
