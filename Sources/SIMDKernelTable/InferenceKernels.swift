/// The inner loops of prepared inference, as built for one instruction set; those of its
/// convolutions also train.
public struct InferenceKernels: Sendable {
  /// The channels that `poolPlaces` makes at once.
  public let tileChannels: Int
  /// The windows that `poolChannels` makes at once.
  public let tileWindows: Int
  /// The most vectors of columns in a panel of a fully connected layer's weights.
  public let panelVectors: Int
  /// Keeps even and odd columns apart, in `ColumnSplit.swift`.
  public let splitColumns: @Sendable (ColumnSplitArguments) -> Void
  /// Convolves, pools and rectifies with places in lanes, in `PooledConvolutions.swift`.
  public let poolPlaces: @Sendable (PooledConvolutionArguments) -> Void
  /// Convolves, pools and rectifies with channels in lanes, in `PooledConvolutions.swift`.
  public let poolChannels: @Sendable (PooledConvolutionArguments) -> Void
  /// As `poolPlaces`, and tells where winners lie.
  public let tracePlaces: @Sendable (PooledConvolutionArguments) -> Void
  /// As `poolChannels`, and tells where winners lie.
  public let traceChannels: @Sendable (PooledConvolutionArguments) -> Void
  /// A fully connected layer, in `Panels.swift`.
  public let panels: @Sendable (PanelArguments) -> Void

  /// Creates the set.
  public init(
    tileChannels: Int, tileWindows: Int, panelVectors: Int,
    splitColumns: @escaping @Sendable (ColumnSplitArguments) -> Void,
    poolPlaces: @escaping @Sendable (PooledConvolutionArguments) -> Void,
    poolChannels: @escaping @Sendable (PooledConvolutionArguments) -> Void,
    tracePlaces: @escaping @Sendable (PooledConvolutionArguments) -> Void,
    traceChannels: @escaping @Sendable (PooledConvolutionArguments) -> Void,
    panels: @escaping @Sendable (PanelArguments) -> Void
  ) {
    self.tileChannels = tileChannels
    self.tileWindows = tileWindows
    self.panelVectors = panelVectors
    self.splitColumns = splitColumns
    self.poolPlaces = poolPlaces
    self.poolChannels = poolChannels
    self.tracePlaces = tracePlaces
    self.traceChannels = traceChannels
    self.panels = panels
  }
}

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

/// A fully connected layer whose weights are packed in panels of columns.
public struct PanelArguments {
  /// The number of inputs.
  public var rows: Int
  /// The scalars of an input.
  public var inner: Int
  /// The vectors of an output.
  public var vectors: Int
  /// The first input.
  public var input: UnsafePointer<Float>
  /// How far apart inputs lie.
  public var inputStride: Int
  /// Panels of `panelVectors` vectors of columns, the last of what is left: for each scalar of an
  /// input its weights.
  public var weights: UnsafePointer<Float>
  /// `vectors` vectors.
  public var bias: UnsafePointer<Float>
  /// The first output; `vectors` vectors are written for each.
  public var output: UnsafeMutablePointer<Float>
  /// How far apart outputs lie.
  public var outputStride: Int
  /// Whether results are rectified.
  public var rectifies: Bool

  /// Creates the arguments.
  public init(
    rows: Int, inner: Int, vectors: Int, input: UnsafePointer<Float>, inputStride: Int,
    weights: UnsafePointer<Float>, bias: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>, outputStride: Int, rectifies: Bool
  ) {
    self.rows = rows
    self.inner = inner
    self.vectors = vectors
    self.input = input
    self.inputStride = inputStride
    self.weights = weights
    self.bias = bias
    self.output = output
    self.outputStride = outputStride
    self.rectifies = rectifies
  }
}
