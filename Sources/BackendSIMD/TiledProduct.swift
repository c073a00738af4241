import DLCore
import HostOperations
import SIMDKernelTable

/// A product computed by tiles, in pieces that do not depend on each other.
///
/// The left operand is read in place: a tile takes its rows scalar by scalar. The right one is
/// copied into panels as wide as a tile, unless it has columns side by side and close rows.
struct TiledProduct {
  let pieces: ProductPieces
  private let kernels: SIMDKernelTable
  private let operands: ProductOperands
  private let geometry: MatrixProductGeometry
  private let copiesRHS: Bool

  /// The columns from which rows of a right operand are too far apart to be read in place: too few
  /// lines of the cache can hold the same columns of them.
  private static let farApart = 512

  init(kernels: SIMDKernelTable, operands: ProductOperands) {
    let geometry = operands.geometry
    let isReadOften = geometry.rows > 2 * kernels.productTileRows
    copiesRHS =
      geometry.transposesRHS || (isReadOften && geometry.columns >= Self.farApart)
    pieces = ProductPieces(
      geometry, kernels, isLarge: operands.cost >= SIMDBackend.serialLimit)
    self.kernels = kernels
    self.operands = operands
    self.geometry = geometry
  }

  /// The scalars of memory that a piece needs: for panels, and behind them for a tile.
  var workspaceCount: Int {
    pieces.panelScalars + kernels.productTileRows * pieces.panelWidth
  }

  /// Computes a piece.
  func multiply(_ number: Int, _ workspace: UnsafeMutablePointer<Float>) {
    let piece = pieces[number]
    guard geometry.rows > 1 || geometry.transposesRHS else { return multiplyRow(piece) }
    var start = 0
    // Also where there are no terms at all: their sums are zeros, or the bias.
    repeat {
      let terms = start..<min(start + pieces.stretch, geometry.inner)
      pack(piece, terms, workspace)
      for rows in parts(of: piece.rows, pieces.blockRows) {
        for columns in parts(of: piece.columns, pieces.panelWidth) {
          multiply(piece, terms, rows, columns, workspace)
        }
      }
      start = terms.upperBound
    } while start < geometry.inner
    finish(piece)
  }

  /// Computes some columns of a product's only row: the rows of the right operand, scaled and added.
  private func multiplyRow(_ piece: ProductPieces.Piece) {
    let columns = piece.columns
    let target = operands.output(piece.matrix, 0) + columns.lowerBound
    kernels.scaledRows(
      ScaledRowsArguments(
        count: geometry.inner, columns: columns.count, scales: operands.lhs(piece.matrix),
        rows: operands.rhs(piece.matrix) + columns.lowerBound, rowStride: geometry.columns,
        output: target))
    if let bias = operands.bias {
      each(target, bias + columns.lowerBound, target, columns.count) { $0 + $1 }
    }
    operands.activate(target, columns.count)
  }

  /// Adds a stretch to the sums of some rows of a panel.
  private func multiply(
    _ piece: ProductPieces.Piece, _ terms: Range<Int>, _ rows: Range<Int>, _ columns: Range<Int>,
    _ workspace: UnsafeMutablePointer<Float>
  ) {
    let row = rows.lowerBound
    let column = columns.lowerBound
    let rowStride = geometry.transposesLHS ? 1 : geometry.inner
    let termStride = geometry.transposesLHS ? geometry.rows : 1
    let isPacked = copiesRHS || columns.count < pieces.panelWidth
    let panel =
      isPacked
      ? UnsafePointer(workspace) + (column - piece.columns.lowerBound) * terms.count
      : operands.rhs(piece.matrix) + terms.lowerBound * geometry.columns + column
    let isLast = terms.upperBound == geometry.inner
    kernels.productPanel(
      ProductArguments(
        count: terms.count,
        scalars: operands.lhs(piece.matrix) + row * rowStride + terms.lowerBound * termStride,
        rowStride: rowStride, termStride: termStride, vectors: panel,
        vectorStride: isPacked ? pieces.panelWidth : geometry.columns,
        output: operands.output(piece.matrix, row) + column, outputStride: geometry.columns,
        rows: rows.count, columns: columns.count, accumulates: terms.lowerBound > 0,
        bias: isLast ? operands.bias.map { $0 + column } : nil,
        rectifies: isLast && operands.activation == .relu,
        scratch: workspace + pieces.panelScalars))
  }

  /// Copies the columns of a piece that are not read in place: all, or those of no whole panel.
  private func pack(
    _ piece: ProductPieces.Piece, _ terms: Range<Int>, _ workspace: UnsafeMutablePointer<Float>
  ) {
    let inPlace = copiesRHS ? 0 : piece.columns.count / pieces.panelWidth * pieces.panelWidth
    let columns = piece.columns.dropFirst(inPlace)
    let source = operands.rhs(piece.matrix)
    let target = workspace + inPlace * terms.count
    if geometry.transposesRHS {
      for panel in parts(of: columns, pieces.panelWidth) {
        kernels.packTransposed(
          PackArguments(
            source: source + panel.lowerBound * geometry.inner + terms.lowerBound,
            stride: geometry.inner, count: terms.count, width: panel.count,
            panelWidth: pieces.panelWidth,
            target: target + (panel.lowerBound - columns.lowerBound) * terms.count))
      }
    } else {
      kernels.packLines(
        PackArguments(
          source: source + terms.lowerBound * geometry.columns + columns.lowerBound,
          stride: geometry.columns, count: terms.count, width: columns.count,
          panelWidth: pieces.panelWidth, target: target))
    }
  }

  /// Applies an activation that the kernel does not know.
  private func finish(_ piece: ProductPieces.Piece) {
    guard operands.activation != .identity, operands.activation != .relu else { return }
    for row in piece.rows {
      operands.activate(
        operands.output(piece.matrix, row) + piece.columns.lowerBound, piece.columns.count)
    }
  }
}

/// The ranges of a length that a range is cut into; the last may be shorter.
private func parts(of range: Range<Int>, _ length: Int) -> some Sequence<Range<Int>> {
  stride(from: range.lowerBound, to: range.upperBound, by: length).lazy.map {
    $0..<min($0 + length, range.upperBound)
  }
}
