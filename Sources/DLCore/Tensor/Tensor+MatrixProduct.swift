extension Tensor {
  /// The matrix product over the last two dimensions; the dimensions before them are a batch.
  ///
  /// Batches are broadcast together as elementwise operands are. `[…, m, k] · […, k, n]` gives
  /// `[…, m, n]`; a transposed operand is stored as `[…, k, m]` or `[…, n, k]`.
  ///
  /// - Throws: `TensorError` if the inner dimensions differ, a rank is below 2, or the batches
  ///   cannot be broadcast.
  public func matrixProduct(
    _ other: Tensor, transposingSelf: Bool = false, transposingOther: Bool = false
  ) throws(TensorError) -> Tensor {
    let name = "matrixProduct"
    try requireInterchangeable(other, operation: name)
    guard shape.rank >= 2, other.shape.rank >= 2 else {
      throw TensorError(
        name, .shape, "operands must be matrices, but are \(shape) and \(other.shape)",
        [shape, other.shape])
    }
    let (m, k) = matrixExtents(isTransposed: transposingSelf)
    let (inner, n) = other.matrixExtents(isTransposed: transposingOther)
    guard k == inner else {
      throw TensorError(
        name, .shape,
        "inner dimensions differ: \(shape)\(transposingSelf ? " transposed" : "") has \(k) columns, \(other.shape)\(transposingOther ? " transposed" : "") has \(inner) rows",
        [shape, other.shape])
    }
    let mine = Shape(Array(shape.extents.dropLast(2)))
    let theirs = Shape(Array(other.shape.extents.dropLast(2)))
    let batch = try mine.broadcast(with: theirs, for: name)
    let result = try Shape(batch.extents + [m, n]).validated(for: name)
    let left = try inBatch(mine, batch)
    let right = try other.inBatch(theirs, batch)
    let geometry = MatrixProductGeometry(
      batch: batch.count, rows: m, columns: n, inner: k, transposesLHS: transposingSelf,
      transposesRHS: transposingOther, sharesLHS: mine.count == 1, sharesRHS: theirs.count == 1)
    return with(backend.matrixProduct(left.storage, right.storage, geometry), result)
  }

  /// A fully connected layer, `activation(self · weightsᵀ + bias)`.
  ///
  /// - Parameters:
  ///   - weights: `[outputs, inputs]`.
  ///   - bias: `[outputs]`.
  ///   - activation: Applied in the same pass.
  /// - Returns: `[batch, outputs]` for an input of `[batch, inputs]`.
  /// - Throws: `TensorError` if the shapes do not fit.
  public func linear(
    weights: Tensor, bias: Tensor?, activation: FusedActivation = .identity
  ) throws(TensorError) -> Tensor {
    try requireInterchangeable(weights, bias, operation: "linear")
    let geometry = try LinearGeometry(
      input: shape, weights: weights, bias: bias, activation: activation)
    return with(
      backend.linear(storage, weights: weights.storage, bias: bias?.storage, geometry),
      [geometry.rows, geometry.columns])
  }

  /// Checks a bias against the number of outputs.
  func requireBias(_ bias: Tensor?, outputs: Int, operation: String) throws(TensorError) {
    guard let bias, bias.shape != [outputs] else { return }
    throw TensorError(
      operation, .shape, "bias has shape \(bias.shape), weights expect [\(outputs)]", [bias.shape])
  }

  private func matrixExtents(isTransposed: Bool) -> (rows: Int, columns: Int) {
    let (first, second) = (shape[shape.rank - 2], shape[shape.rank - 1])
    return isTransposed ? (second, first) : (first, second)
  }

  /// This operand, repeated for the whole batch unless one serves it.
  private func inBatch(_ mine: Shape, _ batch: Shape) throws(TensorError) -> Tensor {
    guard mine.count != 1, mine != batch else { return self }
    return try broadcast(to: Shape(batch.extents + shape.extents.suffix(2)))
  }
}
