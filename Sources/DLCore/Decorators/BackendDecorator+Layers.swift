extension BackendDecorator {
  /// The base's result.
  public func matrixProduct(
    _ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry
  ) -> Storage {
    base.matrixProduct(lhs, rhs, geometry)
  }

  /// The base's result.
  public func linear(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: LinearGeometry
  ) -> Storage {
    base.linear(input, weights: weights, bias: bias, geometry)
  }

  /// The base's result.
  public func linearGradients(
    input: Storage, weights: Storage, output: Storage, gradient: Storage,
    _ geometry: LinearGeometry, wantsInput: Bool, hasBias: Bool
  ) -> LayerGradients<Storage> {
    base.linearGradients(
      input: input, weights: weights, output: output, gradient: gradient, geometry,
      wantsInput: wantsInput, hasBias: hasBias)
  }

  /// The base's result.
  public func convolution2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry
  ) -> Storage {
    base.convolution2D(input, weights: weights, bias: bias, geometry)
  }

  /// The base's result.
  public func convolution2DInputGradient(
    weights: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    base.convolution2DInputGradient(weights: weights, gradient: gradient, geometry)
  }

  /// The base's result.
  public func convolution2DWeightGradient(
    input: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    base.convolution2DWeightGradient(input: input, gradient: gradient, geometry)
  }

  /// The base's result.
  public func convolution2DBiasGradient(
    gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    base.convolution2DBiasGradient(gradient: gradient, geometry)
  }

  /// The base's result.
  public func convolution2DReLUMaxPool2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry,
    pool: Pool2DGeometry
  ) -> (output: Storage, selection: MaxPoolSelection) {
    base.convolution2DReLUMaxPool2D(input, weights: weights, bias: bias, geometry, pool: pool)
  }

  /// The base's result.
  public func convolution2DReLUMaxPool2DGradients(
    input: Storage, weights: Storage, output: Storage, selection: MaxPoolSelection,
    gradient: Storage, _ geometry: Convolution2DGeometry, pool: Pool2DGeometry, wantsInput: Bool,
    hasBias: Bool
  ) -> LayerGradients<Storage> {
    base.convolution2DReLUMaxPool2DGradients(
      input: input, weights: weights, output: output, selection: selection, gradient: gradient,
      geometry, pool: pool, wantsInput: wantsInput, hasBias: hasBias)
  }
}
