/// The inner loops of the backend, as built for one instruction set.
///
/// The same sources are compiled once for each set; which build runs is decided when the program
/// does. All pointers are to `Float` in host memory; each function's comment states how many
/// scalars it reads and writes. A class, so that whatever carries it along copies one reference.
public final class SIMDKernelTable: Sendable {
  /// Many scalars in, a few vectors of results out: the shared form of products and convolutions.
  ///
  /// Adds up `count` terms into a tile of results, and writes or adds it at `output`.
  public typealias Tile = @Sendable (TileArguments) -> Void

  /// The name of the instruction set.
  public let name: String
  /// The number of scalars in a vector.
  public let lanes: Int

  /// The rows of a tile of a matrix product.
  public let productTileRows: Int
  /// The vectors of columns of a tile of a matrix product.
  public let productTileVectors: Int
  /// A panel of a matrix product, in `ProductTiles.swift`.
  public let productPanel: @Sendable (ProductArguments) -> Void
  /// Copies lines one behind the other, in `Packing.swift`.
  public let packLines: @Sendable (PackArguments) -> Void
  /// Transposes lines, in `Packing.swift`.
  public let packTransposed: @Sendable (PackArguments) -> Void
  /// Dot products of one row with many, in `Dots.swift`.
  public let dots: @Sendable (DotArguments) -> Void
  /// The sum of scaled rows, in `ScaledRows.swift`.
  public let scaledRows: @Sendable (ScaledRowsArguments) -> Void
  /// A tile of a convolution: 6 channels, 2 vectors of neighbouring places, in `Tiles.swift`.
  public let placeTile: Tile
  /// A tile of a convolution: 12 places, 1 vector of channels, in `Tiles.swift`.
  public let channelTile: Tile
  /// A tile of a convolution: 6 places, 2 vectors of channels, in `Tiles.swift`.
  public let wideChannelTile: Tile

  /// Pools planes in windows of 2x2, in `MaxPool.swift`.
  public let maxPool: @Sendable (MaxPoolArguments) -> Void

  /// Adds scaled patches of an input, in `Runs.swift`.
  public let addPatches: @Sendable (PatchArguments) -> Void
  /// Adds scaled kernels to a patch of an input's gradient, in `Runs.swift`.
  public let addKernels: @Sendable (KernelArguments) -> Void
  /// Adds patches to windows of an input's gradient, in `Windows.swift`.
  public let addToWindows: @Sendable (WindowArguments) -> Void

  /// Where pooled gradients came from, in `Winners.swift`.
  public let traceWinners: @Sendable (WinnerArguments) -> Void

  /// A step of Adam, in `AdamKernel.swift`.
  public let adam: @Sendable (AdamArguments) -> Void

  /// Elementwise functions, reductions, softmax and whole steps, in `SIMDFunctionTable.swift`.
  public let functions: SIMDFunctionTable

  /// What measures the most that the processor can do, in `PeakKernels.swift`.
  public let peak: PeakKernels

  /// Whole layers: pooled convolutions, and fully connected layers of prepared inference.
  public let layers: LayerKernels

  /// Creates a table.
  public init(
    name: String, lanes: Int, productTileRows: Int, productTileVectors: Int,
    productPanel: @escaping @Sendable (ProductArguments) -> Void,
    packLines: @escaping @Sendable (PackArguments) -> Void,
    packTransposed: @escaping @Sendable (PackArguments) -> Void,
    dots: @escaping @Sendable (DotArguments) -> Void,
    scaledRows: @escaping @Sendable (ScaledRowsArguments) -> Void, placeTile: @escaping Tile,
    channelTile: @escaping Tile, wideChannelTile: @escaping Tile,
    maxPool: @escaping @Sendable (MaxPoolArguments) -> Void,
    addPatches: @escaping @Sendable (PatchArguments) -> Void,
    addKernels: @escaping @Sendable (KernelArguments) -> Void,
    addToWindows: @escaping @Sendable (WindowArguments) -> Void,
    traceWinners: @escaping @Sendable (WinnerArguments) -> Void,
    adam: @escaping @Sendable (AdamArguments) -> Void, functions: SIMDFunctionTable,
    layers: LayerKernels, peak: PeakKernels
  ) {
    self.name = name
    self.lanes = lanes
    self.productTileRows = productTileRows
    self.productTileVectors = productTileVectors
    self.productPanel = productPanel
    self.packLines = packLines
    self.packTransposed = packTransposed
    self.dots = dots
    self.scaledRows = scaledRows
    self.placeTile = placeTile
    self.channelTile = channelTile
    self.wideChannelTile = wideChannelTile
    self.maxPool = maxPool
    self.addPatches = addPatches
    self.addKernels = addKernels
    self.addToWindows = addToWindows
    self.traceWinners = traceWinners
    self.adam = adam
    self.functions = functions
    self.layers = layers
    self.peak = peak
  }
}
