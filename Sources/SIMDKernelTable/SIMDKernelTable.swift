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

  /// Where pooled gradients came from, in `Winners.swift`.
  public let traceWinners: @Sendable (WinnerArguments) -> Void

  /// A step of Adam, in `AdamKernel.swift`.
  public let adam: @Sendable (AdamArguments) -> Void

  /// Elementwise functions, reductions, softmax and whole steps, in `FunctionTable.swift`.
  public let functions: SIMDFunctionTable

  /// What measures the most that the processor can do, in `PeakKernels.swift`.
  public let peak: PeakKernels

  /// The inner loops of prepared inference and of pooled convolutions.
  public let inference: InferenceKernels

  /// Creates a table.
  public init(
    name: String, lanes: Int, productTileRows: Int, productTileVectors: Int,
    productPanel: @escaping @Sendable (ProductArguments) -> Void,
    packLines: @escaping @Sendable (PackArguments) -> Void,
    packTransposed: @escaping @Sendable (PackArguments) -> Void,
    dots: @escaping @Sendable (DotArguments) -> Void, placeTile: @escaping Tile,
    channelTile: @escaping Tile, wideChannelTile: @escaping Tile,
    maxPool: @escaping @Sendable (MaxPoolArguments) -> Void,
    addPatches: @escaping @Sendable (PatchArguments) -> Void,
    addKernels: @escaping @Sendable (KernelArguments) -> Void,
    traceWinners: @escaping @Sendable (WinnerArguments) -> Void,
    adam: @escaping @Sendable (AdamArguments) -> Void, functions: SIMDFunctionTable,
    inference: InferenceKernels, peak: PeakKernels
  ) {
    self.name = name
    self.lanes = lanes
    self.productTileRows = productTileRows
    self.productTileVectors = productTileVectors
    self.productPanel = productPanel
    self.packLines = packLines
    self.packTransposed = packTransposed
    self.dots = dots
    self.placeTile = placeTile
    self.channelTile = channelTile
    self.wideChannelTile = wideChannelTile
    self.maxPool = maxPool
    self.addPatches = addPatches
    self.addKernels = addKernels
    self.traceWinners = traceWinners
    self.adam = adam
    self.functions = functions
    self.inference = inference
    self.peak = peak
  }
}

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

/// One row, and the rows it is multiplied with.
public struct DotArguments {
  /// The scalars of a row.
  public var count: Int
  /// The number of rows it is multiplied with, and of results.
  public var columns: Int
  /// The one row.
  public var row: UnsafePointer<Float>
  /// The others.
  public var rows: UnsafePointer<Float>
  /// How far apart they lie.
  public var rowStride: Int
  /// The dot products.
  public var output: UnsafeMutablePointer<Float>

  /// Creates the arguments.
  public init(
    count: Int, columns: Int, row: UnsafePointer<Float>, rows: UnsafePointer<Float>,
    rowStride: Int, output: UnsafeMutablePointer<Float>
  ) {
    self.count = count
    self.columns = columns
    self.row = row
    self.rows = rows
    self.rowStride = rowStride
    self.output = output
  }
}

/// Planes that are pooled in windows of 2x2, side by side and inside the plane.
public struct MaxPoolArguments {
  /// The number of planes.
  public var planes: Int
  /// The rows of a plane.
  public var rows: Int
  /// The scalars of a row.
  public var columns: Int
  /// The rows of results, at most half of `rows`.
  public var outputRows: Int
  /// The results of a row, at most half of `columns`.
  public var outputColumns: Int
  /// The first plane; the others follow.
  public var input: UnsafePointer<Float>
  /// The largest of each window, plane by plane.
  public var output: UnsafeMutablePointer<Float>
  /// Where each lies in its plane.
  public var winners: UnsafeMutablePointer<Int32>

  /// Creates the arguments.
  public init(
    planes: Int, rows: Int, columns: Int, outputRows: Int, outputColumns: Int,
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
    winners: UnsafeMutablePointer<Int32>
  ) {
    self.planes = planes
    self.rows = rows
    self.columns = columns
    self.outputRows = outputRows
    self.outputColumns = outputColumns
    self.input = input
    self.output = output
    self.winners = winners
  }
}

/// Windows of 2x2 that pooling took maxima of, and what is known of their corners.
public struct WinnerArguments {
  /// The number of windows.
  public var count: Int
  /// Each window's rectified maximum.
  public var output: UnsafePointer<Float>
  /// Each maximum's gradient.
  public var gradient: UnsafePointer<Float>
  /// Each maximum's position.
  public var selection: UnsafePointer<Int32>
  /// The position of each window's first place.
  public var corners: UnsafePointer<Int32>
  /// What is told as the place, if the window's first place won.
  public var cornerPlaces: UnsafePointer<Int32>
  /// What is told as the kernel, if the window's first place won.
  public var cornerKernels: UnsafePointer<Int32>
  /// How far apart positions below each other are.
  public var width: Int32
  /// Added to the place if a place of the right column won.
  public var right: Int32
  /// Added to the place if a place of the lower row won.
  public var below: Int32
  /// Taken from the kernel if a place of the right column won.
  public var kernelRight: Int32
  /// Taken from the kernel if a place of the lower row won.
  public var kernelBelow: Int32
  /// Gradients that pass, and zeros.
  public var scales: UnsafeMutablePointer<Float>
  /// The winners' places.
  public var places: UnsafeMutablePointer<Int32>
  /// The winners' kernels.
  public var kernels: UnsafeMutablePointer<Int32>

  /// Creates the arguments.
  public init(
    count: Int, output: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    selection: UnsafePointer<Int32>, corners: UnsafePointer<Int32>,
    cornerPlaces: UnsafePointer<Int32>, cornerKernels: UnsafePointer<Int32>, width: Int32,
    right: Int32, below: Int32, kernelRight: Int32, kernelBelow: Int32,
    scales: UnsafeMutablePointer<Float>, places: UnsafeMutablePointer<Int32>,
    kernels: UnsafeMutablePointer<Int32>
  ) {
    self.count = count
    self.output = output
    self.gradient = gradient
    self.selection = selection
    self.corners = corners
    self.cornerPlaces = cornerPlaces
    self.cornerKernels = cornerKernels
    self.width = width
    self.right = right
    self.below = below
    self.kernelRight = kernelRight
    self.kernelBelow = kernelBelow
    self.scales = scales
    self.places = places
    self.kernels = kernels
  }
}

/// Patches of an input, each scaled, added up: a channel's share of the weights' gradient.
public struct PatchArguments {
  /// The number of patches.
  public var count: Int
  /// Where each patch begins in the input.
  public var places: UnsafePointer<Int32>
  /// What each patch is scaled by.
  public var scales: UnsafePointer<Float>
  /// The input; each row of a patch is readable up to the next vector.
  public var input: UnsafePointer<Float>
  /// How far apart rows of a patch lie.
  public var inputStride: Int
  /// The rows of a patch.
  public var rows: Int
  /// The scalars of a row.
  public var run: Int
  /// The sum, added to what is there; rows of `sumStride`, writable up to the next vector.
  public var sum: UnsafeMutablePointer<Float>
  /// How far apart rows of the sum lie: a multiple of a vector.
  public var sumStride: Int

  /// Creates the arguments.
  public init(
    count: Int, places: UnsafePointer<Int32>, scales: UnsafePointer<Float>,
    input: UnsafePointer<Float>, inputStride: Int, rows: Int, run: Int,
    sum: UnsafeMutablePointer<Float>, sumStride: Int
  ) {
    self.count = count
    self.places = places
    self.scales = scales
    self.input = input
    self.inputStride = inputStride
    self.rows = rows
    self.run = run
    self.sum = sum
    self.sumStride = sumStride
  }
}

/// Kernels, each scaled, added to one patch: an output place's share of the input's gradient.
public struct KernelArguments {
  /// The number of kernels.
  public var count: Int
  /// Where each kernel begins in `weights`.
  public var places: UnsafePointer<Int32>
  /// What each kernel is scaled by.
  public var scales: UnsafePointer<Float>
  /// The kernels; rows of `weightStride`, readable up to the next vector.
  public var weights: UnsafePointer<Float>
  /// How far apart rows of a kernel lie.
  public var weightStride: Int
  /// The rows of a kernel.
  public var rows: Int
  /// The scalars of a row.
  public var run: Int
  /// The patch; each row is readable up to the next vector, and changed in its run only.
  public var patch: UnsafeMutablePointer<Float>
  /// How far apart rows of the patch lie.
  public var patchStride: Int

  /// Creates the arguments.
  public init(
    count: Int, places: UnsafePointer<Int32>, scales: UnsafePointer<Float>,
    weights: UnsafePointer<Float>, weightStride: Int, rows: Int, run: Int,
    patch: UnsafeMutablePointer<Float>, patchStride: Int
  ) {
    self.count = count
    self.places = places
    self.scales = scales
    self.weights = weights
    self.weightStride = weightStride
    self.rows = rows
    self.run = run
    self.patch = patch
    self.patchStride = patchStride
  }
}

/// A step of Adam over `count` scalars.
public struct AdamArguments {
  /// The number of scalars.
  public var count: Int
  /// The parameter.
  public var parameter: UnsafeMutablePointer<Float>
  /// The mean of gradients.
  public var first: UnsafeMutablePointer<Float>
  /// The mean of squares.
  public var second: UnsafeMutablePointer<Float>
  /// The gradient.
  public var gradient: UnsafePointer<Float>
  /// β₁.
  public var beta1: Float
  /// 1 - β₁.
  public var restOfBeta1: Float
  /// β₂.
  public var beta2: Float
  /// 1 - β₂.
  public var restOfBeta2: Float
  /// The learning rate divided by the first correction.
  public var rate: Float
  /// One divided by the second correction.
  public var secondScale: Float
  /// What keeps the quotient finite.
  public var epsilon: Float
  /// What the parameter is scaled by first: decoupled decay.
  public var shrink: Float
  /// How much of the parameter is added to the gradient: coupled decay.
  public var coupled: Float

  /// Creates the arguments.
  public init(
    count: Int, parameter: UnsafeMutablePointer<Float>, first: UnsafeMutablePointer<Float>,
    second: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, beta1: Float,
    restOfBeta1: Float, beta2: Float, restOfBeta2: Float, rate: Float, secondScale: Float,
    epsilon: Float, shrink: Float, coupled: Float
  ) {
    self.count = count
    self.parameter = parameter
    self.first = first
    self.second = second
    self.gradient = gradient
    self.beta1 = beta1
    self.restOfBeta1 = restOfBeta1
    self.beta2 = beta2
    self.restOfBeta2 = restOfBeta2
    self.rate = rate
    self.secondScale = secondScale
    self.epsilon = epsilon
    self.shrink = shrink
    self.coupled = coupled
  }
}
