import DLCore

/// A convolution with bias.
struct Convolution: Operation {
  let geometry: Convolution2DGeometry

  var work: Work { Work(.convolution2D(geometry, hasBias: true), unit: .flops) }

  var operands: [Operand] {
    [
      Operand(count: geometry.inputShape.count), Operand(count: geometry.weightShape.count),
      Operand(count: geometry.outputChannels),
    ]
  }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let geometry = geometry
    return {
      let output = backend.convolution2D(
        factors[0], weights: factors[1], bias: factors[2], geometry)
      return [Output(name: "output", storage: output, count: geometry.outputShape.count)]
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] {
    magnitudes().map { Law.products(geometry.patchCount, extra: 1, $0) }
  }
}

/// The gradient of a convolution for its input.
struct ConvolutionInputGradient: Operation {
  let geometry: Convolution2DGeometry

  var work: Work { Work(.convolution2DInputGradient(geometry), unit: .flops) }

  var operands: [Operand] {
    [Operand(count: geometry.weightShape.count), Operand(count: geometry.outputShape.count)]
  }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let geometry = geometry
    return {
      let gradient = backend.convolution2DInputGradient(
        weights: factors[0], gradient: factors[1], geometry)
      return [
        Output(name: "input gradient", storage: gradient, count: geometry.inputShape.count)
      ]
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] {
    magnitudes().map { Law.products(geometry.backwardPatchCount, $0) }
  }
}

/// The gradient of a convolution for its weights.
struct ConvolutionWeightGradient: Operation {
  let geometry: Convolution2DGeometry

  var work: Work { Work(.convolution2DWeightGradient(geometry), unit: .flops) }

  var operands: [Operand] {
    [Operand(count: geometry.inputShape.count), Operand(count: geometry.outputShape.count)]
  }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let geometry = geometry
    return {
      let gradient = backend.convolution2DWeightGradient(
        input: factors[0], gradient: factors[1], geometry)
      return [
        Output(name: "weight gradient", storage: gradient, count: geometry.weightShape.count)
      ]
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] {
    magnitudes().map { Law.products(geometry.batch * geometry.outputPositions, $0) }
  }
}

extension Convolution2DGeometry {
  /// The products that make up one element of the input's gradient, at most.
  var backwardPatchCount: Int { outputChannelsPerGroup * kernel.height * kernel.width }
}
