extension Tensor {
  /// The largest element of each window of `[batch, channels, height, width]`.
  ///
  /// - Throws: `TensorError` if the window does not fit.
  public func maxPool2D(_ parameters: Pool2DParameters) throws(TensorError) -> Tensor {
    let geometry = try Pool2DGeometry(
      input: shape, parameters: parameters, operation: "maxPool2D")
    return with(backend.maxPool2D(storage, geometry).output, geometry.outputShape)
  }

  /// The mean of each window of `[batch, channels, height, width]`.
  ///
  /// - Throws: `TensorError` if the window does not fit.
  public func averagePool2D(_ parameters: Pool2DParameters) throws(TensorError) -> Tensor {
    let geometry = try Pool2DGeometry(
      input: shape, parameters: parameters, operation: "averagePool2D")
    return with(backend.averagePool2D(storage, geometry), geometry.outputShape)
  }
}
