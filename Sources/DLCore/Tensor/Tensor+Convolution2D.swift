extension Tensor {
  /// 2D convolution (cross-correlation) of `[batch, channels, height, width]`.
  ///
  /// - Parameters:
  ///   - weights: `[output channels, channels / groups, kernel height, kernel width]`.
  ///   - bias: `[output channels]`.
  ///   - parameters: Stride, padding, dilation and groups.
  /// - Returns: `[batch, output channels, output height, output width]`.
  /// - Throws: `TensorError` if the shapes do not fit.
  public func convolution2D(
    weights: Tensor, bias: Tensor?, _ parameters: Convolution2DParameters = .init()
  ) throws(TensorError) -> Tensor {
    let geometry = try convolution2DGeometry(weights: weights, bias: bias, parameters)
    return with(
      backend.convolution2D(
        storage, weights: weights.storage, bias: bias?.storage, geometry), geometry.outputShape)
  }

  /// Convolution, rectification and maximum pooling in one pass.
  ///
  /// - Throws: `TensorError` if the shapes do not fit.
  public func convolution2DReLUMaxPool2D(
    weights: Tensor, bias: Tensor?, _ parameters: Convolution2DParameters = .init(),
    pool: Pool2DParameters
  ) throws(TensorError) -> Tensor {
    let geometry = try convolution2DGeometry(weights: weights, bias: bias, parameters)
    let pooling = try Pool2DGeometry(
      input: geometry.outputShape, parameters: pool, operation: "maxPool2D")
    let (output, _) = backend.convolution2DReLUMaxPool2D(
      storage, weights: weights.storage, bias: bias?.storage, geometry, pool: pooling)
    return with(output, pooling.outputShape)
  }

  private func convolution2DGeometry(
    weights: Tensor, bias: Tensor?, _ parameters: Convolution2DParameters
  ) throws(TensorError) -> Convolution2DGeometry {
    try requireInterchangeable(weights, bias, operation: "convolution2D")
    let geometry = try Convolution2DGeometry(
      input: shape, weights: weights.shape, parameters: parameters)
    try requireBias(bias, outputs: geometry.outputChannels, operation: "convolution2D")
    return geometry
  }
}
