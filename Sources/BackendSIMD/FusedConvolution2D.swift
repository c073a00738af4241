import DLCore
import HostOperations
import SIMDKernelTable

extension SIMDBackend {
  /// Convolves, pools and rectifies in one pass: features never leave the first cache.
  public func convolution2DReLUMaxPool2D(
    _ input: Storage, weights: Storage, bias: Storage?, _ geometry: Convolution2DGeometry,
    pool: Pool2DGeometry
  ) -> (output: Storage, selection: HostBuffer<Int32>) {
    guard pool.hasPlainPairs, geometry.hasModestFrame, geometry.outputShape.count > 0 else {
      let features = convolution2D(input, weights: weights, bias: bias, geometry)
      let (pooled, selection) = maxPool2D(features, pool)
      return (unary(.relu, pooled, count: pool.outputShape.count), selection)
    }
    let plan = ConvolutionPlan(geometry, kernels)
    let selection = HostBuffer<Int32>(count: pool.outputShape.count, pool: self.pool)
    let output = make(pool.outputShape.count) { output in
      selection.withUnsafeMutablePointer { winners in
        reading(input, weights) { input, weights in
          reading(optional: bias) { bias in
            withPackedWeights(plan, weights) { packed in
              let pass = FusedPass(
                plan: plan, pairs: plan.hasPlacesInLanes ? ColumnPairs(plan) : nil, pool: pool,
                input: input, packed: packed,
                bias: bias, output: output,
                winners: winners)
              let places = pass.places
              let blocks = PictureBlocks(batch: geometry.batch)
              forEachPiece(blocks.count, work: geometry.work) { block in
                withWorkspace(of: Float.self, pass.paddedCount + pass.featureCount) { workspace in
                  // Pictures are copied inside a frame that stays zero.
                  workspace.update(repeating: 0, count: pass.paddedCount)
                  for picture in blocks.pictures(block) { pass.run(picture, places, workspace) }
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
      geometry.outputShape.count > 0, PatchPlan(geometry, kernels).hasNarrowOffsets
    else {
      return composedGradients(
        input: input, weights: weights, output: output, selection: selection, gradient: gradient,
        geometry, pool: pool, wantsInput: wantsInput, hasBias: hasBias)
    }
    let sparse = SparseGradients(PatchPlan(geometry, kernels), pool)
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

extension Pool2DGeometry {
  /// Whether windows are 2x2, side by side, and nothing else.
  var hasPlainPairs: Bool {
    parameters.window == 2 && parameters.stride == 2 && parameters.padding == 0
      && parameters.dilation == 1 && outputHeight == inputHeight / 2
      && outputWidth == inputWidth / 2
  }
}

/// A forward pass over pictures.
private struct FusedPass {
  let plan: ConvolutionPlan
  /// How columns are paired, where vectors hold places.
  let pairs: ColumnPairs?
  let pool: Pool2DGeometry
  let input: UnsafePointer<Float>
  let packed: UnsafePointer<Float>
  let bias: UnsafePointer<Float>?
  let output: UnsafeMutablePointer<Float>
  let winners: UnsafeMutablePointer<Int32>

  private var geometry: Convolution2DGeometry { plan.geometry }
  /// The scalars of a padded input; none if it is read where it lies.
  var paddedCount: Int {
    if let pairs { return pairs.paddedCount }
    return plan.readsInPlace ? 0 : plan.paddedCount
  }
  /// The columns that are pooled, in whole pairs of vectors.
  private var rowCount: Int {
    let lanes = plan.kernels.lanes
    return 2 * ((pool.outputWidth + lanes - 1) / lanes * lanes)
  }
  private var pooledSize: Int { pool.outputHeight * pool.outputWidth }

  /// Where the pooled features' windows begin, row by row.
  var places: [Int] {
    plan.hasPlacesInLanes
      ? [] : plan.places(rows: 2 * pool.outputHeight, columns: 2 * pool.outputWidth)
  }

  /// The scalars of features, maxima and winners that a picture needs room for.
  var featureCount: Int {
    plan.hasPlacesInLanes
      ? 2 * plan.tileChannels * rowCount
      : (4 * pooledSize + plan.tilePlaces + 2 * pooledSize + 1) * plan.tileChannels
  }

  /// Computes one picture.
  func run(_ picture: Int, _ places: [Int], _ workspace: UnsafeMutablePointer<Float>) {
    let features = workspace + paddedCount
    for group in 0..<geometry.parameters.groups {
      let source = frame(picture, group, workspace)
      for block in 0..<plan.blockCount {
        let first = group * geometry.outputChannelsPerGroup + block * plan.tileChannels
        let end = min(
          first + plan.tileChannels, (group + 1) * geometry.outputChannelsPerGroup)
        let weights = packed + group * plan.packedCount
        if let pairs {
          poolRows(pairs, picture, first..<end, block, source, weights, features)
        } else {
          plan.writePlaces(source, places, block: block, packed: weights, into: features)
          poolPlaces(picture, first..<end, features)
        }
      }
    }
  }

  /// A group of a picture's channels as the tiles read it: in a frame of zeros, or where it lies.
  private func frame(
    _ picture: Int, _ group: Int, _ workspace: UnsafeMutablePointer<Float>
  ) -> UnsafePointer<Float> {
    if let pairs {
      pairs.copy(input, picture: picture, group: group, intoFrame: workspace)
    } else if plan.readsInPlace {
      return input + plan.start(picture: picture, group: group)
    } else {
      plan.copy(input, picture: picture, group: group, intoFrame: workspace)
    }
    return UnsafePointer(workspace)
  }

  /// Two rows of features at a time, each channel's pooled by pairs.
  private func poolRows(
    _ pairs: ColumnPairs, _ picture: Int, _ channels: Range<Int>, _ block: Int,
    _ padded: UnsafePointer<Float>,
    _ weights: UnsafePointer<Float>, _ features: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<pool.outputHeight {
      for half in 0..<2 {
        pairs.writeRow(
          padded, row: 2 * row + half, block: block, packed: weights,
          into: features + half * rowCount, stride: 2 * rowCount, columns: pool.outputWidth)
      }
      for (index, channel) in channels.enumerated() {
        let top = features + index * 2 * rowCount
        let target =
          (picture * geometry.outputChannels + channel) * pooledSize
          + row * pool.outputWidth
        plan.kernels.poolPairs(
          PoolPairsArguments(
            top: top, bottom: top + rowCount, count: pool.outputWidth, bias: bias?[channel] ?? 0,
            output: output + target, winners: winners + target,
            room: (pool.outputHeight - row) * pool.outputWidth,
            position: Int32(truncatingIfNeeded: 2 * row * geometry.outputWidth),
            below: Int32(truncatingIfNeeded: geometry.outputWidth)))
      }
    }
  }

  /// All features, each window's pooled with channels side by side, then channels one by one.
  private func poolPlaces(
    _ picture: Int, _ channels: Range<Int>, _ features: UnsafeMutablePointer<Float>
  ) {
    let lanes = plan.tileChannels
    let maxima = features + (4 * pooledSize + plan.tilePlaces) * lanes
    let biases = maxima + 2 * pooledSize * lanes
    for lane in 0..<lanes {
      biases[lane] = lane < channels.count ? bias?[channels.lowerBound + lane] ?? 0 : 0
    }
    // As many positions as maxima follow them; both are 32 bits wide.
    (maxima + pooledSize * lanes).withMemoryRebound(to: Int32.self, capacity: pooledSize * lanes) {
      positions in
      for window in 0..<pooledSize {
        let (row, column) = window.quotientAndRemainder(dividingBy: pool.outputWidth)
        plan.kernels.poolChannels(
          PoolChannelsArguments(
            first: features + (4 * row * pool.outputWidth + 2 * column) * lanes, right: lanes,
            below: 2 * pool.outputWidth * lanes, vectors: lanes / plan.kernels.lanes,
            bias: biases, output: maxima + window * lanes, winners: positions + window * lanes,
            position: Int32(
              truncatingIfNeeded: 2 * row * geometry.outputWidth + 2 * column),
            positionBelow: Int32(truncatingIfNeeded: geometry.outputWidth)))
      }
      for (lane, channel) in channels.enumerated() {
        let target = (picture * geometry.outputChannels + channel) * pooledSize
        for window in 0..<pooledSize {
          output[target + window] = maxima[window * lanes + lane]
          winners[target + window] = positions[window * lanes + lane]
        }
      }
    }
  }
}
