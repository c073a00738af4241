import DLCore
import SIMDKernelTable

/// How a batch of products is cut into pieces that do not depend on each other.
///
/// Each piece is cut further, into parts that fit the caches. All of it depends on shapes and the
/// instruction set only.
struct ProductPieces {
  /// A block of rows and columns of one of the products.
  struct Piece {
    let matrix: Int
    let rows: Range<Int>
    let columns: Range<Int>
  }

  /// The columns of a panel: a tile's.
  let panelWidth: Int
  /// The terms of a sum that are added up in registers.
  let stretch: Int
  /// The most rows whose stretch stays in the second cache while panels pass by.
  let blockRows: Int
  /// The number of pieces.
  let count: Int
  /// The scalars that the panels of a piece take for a stretch.
  let panelScalars: Int

  private let geometry: MatrixProductGeometry
  private let pieceRows: Int
  private let pieceColumns: Int

  /// The most terms of a stretch: one goes through a result's memory, so they should be long.
  private static let longestStretch = 1_024
  /// The scalars of the left operand that stay in the second cache: less than half of 1 MiB.
  private static let blockScalars = 96 * 1_024
  /// The most columns of a piece; a stretch of them, in panels, takes half of the second cache.
  private static let mostColumns = 128
  /// The most rows of a piece.
  private static let mostRows = 1_024
  /// The pieces that work for several threads is cut into, at least.
  private static let fewestPieces = 4

  /// Cuts a batch of products; `isLarge` says whether there is work for several threads.
  init(_ geometry: MatrixProductGeometry, _ kernels: SIMDKernelTable, isLarge: Bool) {
    let width = kernels.productTileVectors * kernels.lanes
    let height = kernels.productTileRows
    let wanted = isLarge ? Self.fewestPieces : 1
    let panels = parts(of: geometry.columns, width)
    let piecePanels = min(max(panels / wanted, 1), max(Self.mostColumns / width, 1))
    let columnPieces = parts(of: panels, piecePanels)
    let strips = parts(of: geometry.rows, height)
    let rowPieces = max(parts(of: wanted, columnPieces), parts(of: geometry.rows, Self.mostRows))
    pieceRows = parts(of: strips, rowPieces) * height
    pieceColumns = piecePanels * width
    let stretches = max(parts(of: geometry.inner, Self.longestStretch), 1)
    stretch = max(parts(of: geometry.inner, stretches), 1)
    blockRows = max(Self.blockScalars / stretch / height, 1) * height
    count = geometry.batch * parts(of: geometry.rows, pieceRows) * columnPieces
    panelWidth = width
    panelScalars = pieceColumns * stretch
    self.geometry = geometry
  }

  /// One of the pieces.
  subscript(number: Int) -> Piece {
    let columnPieces = parts(of: geometry.columns, pieceColumns)
    let rowPieces = parts(of: geometry.rows, pieceRows)
    let (block, column) = number.quotientAndRemainder(dividingBy: columnPieces)
    let (matrix, row) = block.quotientAndRemainder(dividingBy: rowPieces)
    return Piece(
      matrix: matrix,
      rows: row * pieceRows..<min((row + 1) * pieceRows, geometry.rows),
      columns: column * pieceColumns..<min((column + 1) * pieceColumns, geometry.columns))
  }
}

/// How many parts of a size are needed for `count`.
private func parts(of count: Int, _ size: Int) -> Int { (count + size - 1) / size }
