import DLCore
import HostOperations

extension BLASBackend {
  /// Convolution: matrix products of the weights with patches of the input.
  public func convolution2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry
  ) -> Storage {
    let tiling = ConvolutionTiling(geometry)
    return make(geometry.outputShape.count) { result in
      reading(input, weights) { input, weights in
        reading(optional: bias) { bias in
          let layer = ConvolutionKernels(
            geometry: geometry, tiling: tiling, weights: weights, bias: bias)
          if tiling.picturesPerBlock == 1 {
            convolvePictures(layer, input, result)
          } else {
            convolveBlocks(layer, input, result)
          }
        }
      }
    }
  }

  /// The gradient of `convolution2D` with respect to its input.
  public func convolution2DInputGradient(
    weights: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    let tiling = ConvolutionTiling(geometry)
    return make(geometry.inputShape.count) { result in
      reading(weights, gradient) { weights, gradient in
        let layer = ConvolutionKernels(
          geometry: geometry, tiling: tiling, weights: weights, bias: nil)
        forEachPiece(tiling.blocks, work: geometry.work) { block in
          let pictures = tiling.pictures(block)
          withBlock(
            gradient + pictures.lowerBound * geometry.outputSize, pictures.count,
            geometry.outputSize
          ) { gradient in
            writeBlock(
              result + pictures.lowerBound * geometry.inputSize, pictures.count, geometry.inputSize
            ) { result in
              withWorkspace(of: Float.self, layer.patchCapacity) { workspace in
                layer.writeInputGradient(gradient, result, pictures.count, workspace: workspace)
              }
            }
          }
        }
      }
    }
  }

  /// The gradient of `convolution2D` with respect to its weights.
  public func convolution2DWeightGradient(
    input: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    let tiling = ConvolutionTiling(geometry)
    let chunks = BlockChunks(blocks: tiling.blocks)
    return make(geometry.weightShape.count) { result in
      reading(input, gradient) { input, gradient in
        summingChunks(chunks, into: result, geometry) { block, partial in
          let pictures = tiling.pictures(block)
          withBlock(
            input + pictures.lowerBound * geometry.inputSize, pictures.count, geometry.inputSize
          ) { input in
            withBlock(
              gradient + pictures.lowerBound * geometry.outputSize, pictures.count,
              geometry.outputSize
            ) { gradient in
              let layer = ConvolutionKernels(
                geometry: geometry, tiling: tiling, weights: nil, bias: nil)
              withWorkspace(of: Float.self, layer.patchCapacity) { workspace in
                layer.addWeightGradient(
                  input, gradient, pictures.count, to: partial, workspace: workspace)
              }
            }
          }
        }
      }
    }
  }

  /// The gradient of `convolution2D` with respect to its bias: the sum of each output channel.
  public func convolution2DBiasGradient(
    gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    let places = geometry.outputPositions
    return make(geometry.outputChannels) { result in
      gradient.withUnsafePointer { gradient in
        forEachRange(geometry.outputChannels, workPerElement: geometry.batch * places) { channels in
          for channel in channels {
            var total = 0.0
            for picture in 0..<geometry.batch {
              total += sum(
                gradient + (picture * geometry.outputChannels + channel) * places, places)
            }
            result[channel] = Float(total)
          }
        }
      }
    }
  }
}

extension BLASBackend {
  /// Row-major pictures: each tile is written where it belongs.
  private func convolvePictures(
    _ layer: ConvolutionKernels, _ input: UnsafePointer<Float>,
    _ result: UnsafeMutablePointer<Float>
  ) {
    let geometry = layer.geometry
    let tiles = layer.tiling.tiles
    forEachPiece(geometry.batch * tiles, work: geometry.work) { piece in
      let (picture, tile) = piece.quotientAndRemainder(dividingBy: tiles)
      withWorkspace(of: Float.self, layer.patchCapacity) { workspace in
        let place = layer.tiling.tile(tile)
        layer.write(
          input + picture * geometry.inputSize, place, 1,
          result + picture * geometry.outputSize + place.start,
          stride: geometry.outputPositions, workspace: workspace)
      }
    }
  }

  /// Blocks with pictures innermost, which are put in order at the end.
  private func convolveBlocks(
    _ layer: ConvolutionKernels, _ input: UnsafePointer<Float>,
    _ result: UnsafeMutablePointer<Float>
  ) {
    let (geometry, tiling) = (layer.geometry, layer.tiling)
    forEachPiece(tiling.blocks, work: geometry.work) { block in
      let pictures = tiling.pictures(block)
      withBlock(
        input + pictures.lowerBound * geometry.inputSize, pictures.count, geometry.inputSize
      ) { input in
        writeBlock(
          result + pictures.lowerBound * geometry.outputSize, pictures.count, geometry.outputSize
        ) { result in
          withWorkspace(of: Float.self, layer.patchCapacity) { workspace in
            for index in 0..<tiling.tiles {
              let tile = tiling.tile(index)
              layer.write(
                input, tile, pictures.count, result + tile.start * pictures.count,
                stride: geometry.outputPositions * pictures.count, workspace: workspace)
            }
          }
        }
      }
    }
  }

  /// Shows `pictures` row-major pictures of `size` scalars with the pictures innermost.
  func withBlock<Scalar: SIMDScalar & BitwiseCopyable & Sendable>(
    _ source: UnsafePointer<Scalar>, _ pictures: Int, _ size: Int,
    _ body: (UnsafePointer<Scalar>) -> Void
  ) {
    guard pictures > 1 else { return body(source) }
    withWorkspace(of: Scalar.self, pictures * size) { block in
      interleave(source, pictures: pictures, size: size, into: block)
      body(UnsafePointer(block))
    }
  }

  /// Lets `body` write a block with pictures innermost, and puts them in order.
  func writeBlock<Scalar: SIMDScalar & BitwiseCopyable & Sendable>(
    _ target: UnsafeMutablePointer<Scalar>, _ pictures: Int, _ size: Int,
    _ body: (UnsafeMutablePointer<Scalar>) -> Void
  ) {
    guard pictures > 1 else { return body(target) }
    withWorkspace(of: Scalar.self, pictures * size) { block in
      body(block)
      deinterleave(UnsafePointer(block), pictures: pictures, size: size, into: target)
    }
  }

  /// Sums the weights' gradient over blocks: each chunk into a partial sum of its own, then those
  /// in order.
  func summingChunks(
    _ chunks: BlockChunks, into result: UnsafeMutablePointer<Float>,
    _ geometry: Convolution2DGeometry, _ body: (Int, UnsafeMutablePointer<Float>) -> Void
  ) {
    let count = geometry.weightShape.count
    withWorkspace(of: Float.self, chunks.count * count) { partials in
      forEachPiece(chunks.count, work: geometry.work) { chunk in
        let partial = partials + chunk * count
        partial.update(repeating: 0, count: count)
        for block in chunks.blocks(chunk) { body(block, partial) }
      }
      result.update(repeating: 0, count: count)
      for chunk in 0..<chunks.count {
        let partial = partials + chunk * count
        for index in 0..<count { result[index] += partial[index] }
      }
    }
  }
}

/// Blocks of pictures in at most 16 chunks, each with a partial sum of its own.
struct BlockChunks {
  /// The number of blocks.
  let blocks: Int
  /// The number of chunks.
  var count: Int { min(blocks, 16) }

  /// The blocks of a chunk.
  func blocks(_ chunk: Int) -> Range<Int> {
    (chunk * blocks / count)..<((chunk + 1) * blocks / count)
  }
}

extension Convolution2DGeometry {
  /// Elementary steps of one pass, for the decision how many threads it deserves.
  var work: Int { multiplyAdds / 8 }
}
