import DLCore
import HostOperations
import SIMDKernelTable

extension SIMDBackend {
  /// A batch of matrix products.
  public func matrixProduct(
    _ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry
  ) -> Storage {
    product(lhs, rhs, geometry, bias: nil, activation: .identity)
  }

  /// A fully connected layer: bias and activation while the rows are in the cache.
  public func linear(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: LinearGeometry
  ) -> Storage {
    product(input, weights, geometry.product, bias: bias, activation: geometry.activation)
  }

  private func product(
    _ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry, bias: Storage?,
    activation: FusedActivation
  ) -> Storage {
    make(geometry.outputCount) { output in
      guard geometry.outputCount > 0 else { return }
      reading(lhs, rhs) { lhs, rhs in
        reading(optional: bias) { bias in
          let product = PackedProduct(
            kernels: kernels, geometry: geometry, lhs: lhs, rhs: rhs, output: output, bias: bias,
            activation: activation)
          run(product)
        }
      }
    }
  }

  /// Packs the right operands, then multiplies by blocks of rows; a few rows are not worth packing.
  private func run(_ product: PackedProduct) {
    let geometry = product.geometry
    let work = geometry.outputCount.multipliedReportingOverflow(by: max(geometry.inner, 1))
    let cost = work.overflow ? Int.max : work.partialValue / 8
    guard !product.hasFewRows else {
      return forEachPiece(geometry.batch * geometry.rows, work: cost) { product.multiplyRow($0) }
    }
    let matrices = geometry.sharesRHS ? 1 : geometry.batch
    withWorkspace(of: Float.self, matrices * product.packedCount) { packed in
      let panels = product.panelCount
      forEachPiece(matrices * panels, work: matrices * product.packedCount) { piece in
        let (matrix, panel) = piece.quotientAndRemainder(dividingBy: panels)
        product.packRHS(matrix, panel, into: packed + matrix * product.packedCount)
      }
      let blocks = product.blockCount
      forEachPiece(geometry.batch * blocks, work: cost) { piece in
        let (matrix, block) = piece.quotientAndRemainder(dividingBy: blocks)
        let operand = packed + (geometry.sharesRHS ? 0 : matrix) * product.packedCount
        withWorkspace(of: Float.self, product.packedBlockCount) { workspace in
          product.multiply(matrix, block, operand, workspace)
        }
      }
    }
  }
}

/// A product whose operands are copied into the order in which the kernel reads them.
///
/// The right operand is cut into panels of two vectors of columns, the left one into blocks of rows
/// and those into strips of 6. Sums are cut into stretches that fit the first cache; each adds to
/// the one before.
private struct PackedProduct {
  let kernels: SIMDKernelTable
  let geometry: MatrixProductGeometry
  let lhs: UnsafePointer<Float>
  let rhs: UnsafePointer<Float>
  let output: UnsafeMutablePointer<Float>
  let bias: UnsafePointer<Float>?
  let activation: FusedActivation

  /// The terms of a sum that are added up in registers.
  private static let stretch = 256
  private static let strip = 6

  /// The columns of a panel.
  private var width: Int { 2 * kernels.lanes }
  /// The panels of a right operand.
  var panelCount: Int { (geometry.columns + width - 1) / width }
  /// The scalars of a packed right operand.
  var packedCount: Int { panelCount * width * geometry.inner }
  /// The rows of a block: few for small products, so that every thread has some.
  private var blockRows: Int { geometry.rows <= 384 ? 4 * Self.strip : 16 * Self.strip }
  /// The blocks of a left operand.
  var blockCount: Int { (geometry.rows + blockRows - 1) / blockRows }
  /// The scalars of a packed stretch of a block.
  var packedBlockCount: Int { blockRows * min(Self.stretch, max(geometry.inner, 1)) }

  /// Whether rows are so few that copying the right operand would cost more than it brings.
  ///
  /// Only where both operands have the terms of a sum side by side.
  var hasFewRows: Bool {
    geometry.rows < Self.strip && geometry.transposesRHS && !geometry.transposesLHS
  }

  /// Computes one row of a product from operands as they are.
  func multiplyRow(_ number: Int) {
    let matrix = number / geometry.rows
    let (inner, columns) = (geometry.inner, geometry.columns)
    let source = geometry.sharesLHS ? number % geometry.rows : number
    let target = output + number * columns
    kernels.dots(
      DotArguments(
        count: inner, columns: columns, row: lhs + source * inner,
        rows: rhs + (geometry.sharesRHS ? 0 : matrix) * columns * inner, rowStride: inner,
        output: target))
    if let bias { each(target, bias, target, columns) { $0 + $1 } }
    finish(target, columns)
  }

  /// Copies a panel of a right operand: for each term the columns, zeros behind the last.
  func packRHS(_ matrix: Int, _ panel: Int, into packed: UnsafeMutablePointer<Float>) {
    let (inner, columns) = (geometry.inner, geometry.columns)
    let source = rhs + (geometry.sharesRHS ? 0 : matrix) * inner * columns
    let first = panel * width
    let count = min(width, columns - first)
    let target = packed + panel * width * inner
    if geometry.transposesRHS {
      for column in 0..<width {
        guard column < count else {
          for term in 0..<inner { target[term * width + column] = 0 }
          continue
        }
        let line = source + (first + column) * inner
        for term in 0..<inner { target[term * width + column] = line[term] }
      }
    } else {
      for term in 0..<inner {
        let line = target + term * width
        line.update(from: source + term * columns + first, count: count)
        (line + count).update(repeating: 0, count: width - count)
      }
    }
  }

  /// Computes a block of rows of a product.
  func multiply(
    _ matrix: Int, _ block: Int, _ packed: UnsafePointer<Float>,
    _ workspace: UnsafeMutablePointer<Float>
  ) {
    let (inner, columns) = (geometry.inner, geometry.columns)
    let first = block * blockRows
    let rows = min(blockRows, geometry.rows - first)
    let target = output + (matrix * geometry.rows + first) * columns
    prepare(target, rows)
    for start in stride(from: 0, to: inner, by: Self.stretch) {
      let count = min(Self.stretch, inner - start)
      packLHS(matrix, first, rows, start, count, into: workspace)
      for panel in 0..<panelCount {
        for strip in stride(from: 0, to: rows, by: Self.strip) {
          kernels.productTile(
            TileArguments(
              count: count, scalars: workspace + strip * count,
              vectors: packed + (panel * inner + start) * width, offsets: nil, places: nil,
              output: target + strip * columns + panel * width,
              rowStride: columns, rows: min(Self.strip, rows - strip),
              columns: min(width, columns - panel * width),
              accumulates: start > 0 || bias != nil))
        }
      }
    }
    finish(target, rows * columns)
  }

  /// Writes the bias where sums are to start from it, and zeros where there is nothing to sum.
  private func prepare(_ target: UnsafeMutablePointer<Float>, _ rows: Int) {
    if let bias {
      for row in 0..<rows {
        (target + row * geometry.columns).update(from: bias, count: geometry.columns)
      }
    } else if geometry.inner == 0 {
      target.update(repeating: 0, count: rows * geometry.columns)
    }
  }

  /// Copies a stretch of a block: strip by strip, for each term 6 rows, zeros behind the last.
  private func packLHS(
    _ matrix: Int, _ first: Int, _ rows: Int, _ start: Int, _ count: Int,
    into workspace: UnsafeMutablePointer<Float>
  ) {
    let source = lhs + (geometry.sharesLHS ? 0 : matrix) * geometry.rows * geometry.inner
    let rowStride = geometry.transposesLHS ? 1 : geometry.inner
    let termStride = geometry.transposesLHS ? geometry.rows : 1
    for strip in stride(from: 0, to: rows, by: Self.strip) {
      let target = workspace + strip * count
      for row in 0..<Self.strip {
        guard strip + row < rows else {
          for term in 0..<count { target[term * Self.strip + row] = 0 }
          continue
        }
        let line = source + (first + strip + row) * rowStride + start * termStride
        for term in 0..<count { target[term * Self.strip + row] = line[term * termStride] }
      }
    }
  }

  private func finish(_ target: UnsafeMutablePointer<Float>, _ count: Int) {
    switch activation {
    case .identity: break
    case .relu: each(target, target, count) { rectified($0) }
    case .tanh: each(target, target, count) { Float.tanh($0) }
    case .sigmoid: each(target, target, count) { sigmoid($0) }
    }
  }
}
