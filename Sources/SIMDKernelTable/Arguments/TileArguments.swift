/// What a tile adds up, and where it goes.
public struct TileArguments {
  /// The number of terms.
  public var count: Int
  /// The operand that is taken scalar by scalar.
  public var scalars: UnsafePointer<Float>
  /// The operand that is taken vector by vector.
  public var vectors: UnsafePointer<Float>
  /// For each term, how far into the operand that a convolution reads in place; `nil` for products.
  public var offsets: UnsafePointer<Int>?
  /// For a place tile, the same for its second vector; for a channel tile, where each row's place
  /// begins; `nil` for products.
  public var places: UnsafePointer<Int>?
  /// The first result.
  public var output: UnsafeMutablePointer<Float>
  /// How far apart rows of results lie.
  public var rowStride: Int
  /// The rows that are wanted; the others are computed and dropped.
  public var rows: Int
  /// The columns that are wanted.
  public var columns: Int

  /// Creates the arguments.
  public init(
    count: Int, scalars: UnsafePointer<Float>, vectors: UnsafePointer<Float>,
    offsets: UnsafePointer<Int>?, places: UnsafePointer<Int>?,
    output: UnsafeMutablePointer<Float>, rowStride: Int, rows: Int, columns: Int
  ) {
    self.count = count
    self.scalars = scalars
    self.vectors = vectors
    self.offsets = offsets
    self.places = places
    self.output = output
    self.rowStride = rowStride
    self.rows = rows
    self.columns = columns
  }
}
