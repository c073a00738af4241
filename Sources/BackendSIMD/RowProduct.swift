import DLCore
import HostOperations
import SIMDKernelTable

/// A product of so few rows that copying the right operand would cost more than it brings.
struct RowProduct {
  let kernels: SIMDKernelTable
  let operands: ProductOperands

  /// The most rows for which this is the better way.
  private static let mostRows = 5

  private var geometry: MatrixProductGeometry { operands.geometry }

  /// Only where both operands have the terms of a sum side by side.
  var isBetter: Bool {
    geometry.transposesRHS && geometry.rows <= Self.mostRows
      && (!geometry.transposesLHS || geometry.rows == 1)
  }

  /// Computes one row of the batch from operands as they are.
  func multiply(_ number: Int) {
    let (matrix, row) = number.quotientAndRemainder(dividingBy: geometry.rows)
    let (inner, columns) = (geometry.inner, geometry.columns)
    let target = operands.output + number * columns
    kernels.dots(
      DotArguments(
        count: inner, columns: columns, row: operands.lhs(matrix) + row * inner,
        rows: operands.rhs(matrix), rowStride: inner, output: target))
    if let bias = operands.bias { each(target, bias, target, columns) { $0 + $1 } }
    operands.activate(target, columns)
  }
}
