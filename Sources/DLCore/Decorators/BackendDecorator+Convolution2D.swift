extension BackendDecorator {
  /// The base's result.
  public func convolution2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry
  ) -> Storage {
    perform(
      .convolution2D(geometry, hasBias: bias != nil),
      reading: [input, weights] + [bias].compactMap(\.self)
    ) { base.convolution2D(input, weights: weights, bias: bias, geometry) }
  }

  /// The base's result.
  public func convolution2DInputGradient(
    weights: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    perform(.convolution2DInputGradient(geometry), reading: [weights, gradient]) {
      base.convolution2DInputGradient(weights: weights, gradient: gradient, geometry)
    }
  }

  /// The base's result.
  public func convolution2DWeightGradient(
    input: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    perform(.convolution2DWeightGradient(geometry), reading: [input, gradient]) {
      base.convolution2DWeightGradient(input: input, gradient: gradient, geometry)
    }
  }

  /// The base's result.
  public func convolution2DBiasGradient(
    gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    perform(.convolution2DBiasGradient(geometry), reading: [gradient]) {
      base.convolution2DBiasGradient(gradient: gradient, geometry)
    }
  }

  /// The base's result.
  public func convolution2DReLUMaxPool2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry,
    pool: Pool2DGeometry
  ) -> (output: Storage, selection: MaxPoolSelection) {
    perform(
      .convolution2DReLUMaxPool2D(geometry, pool: pool, hasBias: bias != nil),
      reading: [input, weights] + [bias].compactMap(\.self)
    ) {
      base.convolution2DReLUMaxPool2D(input, weights: weights, bias: bias, geometry, pool: pool)
    } results: {
      [.scalars($0.output)]
    }
  }

  /// The base's result.
  public func convolution2DReLUMaxPool2DGradients(
    input: Storage, weights: Storage, output: Storage, selection: MaxPoolSelection,
    gradient: Storage, _ geometry: Convolution2DGeometry, pool: Pool2DGeometry, wantsInput: Bool,
    hasBias: Bool
  ) -> LayerGradients<Storage> {
    perform(
      .convolution2DReLUMaxPool2DGradients(
        geometry, pool: pool, wantsInput: wantsInput, hasBias: hasBias),
      reading: [input, weights, output, gradient]
    ) {
      base.convolution2DReLUMaxPool2DGradients(
        input: input, weights: weights, output: output, selection: selection, gradient: gradient,
        geometry, pool: pool, wantsInput: wantsInput, hasBias: hasBias)
    } results: {
      $0.callResults
    }
  }
}
