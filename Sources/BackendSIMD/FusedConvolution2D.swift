import DLCore
import HostOperations
import SIMDKernelTable

extension SIMDBackend {
  /// Convolves, pools and rectifies in one pass: features never leave the first cache.
  public func convolution2DReLUMaxPool2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry,
    pool: Pool2DGeometry
  ) -> (output: Storage, selection: HostBuffer<Int32>) {
    guard pool.hasPlainPairs, geometry.hasModestFrame, geometry.outputShape.count > 0,
      geometry.patchCount > 0
    else {
      let features = convolution2D(input, weights: weights, bias: bias, geometry)
      let (pooled, selection) = maxPool2D(features, pool)
      return (unary(.relu, pooled, count: pool.outputShape.count), selection)
    }
    let selection = HostBuffer<Int32>(count: pool.outputShape.count, pool: self.pool)
    let output = make(pool.outputShape.count) { output in
      selection.withUnsafeMutablePointer { winners in
        reading(input, weights) { input, weights in
          reading(optional: bias) { bias in
            let pass = PooledPass(
              PooledConvolution(geometry, pool, kernels), kernels, input: input, output: output,
              winners: winners)
            withWorkspace(of: Float.self, pass.packedCount) { packed in
              pass.pack(weights, bias, into: packed)
              let blocks = PictureBlocks(batch: geometry.batch)
              forEachPiece(blocks.count, work: geometry.work) { block in
                withWorkspace(of: Float.self, pass.scalarCount) { scalars in
                  pass.run(blocks.pictures(block), packed, scalars)
                }
              }
            }
          }
        }
      }
    }
    return (output, selection)
  }

  /// The gradients of the pass, visiting only the places that pooling and rectification let through.
  public func convolution2DReLUMaxPool2DGradients(
    input: Storage, weights: Storage, output: Storage, selection: HostBuffer<Int32>,
    gradient: Storage, _ geometry: Convolution2DGeometry, pool: Pool2DGeometry, wantsInput: Bool,
    hasBias: Bool
  ) -> LayerGradients<Storage> {
    guard pool.hasPlainPairs, geometry.hasModestFrame, geometry.parameters.dilation == 1,
      geometry.outputShape.count > 0, let sparse = gradientPlans.plan(geometry, pool, kernels)
    else {
      return composedGradients(
        input: input, weights: weights, output: output, selection: selection, gradient: gradient,
        geometry, pool: pool, wantsInput: wantsInput, hasBias: hasBias)
    }
    let inputGradient = wantsInput ? makeUnspecified(geometry.inputShape.count) : nil
    let biasGradient = hasBias ? makeUnspecified(geometry.outputChannels) : nil
    let weightGradient = make(geometry.weightShape.count) { weightGradient in
      reading(input, weights, selection) { input, weights, selection in
        reading(output, gradient) { output, gradient in
          writing(optional: inputGradient) { inputGradient in
            writing(optional: biasGradient) { biasGradient in
              run(
                sparse,
                SparseOperands(
                  input: input, weights: weights, output: output, gradient: gradient,
                  selection: selection, inputGradient: inputGradient,
                  weightGradient: weightGradient, biasGradient: biasGradient))
            }
          }
        }
      }
    }
    return LayerGradients(input: inputGradient, weights: weightGradient, bias: biasGradient)
  }

  /// The gradients of the parts, one after the other.
  private func composedGradients(
    input: Storage, weights: Storage, output: Storage, selection: HostBuffer<Int32>,
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

  /// Runs blocks of pictures, then adds what they found in order.
  private func run(_ sparse: SparseGradients, _ operands: SparseOperands) {
    let geometry = sparse.patches.geometry
    let blocks = PictureBlocks(batch: geometry.batch)
    let size = sparse.partialCount
    withWorkspace(of: Float.self, sparse.windows.count) { packed in
      if operands.inputGradient != nil { sparse.windows.pack(operands.weights, into: packed) }
      withWorkspace(of: Float.self, blocks.count * size) { partials in
        forEachPiece(blocks.count, work: geometry.work / 2) { block in
          let partial = partials + block * size
          partial.update(repeating: 0, count: size)
          withWorkspace(of: Float.self, sparse.scalarCount) { scalars in
            withWorkspace(of: Int32.self, sparse.positionCount) { positions in
              let pictures = blocks.pictures(block)
              for first in stride(
                from: pictures.lowerBound, to: pictures.upperBound, by: SparseGradients.pictures)
              {
                let few = first..<min(first + SparseGradients.pictures, pictures.upperBound)
                for group in 0..<geometry.parameters.groups {
                  sparse.run(operands, packed, few, group: group, scalars, positions, partial)
                }
              }
            }
          }
        }
        sparse.collect(partials, blocks.count, operands)
      }
    }
  }

  private func makeUnspecified(_ count: Int) -> Storage { Storage(count: count, pool: pool) }
}
