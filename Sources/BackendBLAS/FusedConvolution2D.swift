import DLCore
import HostOperations

extension BLASBackend {
  /// `maxPool2D(relu(convolution2D(input)))`, pooled tile by tile while it is in the cache.
  public func convolution2DReLUMaxPool2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry,
    pool: Pool2DGeometry
  ) -> (output: Storage, selection: HostBuffer<Int32>) {
    guard let tiles = PooledTiles(geometry, pool) else {
      let features = convolution2D(input, weights: weights, bias: bias, geometry)
      let (pooled, selection) = maxPool2D(features, pool)
      return (unary(.relu, pooled, count: pool.outputShape.count), selection)
    }
    let selection = HostBuffer<Int32>(count: pool.outputShape.count, pool: self.pool)
    let output = make(pool.outputShape.count) { output in
      selection.withUnsafeMutablePointer { places in
        reading(input, weights) { input, weights in
          reading(optional: bias) { bias in
            let layer = ConvolutionKernels(
              geometry: geometry, tiling: tiles.tiling, weights: weights, bias: nil)
            forEachPiece(tiles.tiling.blocks, work: geometry.work) { block in
              let pictures = tiles.tiling.pictures(block)
              let first = pictures.lowerBound * tiles.pooledSize
              withBlock(
                input + pictures.lowerBound * geometry.inputSize, pictures.count,
                geometry.inputSize
              ) { input in
                writeBlock(output + first, pictures.count, tiles.pooledSize) { output in
                  writeBlock(places + first, pictures.count, tiles.pooledSize) { places in
                    convolveAndPool(layer, tiles, input, pictures.count, output, places)
                    tiles.addAndRectify(output, bias, pictures.count)
                  }
                }
              }
            }
          }
        }
      }
    }
    return (output, selection)
  }

  /// The gradients of `convolution2DReLUMaxPool2D`, without the output's gradient ever being whole.
  public func convolution2DReLUMaxPool2DGradients(
    input: Storage, weights: Storage, output: Storage, selection: HostBuffer<Int32>,
    gradient: Storage, _ geometry: Convolution2DGeometry, pool: Pool2DGeometry, wantsInput: Bool,
    hasBias: Bool
  ) -> LayerGradients<Storage> {
    let rectified = activationGradient(
      .relu, output: output, gradient: gradient, count: pool.outputShape.count)
    guard let tiles = PooledTiles(geometry, pool) else {
      let features = maxPool2DGradient(rectified, selection: selection, pool)
      return LayerGradients(
        input: wantsInput
          ? convolution2DInputGradient(weights: weights, gradient: features, geometry) : nil,
        weights: convolution2DWeightGradient(input: input, gradient: features, geometry),
        bias: hasBias ? convolution2DBiasGradient(gradient: features, geometry) : nil)
    }
    let inputGradient =
      wantsInput ? Storage(count: geometry.inputShape.count, pool: self.pool) : nil
    let weightGradient = make(geometry.weightShape.count) { weightGradient in
      reading(input, weights, selection) { input, weights, selection in
        rectified.withUnsafePointer { rectified in
          writing(optional: inputGradient) { inputGradient in
            let layer = ConvolutionKernels(
              geometry: geometry, tiling: tiles.tiling, weights: weights, bias: nil)
            summingChunks(
              BlockChunks(blocks: tiles.tiling.blocks), into: weightGradient, geometry
            ) { block, partial in
              withFeatureGradient(layer, tiles, block, rectified, selection) { gradient in
                addGradients(layer, block, input, gradient, partial, inputGradient)
              }
            }
          }
        }
      }
    }
    return LayerGradients(
      input: inputGradient, weights: weightGradient,
      bias: hasBias ? planeSums(rectified, pool) : nil)
  }
}

extension BLASBackend {
  /// Convolves a block and pools each tile.
  private func convolveAndPool(
    _ layer: ConvolutionKernels, _ tiles: PooledTiles, _ input: UnsafePointer<Float>,
    _ pictures: Int, _ output: UnsafeMutablePointer<Float>, _ places: UnsafeMutablePointer<Int32>
  ) {
    let geometry = layer.geometry
    let capacity = geometry.outputChannels * tiles.tiling.rows * geometry.outputWidth
    withWorkspace(of: Float.self, capacity * pictures) { features in
      withWorkspace(of: Float.self, layer.patchCapacity) { workspace in
        for index in 0..<tiles.tiling.tiles {
          let tile = tiles.tiling.tile(index)
          layer.write(
            input, tile, pictures, features, stride: tile.count * pictures, workspace: workspace)
          tiles.pool(features, tile, pictures, output, places)
        }
      }
    }
  }

  /// Shows a block of the gradient of the convolution's output.
  private func withFeatureGradient(
    _ layer: ConvolutionKernels, _ tiles: PooledTiles, _ block: Int,
    _ gradient: UnsafePointer<Float>, _ selection: UnsafePointer<Int32>,
    _ body: (UnsafePointer<Float>) -> Void
  ) {
    let pictures = tiles.tiling.pictures(block)
    let first = pictures.lowerBound * tiles.pooledSize
    withBlock(gradient + first, pictures.count, tiles.pooledSize) { gradient in
      withBlock(selection + first, pictures.count, tiles.pooledSize) { selection in
        withWorkspace(of: Float.self, layer.geometry.outputSize * pictures.count) { features in
          tiles.spread(gradient, selection, pictures.count, into: features)
          body(UnsafePointer(features))
        }
      }
    }
  }

  /// Adds a block's share of the weights' gradient and writes that of the input, if wanted.
  private func addGradients(
    _ layer: ConvolutionKernels, _ block: Int, _ input: UnsafePointer<Float>,
    _ gradient: UnsafePointer<Float>, _ weightGradient: UnsafeMutablePointer<Float>,
    _ inputGradient: UnsafeMutablePointer<Float>?
  ) {
    let pictures = layer.tiling.pictures(block)
    let size = layer.geometry.inputSize
    withWorkspace(of: Float.self, layer.patchCapacity) { workspace in
      withBlock(input + pictures.lowerBound * size, pictures.count, size) { input in
        layer.addWeightGradient(
          input, gradient, pictures.count, to: weightGradient, workspace: workspace)
      }
      guard let inputGradient else { return }
      writeBlock(inputGradient + pictures.lowerBound * size, pictures.count, size) { result in
        layer.writeInputGradient(gradient, result, pictures.count, workspace: workspace)
      }
    }
  }

  /// The sum of each channel.
  private func planeSums(_ values: Storage, _ pool: Pool2DGeometry) -> Storage {
    let size = pool.outputHeight * pool.outputWidth
    return make(pool.channels) { result in
      values.withUnsafePointer { values in
        forEachRange(pool.channels, workPerElement: pool.batch * size) { channels in
          for channel in channels {
            var total = 0.0
            for picture in 0..<pool.batch {
              total += sum(values + (picture * pool.channels + channel) * size, size)
            }
            result[channel] = Float(total)
          }
        }
      }
    }
  }
}
