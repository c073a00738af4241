/// One picture's features for a tile of channels: convolved, pooled in windows of 2x2, rectified.
public struct PooledConvolutionArguments {
  /// The terms of a sum.
  public var terms: Int
  /// With channels in lanes, how many terms each lie side by side in the input; else not read.
  public var run: Int
  /// For each term, how far into the input it lies; with places in lanes, for even columns of
  /// features.
  public var offsets: UnsafePointer<Int>
  /// With places in lanes, the same for odd columns; else not read.
  public var oddOffsets: UnsafePointer<Int>
  /// The input in its frame.
  ///
  /// It is readable as far as a whole tile of windows needs it.
  public var input: UnsafePointer<Float>
  /// How far the input of the next row of features lies.
  public var rowStep: Int
  /// How far the input of the next column of features lies; 1 with places in lanes.
  public var columnStep: Int
  /// For each term, a weight for each channel of the tile.
  public var weights: UnsafePointer<Float>
  /// For each channel of the tile, what is added to its maxima before they are rectified.
  public var bias: UnsafePointer<Float>
  /// The channels that are wanted.
  public var channels: Int
  /// The rows of windows.
  public var rows: Int
  /// The windows of a row.
  public var columns: Int
  /// The first result.
  ///
  /// Results in lanes that are not wanted are written as 0, up to a whole vector. What tells winners
  /// writes anything there: with places in lanes where rows follow that are written later, with
  /// channels in lanes up to a whole vector.
  public var output: UnsafeMutablePointer<Float>
  /// With places in lanes, how far apart channels of results lie; else they lie side by side.
  public var outputChannelStride: Int
  /// How far apart rows of results lie.
  public var outputRowStride: Int
  /// For each result, where its winner lies among the channel's features; for those that trace.
  ///
  /// As far apart as results. With places in lanes, rows of results then follow without gaps, and
  /// nothing is written behind the last.
  public var winners: UnsafeMutablePointer<Int32>?
  /// The features of a row.
  public var featureWidth: Int

  /// Creates the arguments.
  public init(
    terms: Int, run: Int, offsets: UnsafePointer<Int>, oddOffsets: UnsafePointer<Int>,
    input: UnsafePointer<Float>, rowStep: Int, columnStep: Int, weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>, channels: Int, rows: Int, columns: Int,
    output: UnsafeMutablePointer<Float>, outputChannelStride: Int, outputRowStride: Int,
    winners: UnsafeMutablePointer<Int32>? = nil, featureWidth: Int = 0
  ) {
    self.winners = winners
    self.featureWidth = featureWidth
    self.terms = terms
    self.run = run
    self.offsets = offsets
    self.oddOffsets = oddOffsets
    self.input = input
    self.rowStep = rowStep
    self.columnStep = columnStep
    self.weights = weights
    self.bias = bias
    self.channels = channels
    self.rows = rows
    self.columns = columns
    self.output = output
    self.outputChannelStride = outputChannelStride
    self.outputRowStride = outputRowStride
  }
}
