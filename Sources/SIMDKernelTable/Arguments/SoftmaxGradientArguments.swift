/// Rows of a softmax or its logarithm, and the gradient that they are given.
public struct SoftmaxGradientArguments {
  /// `rows * count` scalars of the softmax or its logarithm.
  public var output: UnsafePointer<Float>
  /// `rows * count` scalars.
  public var gradient: UnsafePointer<Float>
  /// `rows * count` results, which nothing else overlaps.
  public var result: UnsafeMutablePointer<Float>
  /// The number of rows.
  public var rows: Int
  /// The scalars of a row.
  public var count: Int

  /// Creates the arguments.
  public init(
    output: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    result:
      UnsafeMutablePointer<Float>, rows: Int, count: Int
  ) {
    self.output = output
    self.gradient = gradient
    self.result = result
    self.rows = rows
    self.count = count
  }
}
