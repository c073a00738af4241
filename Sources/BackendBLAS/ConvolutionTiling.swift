import DLCore
import HostOperations

/// How a convolution is cut into pieces whose patches stay in the cache.
///
/// Pictures are taken a block at a time, and inside a block they lie innermost: element *e* of
/// picture *n* is found at `e · pictures + n`. So rows of patches are long whatever the extent of
/// the pictures, and pooling works on neighbouring lanes. The output of a block is computed in
/// tiles of neighbouring places. All this depends on the geometry alone.
struct ConvolutionTiling {
  /// The pictures of a full block; with 1, blocks are plain row-major pictures.
  let picturesPerBlock: Int
  /// The output rows of a full tile.
  let rows: Int
  /// The output columns of a full tile; all of them, unless a tile is a single row.
  let columns: Int

  private let batch: Int
  private let height: Int
  private let width: Int

  /// The patches of a tile: 2¹⁶ scalars, half of a usual second-level cache.
  private static let patchBudget = 1 << 16

  /// Cuts a convolution into tiles of a multiple of `rowMultiple` rows.
  init(_ geometry: Convolution2DGeometry, rowMultiple: Int = 1) {
    batch = geometry.batch
    height = geometry.outputHeight
    width = geometry.outputWidth
    let row = max(geometry.patchCount * width, 1)
    var pictures = Self.pictures(geometry)
    while pictures > 1 && pictures * row * rowMultiple > Self.patchBudget { pictures /= 2 }
    picturesPerBlock = pictures
    let multiples = Self.patchBudget / (pictures * row) / rowMultiple
    rows = max(multiples, 1) * rowMultiple
    columns =
      rows > 1 ? width : max(min(width, Self.patchBudget / max(geometry.patchCount, 1)), 16)
  }

  /// Large pictures have long rows of their own; small ones are put side by side, as long as there
  /// are blocks enough for several threads.
  private static func pictures(_ geometry: Convolution2DGeometry) -> Int {
    guard geometry.outputWidth < 64, !geometry.isPointwise else { return 1 }
    switch geometry.batch {
    case 64...: return 16
    case 32...: return 8
    case 16...: return 4
    default: return 1
    }
  }

  /// The number of blocks.
  var blocks: Int { (batch + picturesPerBlock - 1) / picturesPerBlock }

  /// The number of tiles of a block.
  var tiles: Int { tilesDown * tilesAcross }

  private var tilesDown: Int { (height + rows - 1) / rows }
  private var tilesAcross: Int { (width + columns - 1) / columns }

  /// The pictures of a block.
  func pictures(_ block: Int) -> Range<Int> {
    let first = block * picturesPerBlock
    return first..<min(first + picturesPerBlock, batch)
  }

  /// A tile of a block.
  func tile(_ index: Int) -> ConvolutionTile {
    let (down, across) = index.quotientAndRemainder(dividingBy: max(tilesAcross, 1))
    let (row, column) = (down * rows, across * columns)
    return ConvolutionTile(
      rows: row..<min(row + rows, height), columns: column..<min(column + columns, width),
      outputWidth: width)
  }
}

/// Neighbouring places of the output: whole rows, or a part of one.
struct ConvolutionTile {
  let rows: Range<Int>
  let columns: Range<Int>
  let outputWidth: Int

  /// The position of the first place in its plane.
  var start: Int { rows.lowerBound * outputWidth + columns.lowerBound }
  /// The number of places, all in one run.
  var count: Int { rows.count * columns.count }
}

extension Convolution2DGeometry {
  /// Whether patches are nothing but the input itself.
  var isPointwise: Bool {
    kernel == 1 && parameters.stride == 1 && parameters.padding == 0
  }

  /// The scalars of one picture.
  var inputSize: Int { inputChannels * inputHeight * inputWidth }
  /// The scalars of one picture's output.
  var outputSize: Int { outputChannels * outputPositions }
}
