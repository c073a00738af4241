/// Rows of probabilities, each with its label.
public struct CrossEntropyGradientArguments {
  /// `rows * count` scalars.
  public var probabilities: UnsafePointer<Float>
  /// For each row a number below `count`.
  public var labels: UnsafePointer<Int32>
  /// For each row what its loss is given.
  public var gradient: UnsafePointer<Float>
  /// `rows * count` results, which nothing else overlaps.
  public var result: UnsafeMutablePointer<Float>
  /// The number of rows.
  public var rows: Int
  /// The scalars of a row, at least 1.
  public var count: Int
  /// The probability that the label should have.
  public var labelTarget: Float
  /// The probability that each other class should have.
  public var otherTarget: Float

  /// Creates the arguments.
  public init(
    probabilities: UnsafePointer<Float>, labels: UnsafePointer<Int32>,
    gradient:
      UnsafePointer<Float>, result: UnsafeMutablePointer<Float>, rows: Int, count: Int,
    labelTarget:
      Float, otherTarget: Float
  ) {
    self.probabilities = probabilities
    self.labels = labels
    self.gradient = gradient
    self.result = result
    self.rows = rows
    self.count = count
    self.labelTarget = labelTarget
    self.otherTarget = otherTarget
  }
}
