import DLCore
import HostOperations
import SIMDKernelTable

extension SIMDBackend {
  /// Convolves picture by picture, straight from a padded copy of the input.
  public func convolution2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry
  ) -> Storage {
    guard geometry.hasModestFrame else {
      return CoreOnly(self).convolution2D(input, weights: weights, bias: bias, geometry)
    }
    let plan = ConvolutionPlan(geometry, kernels)
    return make(geometry.outputShape.count) { output in
      reading(input, weights) { input, weights in
        reading(optional: bias) { bias in
          convolve(plan, input, weights, bias, into: output)
        }
      }
    }
  }

  /// The gradient convolved with the kernels turned around, where windows move by one and that is
  /// faster; otherwise what output places give the patches that they saw, added where these lie.
  public func convolution2DInputGradient(
    weights: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    let patches = PatchPlan(geometry, kernels)
    guard geometry.hasModestFrame, patches.hasModestKernels else {
      return CoreOnly(self).convolution2DInputGradient(
        weights: weights, gradient: gradient, geometry)
    }
    return make(geometry.inputShape.count) { result in
      guard geometry.inputShape.count > 0 else { return }
      reading(weights, gradient) { weights, gradient in
        if let turned = TurnedConvolution(geometry, kernels), turned.isFaster(than: patches) {
          withWorkspace(of: Float.self, geometry.weightShape.count) { kernels in
            turned.turn(weights, into: kernels)
            convolve(turned.plan, gradient, kernels, nil, into: result)
          }
        } else {
          writeInputGradient(PatchProduct(patches), weights, gradient, into: result)
        }
      }
    }
  }

  /// For blocks of pictures, the input under each weight times the gradients; then the blocks' sum.
  public func convolution2DWeightGradient(
    input: Storage, gradient: Storage, _ geometry: Convolution2DGeometry
  ) -> Storage {
    guard geometry.hasModestFrame else {
      return CoreOnly(self).convolution2DWeightGradient(
        input: input, gradient: gradient, geometry)
    }
    let plan = ConvolutionPlan(geometry, kernels, channelsInLanes: true)
    let places = (0..<geometry.outputHeight).flatMap { row in
      (0..<geometry.outputWidth).map { plan.place(row: row, column: $0) }
    }
    return make(geometry.weightShape.count) { result in
      reading(input, gradient) { input, gradient in
        summingBlocks(geometry, into: result) { pictures, partial in
          for group in 0..<geometry.parameters.groups {
            writeWeightGradient(
              plan, places, input, gradient, pictures, group: group, into: partial)
          }
        }
      }
    }
  }
}

extension SIMDBackend {
  /// Shows all groups' weights in tiles.
  func withPackedWeights(
    _ plan: ConvolutionPlan, _ weights: UnsafePointer<Float>, _ body: (UnsafePointer<Float>) -> Void
  ) {
    let groups = plan.geometry.parameters.groups
    withWorkspace(of: Float.self, groups * plan.packedCount) { packed in
      for group in 0..<groups {
        plan.pack(weights, group: group, into: packed + group * plan.packedCount)
      }
      body(packed)
    }
  }

  /// Cuts the batch into blocks, each of which writes weights' gradients of its own; then adds those
  /// in order.
  private func summingBlocks(
    _ geometry: Convolution2DGeometry, into result: UnsafeMutablePointer<Float>,
    _ write: (Range<Int>, UnsafeMutablePointer<Float>) -> Void
  ) {
    let count = geometry.weightShape.count
    let blocks = PictureBlocks(batch: geometry.batch)
    withWorkspace(of: Float.self, blocks.count * count) { partials in
      forEachPiece(blocks.count, work: geometry.work) { block in
        write(blocks.pictures(block), partials + block * count)
      }
      result.update(repeating: 0, count: count)
      for block in 0..<blocks.count {
        each(result, partials + block * count, result, count) { $0 + $1 }
      }
    }
  }

  /// Convolves picture by picture.
  private func convolve(
    _ plan: ConvolutionPlan, _ input: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    _ bias: UnsafePointer<Float>?, into output: UnsafeMutablePointer<Float>
  ) {
    let geometry = plan.geometry
    guard geometry.outputShape.count > 0 else { return }
    let places = plan.places(rows: geometry.outputHeight, columns: geometry.outputWidth)
    withPackedWeights(plan, weights) { packed in
      forEachPiece(geometry.batch, work: geometry.work) { picture in
        convolve(plan, input, packed, places, picture, into: output)
        addBias(bias, geometry, picture, to: output)
      }
    }
  }

  private func convolve(
    _ plan: ConvolutionPlan, _ input: UnsafePointer<Float>, _ packed: UnsafePointer<Float>,
    _ places: [Int], _ picture: Int, into output: UnsafeMutablePointer<Float>
  ) {
    let geometry = plan.geometry
    let size = geometry.outputPositions
    withWorkspace(of: Float.self, plan.paddedCount) { padded in
      withWorkspace(of: Float.self, places.count * plan.tileChannels) { features in
        for group in 0..<geometry.parameters.groups {
          plan.pad(input, picture: picture, group: group, into: padded)
          for block in 0..<plan.blockCount {
            let first = block * plan.tileChannels
            let channels = min(plan.tileChannels, geometry.outputChannelsPerGroup - first)
            let channel = group * geometry.outputChannelsPerGroup + first
            let target = output + (picture * geometry.outputChannels + channel) * size
            let weights = packed + group * plan.packedCount
            if plan.hasPlacesInLanes {
              for row in 0..<geometry.outputHeight {
                plan.writeRow(
                  padded, row: row, block: block, packed: weights,
                  into: target + row * geometry.outputWidth, stride: size, channels: channels,
                  columns: geometry.outputWidth)
              }
            } else {
              plan.writePlaces(padded, places, block: block, packed: weights, into: features)
              kernels.functions.transpose(
                TransposeArguments(
                  source: features, sourceStride: plan.tileChannels, target: target,
                  targetStride: size, rows: size, columns: channels))
            }
          }
        }
      }
    }
  }

  private func addBias(
    _ bias: UnsafePointer<Float>?, _ geometry: Convolution2DGeometry, _ picture: Int,
    to output: UnsafeMutablePointer<Float>
  ) {
    guard let bias else { return }
    let size = geometry.outputPositions
    for channel in 0..<geometry.outputChannels {
      let target = output + (picture * geometry.outputChannels + channel) * size
      let value = bias[channel]
      each(target, target, size) { $0 + value }
    }
  }

  /// Adds up the input's gradient patch by patch.
  private func writeInputGradient(
    _ product: PatchProduct, _ weights: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>,
    into result: UnsafeMutablePointer<Float>
  ) {
    let patches = product.patches
    let geometry = patches.geometry
    withWorkspace(of: Float.self, patches.kernelCount) { tiles in
      withWorkspace(of: Float.self, patches.kernelCount) { packed in
        patches.pack(weights, into: packed)
        product.pack(packed, into: tiles)
      }
      let pieces = (geometry.batch + product.pictures - 1) / product.pictures
      forEachPiece(pieces, work: geometry.work) { piece in
        let first = piece * product.pictures
        let pictures = first..<min(first + product.pictures, geometry.batch)
        for group in 0..<geometry.parameters.groups {
          writeInputGradient(product, tiles, gradient, pictures, group: group, into: result)
        }
      }
    }
  }

  private func writeInputGradient(
    _ product: PatchProduct, _ tiles: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>,
    _ pictures: Range<Int>, group: Int, into result: UnsafeMutablePointer<Float>
  ) {
    let patches = product.patches
    let geometry = patches.geometry
    let channel = group * geometry.outputChannelsPerGroup
    let plane = pictures.lowerBound * geometry.outputChannels + channel
    let count = pictures.count * patches.paddedCount
    withWorkspace(of: Float.self, count) { padded in
      withWorkspace(of: Float.self, product.patchCount) { sums in
        padded.update(repeating: 0, count: count)
        product.add(
          gradient + plane * geometry.outputPositions, pictures: pictures.count,
          times: tiles + channel * patches.kernelSize, using: sums, to: padded)
        for (index, picture) in pictures.enumerated() {
          patches.writeInterior(
            padded + index * patches.paddedCount, picture: picture, group: group, into: result)
        }
      }
    }
  }

  /// Writes a group's weights' gradients, of some pictures.
  private func writeWeightGradient(
    _ plan: ConvolutionPlan, _ places: [Int], _ input: UnsafePointer<Float>,
    _ gradient: UnsafePointer<Float>, _ pictures: Range<Int>, group: Int,
    into partial: UnsafeMutablePointer<Float>
  ) {
    withWorkspace(of: Float.self, plan.termSumCount) { total in
      total.update(repeating: 0, count: plan.termSumCount)
      for picture in pictures {
        addWeightGradient(plan, places, input, gradient, picture: picture, group: group, to: total)
      }
      plan.unpack(total, group: group, into: partial)
    }
  }

  /// Adds one picture's part of a group's weights' gradients, packed as `writeTerms` makes them.
  private func addWeightGradient(
    _ plan: ConvolutionPlan, _ places: [Int], _ input: UnsafePointer<Float>,
    _ gradient: UnsafePointer<Float>, picture: Int, group: Int,
    to total: UnsafeMutablePointer<Float>
  ) {
    let geometry = plan.geometry
    let channels = geometry.outputChannelsPerGroup
    let size = geometry.outputPositions
    let source = gradient + (picture * geometry.outputChannels + group * channels) * size
    withWorkspace(of: Float.self, plan.paddedCount) { padded in
      withWorkspace(of: Float.self, size * plan.tileChannels) { errors in
        withWorkspace(of: Float.self, plan.blockSumCount) { sums in
          plan.pad(input, picture: picture, group: group, into: padded)
          for block in 0..<plan.blockCount {
            let first = block * plan.tileChannels
            let count = min(plan.tileChannels, channels - first)
            if count < plan.tileChannels {
              errors.update(repeating: 0, count: size * plan.tileChannels)
            }
            kernels.functions.transpose(
              TransposeArguments(
                source: source + first * size, sourceStride: size, target: errors,
                targetStride: plan.tileChannels, rows: count, columns: size))
            plan.writeTerms(padded, places, errors, into: sums)
            let target = total + block * plan.blockSumCount
            each(target, sums, target, plan.blockSumCount) { $0 + $1 }
          }
        }
      }
    }
  }
}

extension Convolution2DGeometry {
  /// Whether a copy of the input with its padding is not much larger than the input itself.
  ///
  /// A padding of millions of columns is allowed, and is left to the defaults.
  var hasModestFrame: Bool {
    let padding = parameters.padding
    let height = inputHeight + padding.top + padding.bottom
    let width = inputWidth + padding.left + padding.right
    let (area, overflow) = height.multipliedReportingOverflow(by: width)
    return !overflow && area <= 4 * inputHeight * inputWidth + 65_536
  }

  /// Roughly the vector operations of a pass: what several threads are worth it for.
  var work: Int { multiplyAdds / 8 }
}
