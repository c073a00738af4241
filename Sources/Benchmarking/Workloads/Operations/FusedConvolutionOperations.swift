import DLCore

/// Convolution, rectification and maximum pooling in one pass.
struct FusedConvolution: Operation {
  let geometry: Convolution2DGeometry
  let pool: Pool2DGeometry

  var work: Work {
    Work(.convolution2DReLUMaxPool2D(geometry, pool: pool, hasBias: true), unit: .flops)
  }

  var operands: [Operand] { Convolution(geometry: geometry).operands }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let (geometry, pool) = (geometry, pool)
    return {
      let (output, _) = backend.convolution2DReLUMaxPool2D(
        factors[0], weights: factors[1], bias: factors[2], geometry, pool: pool)
      return [Output(name: "output", storage: output, count: pool.outputShape.count)]
    }
  }

  /// Neither rectification nor a maximum makes an error larger.
  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] {
    magnitudes().map { Law.products(geometry.patchCount, extra: 1, $0) }
  }
}

/// The gradients of convolution, rectification and maximum pooling in one pass.
struct FusedConvolutionGradients: Operation {
  let geometry: Convolution2DGeometry
  let pool: Pool2DGeometry
  /// Whether the input's gradient is computed, which the first layer of a network does not need.
  let wantsInput: Bool

  /// Counted as if no window had been pooled away, so that backends that make use of that show it.
  var work: Work {
    Work(
      .convolution2DReLUMaxPool2DGradients(
        geometry, pool: pool, wantsInput: wantsInput, hasBias: true), unit: .flops)
  }

  /// Input, weights and bias decide which elements win; then the gradient.
  var operands: [Operand] {
    [
      Operand(count: geometry.inputShape.count, values: .eighths),
      Operand(count: geometry.weightShape.count, values: .eighths),
      Operand(count: geometry.outputChannels, values: .eighths),
      Operand(count: pool.outputShape.count),
    ]
  }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let (geometry, pool, wantsInput) = (geometry, pool, wantsInput)
    let (output, selection) = backend.convolution2DReLUMaxPool2D(
      operands[0], weights: operands[1], bias: operands[2], geometry, pool: pool)
    return {
      let gradients = backend.convolution2DReLUMaxPool2DGradients(
        input: factors[0], weights: factors[1], output: output, selection: selection,
        gradient: factors[3], geometry, pool: pool, wantsInput: wantsInput, hasBias: true)
      return gradients.outputs(
        input: geometry.inputShape.count, weights: geometry.weightShape.count,
        bias: geometry.outputChannels)
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] {
    let windows = pool.batch * pool.outputHeight * pool.outputWidth
    let lengths = (wantsInput ? [geometry.backwardPatchCount] : []) + [windows, windows]
    return zip(lengths, magnitudes()).map { Law.products($0, $1) }
  }
}
