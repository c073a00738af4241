/// Rows from which two numbers each are subtracted.
public struct ShiftArguments {
  /// `rows * count` scalars.
  public var input: UnsafePointer<Float>
  /// `rows * count` results.
  public var output: UnsafeMutablePointer<Float>
  /// The number of rows.
  public var rows: Int
  /// The scalars of a row.
  public var count: Int
  /// For each row what is subtracted first.
  public var maxima: UnsafePointer<Float>
  /// For each row what is subtracted then.
  public var logarithms: UnsafePointer<Float>

  /// Creates the arguments.
  public init(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, rows: Int, count: Int,
    maxima: UnsafePointer<Float>, logarithms: UnsafePointer<Float>
  ) {
    self.input = input
    self.output = output
    self.rows = rows
    self.count = count
    self.maxima = maxima
    self.logarithms = logarithms
  }
}
