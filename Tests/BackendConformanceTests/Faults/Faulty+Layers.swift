import BackendNaive
import DLCore

extension Faulty {
  func matrixProduct(
    _ lhs: [Float], _ rhs: [Float], _ geometry: MatrixProductGeometry
  ) -> [Float] {
    var output = base.matrixProduct(lhs, rhs, geometry)
    switch fault {
    case .transposeIgnored:
      output = base.matrixProduct(
        lhs, rhs,
        MatrixProductGeometry(
          batch: geometry.batch, rows: geometry.rows, columns: geometry.columns,
          inner: geometry.inner, transposesLHS: geometry.transposesLHS,
          sharesLHS: geometry.sharesLHS, sharesRHS: geometry.sharesRHS))
    case .lastColumnWrong where geometry.columns % 8 != 0 && geometry.columns > 8:
      for index in output.indices where index % geometry.columns == geometry.columns - 1 {
        output[index] *= 1.00001
      }
    case .productAccumulates:
      let before = memory.exchange(output)
      if before.count == output.count { output = zip(output, before).map(+) }
    case .batchSharesTheFirst:
      output = base.matrixProduct(
        lhs, rhs,
        MatrixProductGeometry(
          batch: geometry.batch, rows: geometry.rows, columns: geometry.columns,
          inner: geometry.inner, transposesLHS: geometry.transposesLHS,
          transposesRHS: geometry.transposesRHS, sharesLHS: true, sharesRHS: geometry.sharesRHS))
    default: break
    }
    return output
  }

  func linear(_ input: [Float], weights: [Float], bias: [Float]?, _ geometry: LinearGeometry)
    -> [Float]
  {
    base.linear(
      input, weights: weights, bias: fault == .linearForgetsBias ? nil : bias, geometry)
  }

  func linearGradients(
    input: [Float], weights: [Float], output: [Float], gradient: [Float],
    _ geometry: LinearGeometry, wantsInput: Bool, hasBias: Bool
  ) -> LayerGradients<[Float]> {
    var result = base.linearGradients(
      input: input, weights: weights, output: output, gradient: gradient, geometry,
      wantsInput: wantsInput || fault == .inputGradientUnasked, hasBias: hasBias)
    if fault == .linearBiasGradientIsMean {
      result.bias = result.bias?.map { $0 / Float(max(geometry.rows, 1)) }
    }
    return result
  }

  func convolution2D(
    _ input: [Float], weights: [Float], bias: [Float]?, _ geometry: Convolution2DGeometry
  ) -> [Float] {
    func computed(_ weights: [Float], _ bias: [Float]?, _ how: Convolution2DParameters) -> [Float] {
      let other = try? Convolution2DGeometry(
        input: geometry.inputShape, weights: geometry.weightShape, parameters: how)
      guard let other, other.outputShape == geometry.outputShape else {
        return base.convolution2D(input, weights: weights, bias: bias, geometry)
      }
      return base.convolution2D(input, weights: weights, bias: bias, other)
    }
    var how = geometry.parameters
    switch fault {
    case .paddingOffByOne where how.padding.bottom > 0:
      how.padding.top += 1
      how.padding.bottom -= 1
    case .stridesSwapped:
      how.stride = Size2D(height: how.stride.width, width: how.stride.height)
      let other = try? Convolution2DGeometry(
        input: geometry.inputShape, weights: geometry.weightShape, parameters: how)
      guard let other, other.outputShape.count > 0 else { break }
      let wrong = base.convolution2D(input, weights: weights, bias: bias, other)
      return (0..<geometry.outputShape.count).map { wrong[$0 % wrong.count] }
    case .dilationIgnored where how.dilation != 1:
      let reach = (how.dilation.height - 1) * (geometry.kernel.height - 1)
      let width = (how.dilation.width - 1) * (geometry.kernel.width - 1)
      guard how.padding.bottom >= reach, how.padding.right >= width else { break }
      how.dilation = 1
      how.padding.bottom -= reach
      how.padding.right -= width
    case .kernelFlipped: return computed(flipped(weights, geometry), bias, how)
    case .firstBiasForAll:
      return computed(
        weights, bias.map { [Float](repeating: $0.first ?? 0, count: $0.count) }, how)
    case .groupsSeeTheFirst:
      let own = weights.count / how.groups
      return computed(weights.indices.map { weights[$0 % max(own, 1)] }, bias, how)
    case .staleConvolution:
      let result = computed(weights, bias, how)
      let before = memory.exchange(result)
      return before.count == result.count ? before : result
    default: break
    }
    return computed(weights, bias, how)
  }

  /// Each kernel turned by half a circle.
  private func flipped(_ weights: [Float], _ geometry: Convolution2DGeometry) -> [Float] {
    let area = geometry.kernel.height * geometry.kernel.width
    return weights.indices.map { weights[$0 / area * area + area - 1 - $0 % area] }
  }

  func convolution2DWeightGradient(
    input: [Float], gradient: [Float], _ geometry: Convolution2DGeometry
  ) -> [Float] {
    guard fault == .weightGradientOfLastPicture, geometry.batch > 1,
      let one = try? Convolution2DGeometry(
        input: Shape([1] + geometry.inputShape.extents.dropFirst()), weights: geometry.weightShape,
        parameters: geometry.parameters)
    else { return base.convolution2DWeightGradient(input: input, gradient: gradient, geometry) }
    return base.convolution2DWeightGradient(
      input: Array(input.suffix(one.inputShape.count)),
      gradient: Array(gradient.suffix(one.outputShape.count)), one)
  }

  func convolution2DReLUMaxPool2D(
    _ input: [Float], weights: [Float], bias: [Float]?, _ geometry: Convolution2DGeometry,
    pool: Pool2DGeometry
  ) -> (output: [Float], selection: [Int32]) {
    guard fault == .fusedWithoutRelu else {
      return base.convolution2DReLUMaxPool2D(
        input, weights: weights, bias: bias, geometry, pool: pool)
    }
    return base.maxPool2D(
      base.convolution2D(input, weights: weights, bias: bias, geometry), pool)
  }
}
