/// Rows of a matrix product, of up to a tile's width of columns.
public struct ProductArguments {
  /// The number of terms of each sum.
  public var count: Int
  /// The left operand: the first row's first term.
  public var scalars: UnsafePointer<Float>
  /// How far apart rows lie in the left operand.
  public var rowStride: Int
  /// How far apart terms lie in the left operand.
  public var termStride: Int
  /// The right operand: for each term a row of vectors.
  public var vectors: UnsafePointer<Float>
  /// How far apart terms lie in the right operand.
  public var vectorStride: Int
  /// The first result.
  public var output: UnsafeMutablePointer<Float>
  /// How far apart rows of results lie.
  public var outputStride: Int
  /// The number of rows.
  public var rows: Int
  /// The number of columns: from 1 to a tile's.
  public var columns: Int
  /// Whether sums are added to what is there.
  public var accumulates: Bool
  /// For each column, what is added to its sums.
  public var bias: UnsafePointer<Float>?
  /// Whether results below zero become zero.
  public var rectifies: Bool
  /// Where sums may be put on their way: a tile's, rounded up to whole vectors.
  public var scratch: UnsafeMutablePointer<Float>

  /// Whether sums are the results.
  @inlinable
  public var isPlain: Bool { !accumulates && bias == nil && !rectifies }

  /// Creates the arguments.
  public init(
    count: Int, scalars: UnsafePointer<Float>, rowStride: Int, termStride: Int,
    vectors: UnsafePointer<Float>, vectorStride: Int, output: UnsafeMutablePointer<Float>,
    outputStride: Int, rows: Int, columns: Int, accumulates: Bool,
    bias: UnsafePointer<Float>?, rectifies: Bool, scratch: UnsafeMutablePointer<Float>
  ) {
    self.count = count
    self.scalars = scalars
    self.rowStride = rowStride
    self.termStride = termStride
    self.vectors = vectors
    self.vectorStride = vectorStride
    self.output = output
    self.outputStride = outputStride
    self.rows = rows
    self.columns = columns
    self.accumulates = accumulates
    self.bias = bias
    self.rectifies = rectifies
    self.scratch = scratch
  }
}
