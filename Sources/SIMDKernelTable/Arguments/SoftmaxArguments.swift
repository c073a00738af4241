/// Rows whose softmax is wanted, or only what it is made of.
public struct SoftmaxArguments {
  /// `rows * count` scalars.
  public var input: UnsafePointer<Float>
  /// `rows * count` results, if they are wanted.
  public var output: UnsafeMutablePointer<Float>?
  /// The number of rows.
  public var rows: Int
  /// The scalars of a row.
  public var count: Int
  /// For each row its largest scalar.
  public var maxima: UnsafeMutablePointer<Float>?
  /// For each row the sum of the powers of all distances from it.
  public var sums: UnsafeMutablePointer<Double>?

  /// Creates the arguments.
  public init(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>?, rows: Int, count: Int,
    maxima: UnsafeMutablePointer<Float>?, sums: UnsafeMutablePointer<Double>?
  ) {
    self.input = input
    self.output = output
    self.rows = rows
    self.count = count
    self.maxima = maxima
    self.sums = sums
  }
}
