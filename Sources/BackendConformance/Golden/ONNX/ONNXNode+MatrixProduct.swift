import DLCore

extension ONNXNode {
  /// `α·A·B + β·C`, or a product of matrices and vectors with broadcasting.
  func product() throws(TensorError) -> Tensor<B> {
    record.operation == "Gemm" ? try general() : try matrixProduct(input(0), input(1))
  }

  private func general() throws(TensorError) -> Tensor<B> {
    let product = try input(0).matrixProduct(
      input(1), transposingSelf: attributes.isSet("transA"),
      transposingOther: attributes.isSet("transB"))
    let scaled = try product * attributes.number("alpha", default: 1)
    guard hasInput(2) else { return scaled }
    return try scaled + input(2) * attributes.number("beta", default: 1)
  }
}

/// A product as of numpy and PyTorch: a vector counts as a row on the left, a column on the right.
func matrixProduct<B: Backend>(_ a: Tensor<B>, _ b: Tensor<B>) throws(TensorError) -> Tensor<B> {
  let left = a.shape.rank == 1 ? try a.reshaped([1, a.count]) : a
  let right = b.shape.rank == 1 ? try b.reshaped([b.count, 1]) : b
  let product = try left.matrixProduct(right)
  var extents = product.shape.extents
  if b.shape.rank == 1 { extents.removeLast() }
  if a.shape.rank == 1 { extents.remove(at: extents.count - (b.shape.rank == 1 ? 1 : 2)) }
  return try product.reshaped(Shape(extents))
}
