extension Autodiff {
  /// Convolves; the three gradients are the base's.
  public func convolution2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry
  ) -> Storage {
    let output = base.convolution2D(
      input.value, weights: weights.value, bias: bias?.value, geometry)
    guard isRecording(input, weights, bias) else { return Storage(output) }
    let (base, x, w) = (base, input.value, weights.value)
    let wanted = [input.node != nil, weights.node != nil, bias?.node != nil]
    return recorded(
      output, count: geometry.outputShape.count,
      from: [input, weights] + (bias.map { [$0] } ?? [])
    ) { gradient in
      [
        wanted[0]
          ? base.convolution2DInputGradient(weights: w, gradient: gradient, geometry) : nil,
        wanted[1]
          ? base.convolution2DWeightGradient(input: x, gradient: gradient, geometry) : nil,
        wanted[2] ? base.convolution2DBiasGradient(gradient: gradient, geometry) : nil,
      ]
    }
  }

  /// The input's gradient; bilinear in weights and gradient, as the convolution is.
  public func convolution2DInputGradient(
    weights: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    let output = base.convolution2DInputGradient(
      weights: weights.value, gradient: gradient.value, geometry)
    guard isRecording(weights, gradient) else { return Storage(output) }
    let (base, w, g) = (base, weights.value, gradient.value)
    return recorded(output, count: geometry.inputShape.count, from: [weights, gradient]) { second in
      [
        base.convolution2DWeightGradient(input: second, gradient: g, geometry),
        base.convolution2D(second, weights: w, bias: nil, geometry),
      ]
    }
  }

  /// The weights' gradient; bilinear in input and gradient, as the convolution is.
  public func convolution2DWeightGradient(
    input: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    let output = base.convolution2DWeightGradient(
      input: input.value, gradient: gradient.value, geometry)
    guard isRecording(input, gradient) else { return Storage(output) }
    let (base, x, g) = (base, input.value, gradient.value)
    return recorded(output, count: geometry.weightShape.count, from: [input, gradient]) { second in
      [
        base.convolution2DInputGradient(weights: second, gradient: g, geometry),
        base.convolution2D(x, weights: second, bias: nil, geometry),
      ]
    }
  }

  /// The bias' gradient, itself differentiable through the composition of the default.
  public func convolution2DBiasGradient(gradient: Storage, _ geometry: Convolution2DGeometry)
    -> Storage
  {
    guard isRecording(gradient) else {
      return Storage(base.convolution2DBiasGradient(gradient: gradient.value, geometry))
    }
    return Composed(self).convolution2DBiasGradient(gradient: gradient, geometry)
  }

  /// Convolves, pools and rectifies in one pass, as do its gradients.
  public func convolution2DReLUMaxPool2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry,
    pool: Pool2DGeometry
  ) -> (output: Storage, selection: MaxPoolSelection) {
    let (output, selection) = base.convolution2DReLUMaxPool2D(
      input.value, weights: weights.value, bias: bias?.value, geometry, pool: pool)
    guard isRecording(input, weights, bias) else { return (Storage(output), selection) }
    let (base, x, w) = (base, input.value, weights.value)
    let (wantsInput, hasBias) = (input.node != nil, bias != nil)
    let result = recorded(
      output, count: pool.outputShape.count, from: [input, weights] + (bias.map { [$0] } ?? [])
    ) { gradient in
      let gradients = base.convolution2DReLUMaxPool2DGradients(
        input: x, weights: w, output: output, selection: selection, gradient: gradient, geometry,
        pool: pool, wantsInput: wantsInput, hasBias: hasBias)
      return [gradients.input, gradients.weights, gradients.bias]
    }
    return (result, selection)
  }

  /// The gradients of the fused form, themselves differentiable through the default.
  public func convolution2DReLUMaxPool2DGradients(
    input: Storage, weights: Storage, output: Storage, selection: MaxPoolSelection,
    gradient: Storage, _ geometry: Convolution2DGeometry, pool: Pool2DGeometry, wantsInput: Bool,
    hasBias: Bool
  ) -> LayerGradients<Storage> {
    guard isRecording(input, weights, output, gradient) else {
      return LayerGradients(
        base.convolution2DReLUMaxPool2DGradients(
          input: input.value, weights: weights.value, output: output.value, selection: selection,
          gradient: gradient.value, geometry, pool: pool, wantsInput: wantsInput,
          hasBias: hasBias))
    }
    return Composed(self).convolution2DReLUMaxPool2DGradients(
      input: input, weights: weights, output: output, selection: selection, gradient: gradient,
      geometry, pool: pool, wantsInput: wantsInput, hasBias: hasBias)
  }
}
