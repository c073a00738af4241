import DLCore
import HostOperations
import SIMDKernelTable

/// A product computed by tiles, in pieces that do not depend on each other.
///
/// A piece is a block of rows and columns of a result. Sums are cut into stretches, so that what a
/// piece needs of the right operand fits the second cache; each adds to the one before. The left
/// operand is read in place. The right one is copied into panels as wide as a tile, unless it is
/// small and has columns side by side already.
struct TiledProduct {
  private let kernels: SIMDKernelTable
  private let operands: ProductOperands
  private let geometry: MatrixProductGeometry
  /// The terms of a sum that are added up in registers.
  private let stretch: Int
  private let pieceRows: Int
  private let pieceColumns: Int

  /// The most terms of a stretch.
  private static let longestStretch = 256
  /// The most rows, and columns, of a piece.
  private static let largestPiece = 512
  /// The columns from which a right operand is copied: rows that far apart share few cache lines.
  private static let fewColumns = 512

  init(kernels: SIMDKernelTable, operands: ProductOperands) {
    self.kernels = kernels
    self.operands = operands
    geometry = operands.geometry
    stretch = Self.part(of: geometry.inner, Self.longestStretch)
    pieceRows = Self.part(of: geometry.rows, Self.largestPiece)
    pieceColumns = Self.part(of: geometry.columns, Self.largestPiece)
  }

  /// The length of the equal parts that `count` is cut into, none longer than `longest`.
  private static func part(of count: Int, _ longest: Int) -> Int {
    let parts = max((count + longest - 1) / longest, 1)
    return max((count + parts - 1) / parts, 1)
  }

  /// The columns of a tile.
  private var width: Int { kernels.productTileVectors * kernels.lanes }
  private var copiesRHS: Bool { geometry.transposesRHS || geometry.columns >= Self.fewColumns }
  private var rowPieces: Int { (geometry.rows + pieceRows - 1) / pieceRows }
  private var columnPieces: Int { (geometry.columns + pieceColumns - 1) / pieceColumns }

  /// The number of pieces.
  var pieceCount: Int { geometry.batch * rowPieces * columnPieces }

  private var panelsCount: Int { (pieceColumns + width - 1) / width * width * stretch }
  /// The scalars of memory that a piece needs: for panels, and for a tile.
  var workspaceCount: Int { panelsCount + kernels.productTileRows * width }

  /// Computes a piece.
  func multiply(_ number: Int, _ workspace: UnsafeMutablePointer<Float>) {
    let piece = self.piece(number)
    var start = 0
    repeat {
      let terms = start..<min(start + stretch, geometry.inner)
      if copiesRHS { pack(piece.matrix, terms, piece.columns, workspace) }
      for column in stride(from: piece.columns.lowerBound, to: piece.columns.upperBound, by: width)
      {
        let columns = column..<min(column + width, piece.columns.upperBound)
        multiply(piece, terms, columns, workspace)
      }
      start = terms.upperBound
    } while start < geometry.inner
    finish(piece)
  }

  /// A block of one of the products.
  private struct Piece {
    let matrix: Int
    let rows: Range<Int>
    let columns: Range<Int>
  }

  private func piece(_ number: Int) -> Piece {
    let (matrix, rest) = number.quotientAndRemainder(dividingBy: rowPieces * columnPieces)
    let (row, column) = rest.quotientAndRemainder(dividingBy: columnPieces)
    let firstRow = row * pieceRows
    let firstColumn = column * pieceColumns
    return Piece(
      matrix: matrix, rows: firstRow..<min(firstRow + pieceRows, geometry.rows),
      columns: firstColumn..<min(firstColumn + pieceColumns, geometry.columns))
  }

  /// Adds a stretch to the sums of one panel of a piece.
  private func multiply(
    _ piece: Piece, _ terms: Range<Int>, _ columns: Range<Int>,
    _ workspace: UnsafeMutablePointer<Float>
  ) {
    let rowStride = geometry.transposesLHS ? 1 : geometry.inner
    let termStride = geometry.transposesLHS ? geometry.rows : 1
    let row = piece.rows.lowerBound
    let isLast = terms.upperBound == geometry.inner
    var panel: UnsafePointer<Float>
    var panelStride = width
    if copiesRHS {
      panel = UnsafePointer(workspace)
      panel += (columns.lowerBound - piece.columns.lowerBound) * terms.count
    } else if columns.count < width {
      pack(piece.matrix, terms, columns, workspace)
      panel = UnsafePointer(workspace)
    } else {
      panelStride = geometry.columns
      panel = operands.rhs(piece.matrix) + terms.lowerBound * panelStride + columns.lowerBound
    }
    kernels.productPanel(
      ProductArguments(
        count: terms.count,
        scalars: operands.lhs(piece.matrix) + row * rowStride + terms.lowerBound * termStride,
        rowStride: rowStride, termStride: termStride, vectors: panel, vectorStride: panelStride,
        output: operands.output(piece.matrix, row) + columns.lowerBound,
        outputStride: geometry.columns, rows: piece.rows.count, columns: columns.count,
        accumulates: terms.lowerBound > 0,
        bias: isLast ? operands.bias.map { $0 + columns.lowerBound } : nil,
        rectifies: isLast && operands.activation == .relu, scratch: workspace + panelsCount))
  }

  /// Copies columns of the right operand into panels: for each term a line, zeros behind the last.
  private func pack(
    _ matrix: Int, _ terms: Range<Int>, _ columns: Range<Int>,
    _ target: UnsafeMutablePointer<Float>
  ) {
    let source = operands.rhs(matrix)
    guard geometry.transposesRHS else {
      return kernels.packLines(
        PackArguments(
          source: source + terms.lowerBound * geometry.columns + columns.lowerBound,
          stride: geometry.columns, count: terms.count, width: columns.count, panelWidth: width,
          target: target))
    }
    for panel in stride(from: 0, to: columns.count, by: width) {
      kernels.packTransposed(
        PackArguments(
          source: source + (columns.lowerBound + panel) * geometry.inner + terms.lowerBound,
          stride: geometry.inner, count: terms.count, width: min(width, columns.count - panel),
          panelWidth: width, target: target + panel * terms.count))
    }
  }

  /// Applies an activation that the kernel does not know.
  private func finish(_ piece: Piece) {
    guard operands.activation != .identity, operands.activation != .relu else { return }
    for row in piece.rows {
      operands.activate(
        operands.output(piece.matrix, row) + piece.columns.lowerBound, piece.columns.count)
    }
  }
}
