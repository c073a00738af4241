public import DLCore

extension Traced {
  /// The base's result, recorded.
  public func convolution2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry
  ) -> Storage {
    let hasBias = bias != nil
    return record {
      base.convolution2D(input, weights: weights, bias: bias, geometry)
    } as: {
      TracedCall(
        "convolution2D",
        geometry.tracedOperands(hasBias: hasBias) + [("output", geometry.outputShape)],
        flops: geometry.tracedFlops)
    }
  }

  /// The base's result, recorded.
  public func convolution2DInputGradient(
    weights: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    record {
      base.convolution2DInputGradient(weights: weights, gradient: gradient, geometry)
    } as: {
      TracedCall(
        "convolution2DInputGradient",
        [
          ("weights", geometry.weightShape), ("gradient", geometry.outputShape),
          ("output", geometry.inputShape),
        ], flops: geometry.tracedFlops)
    }
  }

  /// The base's result, recorded.
  public func convolution2DWeightGradient(
    input: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    record {
      base.convolution2DWeightGradient(input: input, gradient: gradient, geometry)
    } as: {
      TracedCall(
        "convolution2DWeightGradient",
        [
          ("input", geometry.inputShape), ("gradient", geometry.outputShape),
          ("output", geometry.weightShape),
        ], flops: geometry.tracedFlops)
    }
  }

  /// The base's result, recorded.
  public func convolution2DBiasGradient(
    gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    record {
      base.convolution2DBiasGradient(gradient: gradient, geometry)
    } as: {
      TracedCall(
        "convolution2DBiasGradient",
        [("gradient", geometry.outputShape), ("output", [geometry.outputChannels])],
        flops: Double(geometry.outputShape.count))
    }
  }

  /// The base's result, recorded.
  public func convolution2DReLUMaxPool2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry,
    pool: Pool2DGeometry
  ) -> (output: Storage, selection: MaxPoolSelection) {
    let hasBias = bias != nil
    return record {
      base.convolution2DReLUMaxPool2D(input, weights: weights, bias: bias, geometry, pool: pool)
    } as: {
      TracedCall(
        "convolution2DReLUMaxPool2D",
        geometry.tracedOperands(hasBias: hasBias) + [("output", pool.outputShape)],
        flops: geometry.tracedFlops)
    }
  }

  /// The base's result, recorded, with the operations counted as if nothing had been pooled away.
  public func convolution2DReLUMaxPool2DGradients(
    input: Storage, weights: Storage, output: Storage, selection: MaxPoolSelection,
    gradient: Storage, _ geometry: Convolution2DGeometry, pool: Pool2DGeometry, wantsInput: Bool,
    hasBias: Bool
  ) -> LayerGradients<Storage> {
    record {
      base.convolution2DReLUMaxPool2DGradients(
        input: input, weights: weights, output: output, selection: selection, gradient: gradient,
        geometry, pool: pool, wantsInput: wantsInput, hasBias: hasBias)
    } as: {
      TracedCall(
        "convolution2DReLUMaxPool2DGradients",
        geometry.tracedOperands(hasBias: false)
          + [("output", pool.outputShape), ("gradient", pool.outputShape)]
          + tracedGradients(
            wantsInput ? geometry.inputShape : nil, geometry.weightShape,
            hasBias ? geometry.outputChannels : nil),
        flops: (wantsInput ? 2 : 1) * geometry.tracedFlops)
    }
  }
}

extension Convolution2DGeometry {
  fileprivate var tracedFlops: Double { 2 * Double(outputShape.count) * Double(patchCount) }

  fileprivate func tracedOperands(hasBias: Bool) -> [(name: String, shape: Shape)] {
    [("input", inputShape), ("weights", weightShape)]
      + (hasBias ? [("bias", [outputChannels])] : [])
  }
}
