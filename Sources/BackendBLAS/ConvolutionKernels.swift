import DLCore
import HostOperations

/// The products of one convolution on blocks with pictures innermost.
struct ConvolutionKernels {
  let geometry: Convolution2DGeometry
  let tiling: ConvolutionTiling
  /// `weightShape.count` scalars; `nil` where only the weights' gradient is wanted.
  let weights: UnsafePointer<Float>?
  /// `outputChannels` scalars.
  let bias: UnsafePointer<Float>?

  /// The scalars that a workspace for patches must hold.
  var patchCapacity: Int {
    let places = tiling.rows * tiling.columns
    return geometry.isPointwise && weights == nil
      ? 0 : geometry.patchCount * places * tiling.picturesPerBlock
  }

  /// Writes a tile of the output: `[outputChannels, tile.count · pictures]`, rows `stride` apart.
  func write(
    _ input: UnsafePointer<Float>, _ tile: ConvolutionTile, _ pictures: Int,
    _ result: UnsafeMutablePointer<Float>, stride: Int, workspace: UnsafeMutablePointer<Float>
  ) {
    if let bias {
      for channel in 0..<geometry.outputChannels {
        (result + channel * stride).update(repeating: bias[channel], count: tile.count * pictures)
      }
    }
    forEachGroup(tile, pictures) { patches, channel, weights in
      multiply(
        weights, patches.matrix(input, workspace: workspace), into: result + channel * stride,
        targetStride: stride, rows: geometry.outputChannelsPerGroup, columns: patches.columns,
        inner: geometry.patchCount, adding: bias != nil)
    }
  }

  /// Writes a block of the input's gradient from a block of the output's.
  func writeInputGradient(
    _ gradient: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>, _ pictures: Int,
    workspace: UnsafeMutablePointer<Float>
  ) {
    result.update(repeating: 0, count: geometry.inputSize * pictures)
    let stride = geometry.outputPositions * pictures
    for index in 0..<tiling.tiles {
      let tile = tiling.tile(index)
      forEachGroup(tile, pictures) { patches, channel, weights in
        var weights = weights
        weights.isTransposed = true
        multiply(
          weights,
          MatrixOperand(
            base: gradient + channel * stride + tile.start * pictures, stride: stride),
          into: workspace, targetStride: patches.columns, rows: geometry.patchCount,
          columns: patches.columns, inner: geometry.outputChannelsPerGroup)
        patches.add(workspace, to: result)
      }
    }
  }

  /// Adds a block's share of the weights' gradient.
  func addWeightGradient(
    _ input: UnsafePointer<Float>, _ gradient: UnsafePointer<Float>, _ pictures: Int,
    to result: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>
  ) {
    let stride = geometry.outputPositions * pictures
    for index in 0..<tiling.tiles {
      let tile = tiling.tile(index)
      for group in 0..<geometry.parameters.groups {
        let patches = Patches(geometry: geometry, tile: tile, group: group, pictures: pictures)
        let channel = group * geometry.outputChannelsPerGroup
        var matrix = patches.matrix(input, workspace: workspace)
        matrix.isTransposed = true
        multiply(
          MatrixOperand(
            base: gradient + channel * stride + tile.start * pictures, stride: stride),
          matrix, into: result + channel * geometry.patchCount, targetStride: geometry.patchCount,
          rows: geometry.outputChannelsPerGroup, columns: geometry.patchCount,
          inner: patches.columns, adding: true)
      }
    }
  }

  /// Calls `body` with the patches, the first output channel and the weights of each group.
  private func forEachGroup(
    _ tile: ConvolutionTile, _ pictures: Int, _ body: (Patches, Int, MatrixOperand) -> Void
  ) {
    guard let weights else { return }
    for group in 0..<geometry.parameters.groups {
      let channel = group * geometry.outputChannelsPerGroup
      body(
        Patches(geometry: geometry, tile: tile, group: group, pictures: pictures), channel,
        MatrixOperand(
          base: weights + channel * geometry.patchCount, stride: geometry.patchCount))
    }
  }
}
