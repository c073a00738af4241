/// A matrix that is written transposed.
public struct TransposeArguments {
  /// The first scalar of the first row.
  public var source: UnsafePointer<Float>
  /// How far apart rows lie.
  public var sourceStride: Int
  /// The first result; nothing else overlaps the results.
  public var target: UnsafeMutablePointer<Float>
  /// How far apart columns of the matrix lie in the result.
  public var targetStride: Int
  /// The rows of the matrix.
  public var rows: Int
  /// The columns of the matrix.
  public var columns: Int

  /// Creates the arguments.
  public init(
    source: UnsafePointer<Float>, sourceStride: Int, target: UnsafeMutablePointer<Float>,
    targetStride: Int, rows: Int, columns: Int
  ) {
    self.source = source
    self.sourceStride = sourceStride
    self.target = target
    self.targetStride = targetStride
    self.rows = rows
    self.columns = columns
  }
}
