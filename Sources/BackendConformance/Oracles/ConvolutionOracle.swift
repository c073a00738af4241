import DLCore

extension Convolution2DGeometry {
  /// Calls `body` with output, input and weight positions of every product, by the definition.
  @inline(__always)
  func forEachProduct(_ body: (_ output: Int, _ input: Int, _ weight: Int) -> Void) {
    let how = parameters
    let channels = inputChannels / how.groups
    for plane in 0..<batch * outputChannels {
      let (picture, channel) = plane.quotientAndRemainder(dividingBy: outputChannels)
      let group = channel / (outputChannels / how.groups)
      for place in 0..<outputHeight * outputWidth {
        let (y, x) = place.quotientAndRemainder(dividingBy: outputWidth)
        for i in 0..<channels {
          let map = picture * inputChannels + group * channels + i
          for p in 0..<kernel.height {
            let row = y * how.stride.height + p * how.dilation.height - how.padding.top
            guard row >= 0, row < inputHeight else { continue }
            for q in 0..<kernel.width {
              let column = x * how.stride.width + q * how.dilation.width - how.padding.left
              guard column >= 0, column < inputWidth else { continue }
              body(
                plane * outputHeight * outputWidth + place,
                (map * inputHeight + row) * inputWidth + column,
                ((channel * channels + i) * kernel.height + p) * kernel.width + q)
            }
          }
        }
      }
    }
  }

  /// The convolution by its definition, within (patchCount + 1)·ε·(|bias| + Σ|x·w|).
  func expectation(
    _ input: [Double], _ weights: [Double], _ bias: [Double]?, _ format: ScalarFormat
  ) -> [Bounded] {
    var sums = [LawfulSum](repeating: LawfulSum(), count: outputShape.count)
    if let bias {
      for index in sums.indices {
        sums[index].add(bias[index / (outputHeight * outputWidth) % outputChannels])
      }
    }
    forEachProduct { output, position, weight in
      sums[output].add(input[position], times: weights[weight])
    }
    return sums.map { $0.product(format, extra: 1) }
  }

  /// The gradients by the chain rule: each product passes its output's gradient to both factors.
  func gradients(
    _ input: [Double], _ weights: [Double], _ gradient: [Double], _ format: ScalarFormat
  ) -> LayerExpectation {
    var toInput = [LawfulSum](repeating: LawfulSum(), count: input.count)
    var toWeights = [LawfulSum](repeating: LawfulSum(), count: weights.count)
    var toBias = [LawfulSum](repeating: LawfulSum(), count: outputChannels)
    forEachProduct { output, position, weight in
      toInput[position].add(gradient[output], times: weights[weight])
      toWeights[weight].add(gradient[output], times: input[position])
    }
    for (output, share) in gradient.enumerated() {
      toBias[output / (outputHeight * outputWidth) % outputChannels].add(share)
    }
    // One more rounding where two windows' gradients meet in one element.
    return LayerExpectation(
      input: toInput.map { $0.product(format, extra: 1) },
      weights: toWeights.map { $0.product(format, extra: 1) },
      bias: toBias.map { $0.pairwise(format) })
  }
}
