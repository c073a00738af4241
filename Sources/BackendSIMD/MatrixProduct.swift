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

  /// A fully connected layer: bias and activation while the results are in registers.
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
          run(
            ProductOperands(
              geometry: geometry, lhs: lhs, rhs: rhs, output: output, bias: bias,
              activation: activation))
        }
      }
    }
  }

  private func run(_ operands: ProductOperands) {
    let geometry = operands.geometry
    let rows = RowProduct(kernels: kernels, operands: operands)
    guard !rows.isBetter else {
      return forEachPiece(geometry.batch * geometry.rows, work: operands.cost) { row in
        rows.multiply(row)
      }
    }
    let tiles = TiledProduct(kernels: kernels, operands: operands)
    forEachPiece(tiles.pieces.count, work: operands.cost) { piece in
      withWorkspace(of: Float.self, tiles.workspaceCount) { workspace in
        tiles.multiply(piece, workspace)
      }
    }
  }
}

/// What is multiplied, and what is done with it.
struct ProductOperands {
  let geometry: MatrixProductGeometry
  let lhs: UnsafePointer<Float>
  let rhs: UnsafePointer<Float>
  let output: UnsafeMutablePointer<Float>
  let bias: UnsafePointer<Float>?
  let activation: FusedActivation

  /// The work of the product, in the steps that `forEachPiece` weighs: 24 multiply-adds each.
  var cost: Int {
    let work = geometry.outputCount.multipliedReportingOverflow(by: max(geometry.inner, 1))
    return work.overflow ? Int.max : work.partialValue / 24
  }

  /// Where a left matrix begins.
  func lhs(_ matrix: Int) -> UnsafePointer<Float> {
    lhs + (geometry.sharesLHS ? 0 : matrix) * geometry.rows * geometry.inner
  }

  /// Where a right matrix begins.
  func rhs(_ matrix: Int) -> UnsafePointer<Float> {
    rhs + (geometry.sharesRHS ? 0 : matrix) * geometry.inner * geometry.columns
  }

  /// Where a row of a result begins.
  func output(_ matrix: Int, _ row: Int) -> UnsafeMutablePointer<Float> {
    output + (matrix * geometry.rows + row) * geometry.columns
  }

  /// Applies the activation to results that lie side by side.
  func activate(_ target: UnsafeMutablePointer<Float>, _ count: Int) {
    switch activation {
    case .identity: break
    case .relu: each(target, target, count) { rectified($0) }
    case .tanh: each(target, target, count) { Float.tanh($0) }
    case .sigmoid: each(target, target, count) { sigmoid($0) }
    }
  }
}
