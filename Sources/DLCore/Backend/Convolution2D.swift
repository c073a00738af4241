/// 2D convolution (cross-correlation, as in every machine-learning framework) and its gradients.
public protocol ConvolutionOperations<Scalar>: MatrixProductOperations, MovementOperations,
  PoolingOperations
{
  /// `output[n, o, y, x] = bias[o] + Σ input[n, i, y·s + p·d - pad, …] · weights[o, i, p, q]`.
  ///
  /// The sum runs over the group's input channels and the window; padding counts as 0. Off by at
  /// most (patchCount + 1)·ε·(|bias| + Σ|x·w|). Products with padding may be computed or left out,
  /// so an infinite weight over padding gives NaN or adds nothing.
  func convolution2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry
  ) -> Storage

  /// The gradient of `convolution2D` with respect to its input.
  func convolution2DInputGradient(
    weights: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage

  /// The gradient of `convolution2D` with respect to its weights.
  func convolution2DWeightGradient(
    input: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage

  /// The gradient of `convolution2D` with respect to its bias: the sum of each output channel.
  func convolution2DBiasGradient(gradient: Storage, _ geometry: Convolution2DGeometry) -> Storage

  /// `maxPool2D(relu(convolution2D(input)))` in one pass.
  ///
  /// `pool` describes the pooling of the convolution's output. As rectified linear units are
  /// monotone, `relu(max(x) + b)` equals `max(relu(x + b))` exactly: pooling may come first.
  func convolution2DReLUMaxPool2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry,
    pool: Pool2DGeometry
  ) -> (output: Storage, selection: MaxPoolSelection)

  /// The gradients of `convolution2DReLUMaxPool2D`.
  ///
  /// `output` and `selection` are what the forward pass returned.
  func convolution2DReLUMaxPool2DGradients(
    input: Storage, weights: Storage, output: Storage, selection: MaxPoolSelection,
    gradient: Storage, _ geometry: Convolution2DGeometry, pool: Pool2DGeometry, wantsInput: Bool,
    hasBias: Bool
  ) -> LayerGradients<Storage>
}

extension ConvolutionOperations {
  /// Convolution as a gather into patches (im2col) and a batch of matrix products.
  public func convolution2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry
  ) -> Storage {
    let patches = gatherElements(input, at: geometry.patchPositions, fill: 0)
    let groups = geometry.parameters.groups
    // Weights are [groups, outputs, patch]; repeated for each picture of the batch.
    let kernels = strided(
      weights,
      StridedGeometry(
        extents: [geometry.batch, geometry.weightShape.count], strides: [0, 1], offset: 0,
        inputCount: geometry.weightShape.count))
    let output = matrixProduct(
      kernels, patches,
      MatrixProductGeometry(
        batch: geometry.batch * groups, rows: geometry.outputChannelsPerGroup,
        columns: geometry.outputPositions, inner: geometry.patchCount))
    guard let bias else { return output }
    return binary(
      .add, output, bias,
      BroadcastGeometry(
        lhs: geometry.outputShape, rhs: [geometry.outputChannels, 1, 1],
        result: geometry.outputShape))
  }

  /// The input's gradient as matrix products and a scatter out of patches (col2im).
  public func convolution2DInputGradient(
    weights: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    let kernels = strided(
      weights,
      StridedGeometry(
        extents: [geometry.batch, geometry.weightShape.count], strides: [0, 1], offset: 0,
        inputCount: geometry.weightShape.count))
    let patches = matrixProduct(
      kernels, gradient,
      MatrixProductGeometry(
        batch: geometry.batch * geometry.parameters.groups, rows: geometry.patchCount,
        columns: geometry.outputPositions, inner: geometry.outputChannelsPerGroup,
        transposesLHS: true))
    return scatterAddElements(
      patches, at: geometry.patchPositions, count: geometry.inputShape.count)
  }

  /// The weights' gradient as matrix products with the patches, summed over the batch.
  public func convolution2DWeightGradient(
    input: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    let patches = gatherElements(input, at: geometry.patchPositions, fill: 0)
    let groups = geometry.parameters.groups
    let perPicture = matrixProduct(
      gradient, patches,
      MatrixProductGeometry(
        batch: geometry.batch * groups, rows: geometry.outputChannelsPerGroup,
        columns: geometry.patchCount, inner: geometry.outputPositions, transposesRHS: true))
    return reduce(
      .sum, perPicture,
      ReductionGeometry(outer: 1, count: geometry.batch, inner: geometry.weightShape.count))
  }

  /// The bias' gradient as two sums.
  public func convolution2DBiasGradient(
    gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    let perPicture = reduce(
      .sum, gradient,
      ReductionGeometry(
        outer: geometry.batch * geometry.outputChannels, count: geometry.outputPositions, inner: 1))
    return reduce(
      .sum, perPicture,
      ReductionGeometry(outer: 1, count: geometry.batch, inner: geometry.outputChannels))
  }

  /// Convolution, pooling, then rectification of the quarter that is left.
  public func convolution2DReLUMaxPool2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry,
    pool: Pool2DGeometry
  ) -> (output: Storage, selection: MaxPoolSelection) {
    let features = convolution2D(input, weights: weights, bias: bias, geometry)
    let (pooled, selection) = maxPool2D(features, pool)
    return (unary(.relu, pooled, count: pool.outputShape.count), selection)
  }

  /// The three gradients, one after the other.
  public func convolution2DReLUMaxPool2DGradients(
    input: Storage, weights: Storage, output: Storage, selection: MaxPoolSelection,
    gradient: Storage, _ geometry: Convolution2DGeometry, pool: Pool2DGeometry, wantsInput: Bool,
    hasBias: Bool
  ) -> LayerGradients<Storage> {
    let rectified = activationGradient(
      .relu, output: output, gradient: gradient, count: pool.outputShape.count)
    let features = maxPool2DGradient(rectified, selection: selection, pool)
    return LayerGradients(
      input: wantsInput
        ? convolution2DInputGradient(weights: weights, gradient: features, geometry) : nil,
      weights: convolution2DWeightGradient(input: input, gradient: features, geometry),
      bias: hasBias ? convolution2DBiasGradient(gradient: features, geometry) : nil)
  }
}

extension Convolution2DGeometry {
  /// Where each element of the im2col matrix comes from, -1 for padding.
  ///
  /// The matrix is `[batch, inputChannels, kernelHeight, kernelWidth, outputHeight, outputWidth]`,
  /// which for each picture and group is `[patchCount, outputPositions]`.
  var patchPositions: [Int32] {
    var positions: [Int32] = []
    positions.reserveCapacity(
      batch * inputChannels * kernel.height * kernel.width * outputPositions)
    for plane in 0..<(batch * inputChannels) {
      for kernelRow in 0..<kernel.height {
        for kernelColumn in 0..<kernel.width {
          for outputRow in 0..<outputHeight {
            let row = inputRow(output: outputRow, kernel: kernelRow)
            for outputColumn in 0..<outputWidth {
              let column = inputColumn(output: outputColumn, kernel: kernelColumn)
              let isInside = 0 <= row && row < inputHeight && 0 <= column && column < inputWidth
              positions.append(
                isInside ? Int32((plane * inputHeight + row) * inputWidth + column) : -1)
            }
          }
        }
      }
    }
    return positions
  }
}
