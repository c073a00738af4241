#if canImport(Accelerate)
  import Accelerate
#else
  import COpenBLAS
#endif

/// A row-major matrix in memory, as an operand of a product.
struct MatrixOperand {
  /// The first element.
  var base: UnsafePointer<Float>
  /// How far apart rows lie in memory.
  var stride: Int
  /// Whether rows in memory are the columns of the operand.
  var isTransposed = false
}

/// `target = lhs · rhs`, or `target += lhs · rhs`: `rows` by `columns`, sums of `inner` products.
///
/// Rows of the target lie `targetStride` apart. What it held counts only when `adding`. Both
/// operands and the target must hold as many elements as these numbers say.
func multiply(
  _ lhs: MatrixOperand, _ rhs: MatrixOperand, into target: UnsafeMutablePointer<Float>,
  targetStride: Int, rows: Int, columns: Int, inner: Int, adding: Bool = false
) {
  guard rows > 0, columns > 0 else { return }
  guard inner > 0 else {
    if !adding {
      for row in 0..<rows { (target + row * targetStride).update(repeating: 0, count: columns) }
    }
    return
  }
  guard rows > 1 else {
    multiplyRow(lhs, rhs, into: target, columns: columns, inner: inner, adding: adding)
    return
  }
  // Every extent and stride is below 2³¹, as tensors have fewer elements than that.
  cblas_sgemm(
    CblasRowMajor, lhs.isTransposed ? CblasTrans : CblasNoTrans,
    rhs.isTransposed ? CblasTrans : CblasNoTrans, Int32(truncatingIfNeeded: rows),
    Int32(truncatingIfNeeded: columns), Int32(truncatingIfNeeded: inner), 1, lhs.base,
    Int32(truncatingIfNeeded: lhs.stride), rhs.base, Int32(truncatingIfNeeded: rhs.stride),
    adding ? 1 : 0, target, Int32(truncatingIfNeeded: targetStride))
}

/// The product of one row with a matrix, which as a matrix product would copy the whole matrix.
private func multiplyRow(
  _ lhs: MatrixOperand, _ rhs: MatrixOperand, into target: UnsafeMutablePointer<Float>,
  columns: Int, inner: Int, adding: Bool
) {
  // Some versions of the library multiply what the target held by a factor of 0, and keep NaN.
  if !adding { target.update(repeating: 0, count: columns) }
  let (rows, width) = rhs.isTransposed ? (columns, inner) : (inner, columns)
  cblas_sgemv(
    CblasRowMajor, rhs.isTransposed ? CblasNoTrans : CblasTrans, Int32(truncatingIfNeeded: rows),
    Int32(truncatingIfNeeded: width), 1, rhs.base, Int32(truncatingIfNeeded: rhs.stride), lhs.base,
    Int32(truncatingIfNeeded: lhs.isTransposed ? lhs.stride : 1), 1, target, 1)
}
