import DLCore
import HostOperations

extension BLASBackend {
  /// A batch of matrix products.
  public func matrixProduct(
    _ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry
  ) -> Storage {
    make(geometry.outputCount) { result in
      reading(lhs, rhs) { lhs, rhs in
        multiply(lhs, rhs, into: result, geometry)
      }
    }
  }

  /// A fully connected layer: product, bias and activation of a tile at a time.
  public func linear(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: LinearGeometry
  ) -> Storage {
    let product = geometry.product
    return make(product.outputCount) { result in
      reading(input, weights) { input, weights in
        reading(optional: bias) { bias in
          multiply(input, weights, into: result, product) { target, tile in
            for row in 0..<tile.rows.count {
              let values = target + row * geometry.columns
              finish(values, bias.map { $0 + tile.columns.lowerBound }, tile.columns.count)
            }
          }
        }
      }
    }
    func finish(_ values: UnsafeMutablePointer<Float>, _ bias: UnsafePointer<Float>?, _ count: Int)
    {
      if let bias { each(values, bias, values, count) { $0 + $1 } }
      switch geometry.activation {
      case .identity: break
      case .relu: each(values, values, count) { rectified($0) }
      case .tanh: each(values, values, count) { Float.tanh($0) }
      case .sigmoid: each(values, values, count) { sigmoid($0) }
      }
    }
  }

  /// The gradients of `linear`.
  public func linearGradients(
    input: Storage, weights: Storage, output: Storage, gradient: Storage,
    _ geometry: LinearGeometry, wantsInput: Bool, hasBias: Bool
  ) -> LayerGradients<Storage> {
    let (rows, columns, inner) = (geometry.rows, geometry.columns, geometry.inner)
    let gradient = activationGradient(
      geometry.activation, output: output, gradient: gradient, count: rows * columns)
    return LayerGradients(
      input: wantsInput
        ? matrixProduct(
          gradient, weights, MatrixProductGeometry(rows: rows, columns: inner, inner: columns))
        : nil,
      weights: matrixProduct(
        gradient, input,
        MatrixProductGeometry(rows: columns, columns: inner, inner: rows, transposesLHS: true)),
      bias: hasBias
        ? reduce(.sum, gradient, ReductionGeometry(outer: 1, count: rows, inner: columns)) : nil)
  }
}

/// How the result of a matrix product is cut into tiles: by its geometry alone, so that any number
/// of threads computes the same ones.
struct ProductTiling {
  /// The rows of a full tile.
  let tileRows: Int
  /// The columns of a full tile.
  let tileColumns: Int
  private let rows: Int
  private let columns: Int

  /// Cuts off about 2¹⁸ products for each tile: ten microseconds' work, worth another thread.
  init(_ geometry: MatrixProductGeometry) {
    rows = geometry.rows
    columns = geometry.columns
    let products = Double(rows) * Double(columns) * Double(geometry.inner)
    let wanted = Int(min(max(products / 262_144, 1), 16))
    // Tiles near to squares read the least; multiples of 16 fill vectors.
    var (down, across) = (1, 1)
    while down * across * 2 <= wanted {
      if rows / down >= columns / across { down *= 2 } else { across *= 2 }
    }
    tileRows = Self.rounded(rows, down)
    tileColumns = Self.rounded(columns, across)
  }

  /// The number of tiles of one product.
  var count: Int { countDown * countAcross }

  /// The rows and columns of a tile.
  func tile(_ index: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    let (down, across) = index.quotientAndRemainder(dividingBy: max(countAcross, 1))
    let (row, column) = (down * tileRows, across * tileColumns)
    return (row..<min(row + tileRows, rows), column..<min(column + tileColumns, columns))
  }

  private var countDown: Int { (rows + tileRows - 1) / tileRows }
  private var countAcross: Int { (columns + tileColumns - 1) / tileColumns }

  private static func rounded(_ extent: Int, _ parts: Int) -> Int {
    max(((extent + parts - 1) / parts + 15) / 16 * 16, 16)
  }
}

extension BLASBackend {
  /// Computes products into `result`; after each tile, `finish` gets its first element and extent.
  func multiply(
    _ lhs: UnsafePointer<Float>, _ rhs: UnsafePointer<Float>,
    into result: UnsafeMutablePointer<Float>, _ geometry: MatrixProductGeometry,
    finish: (UnsafeMutablePointer<Float>, (rows: Range<Int>, columns: Range<Int>)) -> Void = {
      _, _ in
    }
  ) {
    let (rows, columns, inner) = (geometry.rows, geometry.columns, geometry.inner)
    let tiling = ProductTiling(geometry)
    let lhsStep = geometry.sharesLHS ? 0 : rows * inner
    let rhsStep = geometry.sharesRHS ? 0 : inner * columns
    let tiles = tiling.count
    let work = tiling.tileRows * tiling.tileColumns * max(inner, 1) / 8
    forEachRange(geometry.batch * tiles, workPerElement: work) { range in
      for piece in range {
        let (product, index) = piece.quotientAndRemainder(dividingBy: tiles)
        let tile = tiling.tile(index)
        let (row, column) = (tile.rows.lowerBound, tile.columns.lowerBound)
        let left = lhs + product * lhsStep + (geometry.transposesLHS ? row : row * inner)
        let right = rhs + product * rhsStep + (geometry.transposesRHS ? column * inner : column)
        let target = result + (product * rows + row) * columns + column
        BackendBLAS.multiply(
          MatrixOperand(
            base: left, stride: geometry.transposesLHS ? rows : inner,
            isTransposed: geometry.transposesLHS),
          MatrixOperand(
            base: right, stride: geometry.transposesRHS ? inner : columns,
            isTransposed: geometry.transposesRHS),
          into: target, targetStride: columns, rows: tile.rows.count, columns: tile.columns.count,
          inner: inner)
        finish(target, tile)
      }
    }
  }
}
