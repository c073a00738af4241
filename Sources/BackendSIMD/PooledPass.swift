import DLCore
import SIMDKernelTable

/// A forward pass of a convolution with pooling over pictures that tells where maxima came from.
struct PooledPass {
  private let convolution: PooledConvolution
  private let kernels: SIMDKernelTable
  private let tiles: [PooledConvolution.Tile]
  /// How a picture lies when it is read.
  private let frame: PaddedFrame
  private let isReadInPlace: Bool
  private let offsets: [Int]
  /// The same for odd columns of features; not read where vectors hold channels.
  private let oddOffsets: [Int]
  private let input: UnsafePointer<Float>
  private let output: UnsafeMutablePointer<Float>
  private let winners: UnsafeMutablePointer<Int32>

  init(
    _ convolution: PooledConvolution, _ kernels: SIMDKernelTable, input: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>, winners: UnsafeMutablePointer<Int32>
  ) {
    self.convolution = convolution
    self.kernels = kernels
    tiles = convolution.tiles
    let inputItself = convolution.inputItself
    isReadInPlace = inputItself != nil
    frame = inputItself ?? convolution.frame(receivesVectors: false)
    offsets = convolution.termOffsets(frame, shift: 0)
    oddOffsets =
      convolution.hasPlacesInLanes ? convolution.termOffsets(frame, shift: 1) : offsets
    self.input = input
    self.output = output
    self.winners = winners
  }

  private var geometry: Convolution2DGeometry { convolution.geometry }
  private var pool: Pool2DGeometry { convolution.pool }
  /// The windows of a channel.
  private var windowCount: Int { pool.outputHeight * pool.outputWidth }
  /// The maxima of a tile with channels side by side.
  private var resultCount: Int {
    convolution.hasPlacesInLanes ? 0 : windowCount * kernels.lanes
  }
  /// The scalars of a tile's weights and biases.
  private var tileCount: Int { convolution.packedCount + convolution.tileChannels }

  /// The scalars of all packed weights and biases.
  var packedCount: Int { tiles.count * tileCount }
  /// The scalars that a block of pictures needs room for: a frame, maxima and winners.
  var scalarCount: Int { frame.count + 2 * resultCount }

  /// Copies all tiles' weights and biases.
  func pack(
    _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>?,
    into packed: UnsafeMutablePointer<Float>
  ) {
    for (index, tile) in tiles.enumerated() {
      let target = packed + index * tileCount
      convolution.pack(tile, weights, into: target)
      convolution.pack(tile, bias: bias, into: target + convolution.packedCount)
    }
  }

  /// Computes some pictures.
  func run(
    _ pictures: Range<Int>, _ packed: UnsafePointer<Float>, _ scalars: UnsafeMutablePointer<Float>
  ) {
    withOffsets(offsets, oddOffsets) { offsets, oddOffsets in
      guard let offsets = offsets.baseAddress, let oddOffsets = oddOffsets.baseAddress else {
        return
      }
      // Pictures are copied inside a frame that stays zero.
      scalars.update(repeating: 0, count: frame.count)
      for picture in pictures {
        run(picture, packed, scalars, TermOffsets(even: offsets, odd: oddOffsets))
      }
    }
  }

  /// Computes a picture.
  private func run(
    _ picture: Int, _ packed: UnsafePointer<Float>, _ scalars: UnsafeMutablePointer<Float>,
    _ offsets: TermOffsets
  ) {
    let start = picture * geometry.inputChannels * geometry.inputHeight * geometry.inputWidth
    if !isReadInPlace { copy(start, into: scalars) }
    let source = isReadInPlace ? input + start : UnsafePointer(scalars)
    for (index, tile) in tiles.enumerated() {
      let target = (picture * geometry.outputChannels + tile.channels.lowerBound) * windowCount
      var arguments = arguments(tile, source, packed + index * tileCount, offsets)
      if convolution.hasPlacesInLanes {
        arguments.output = output + target
        arguments.winners = winners + target
        kernels.layers.tracePlaces(arguments)
      } else {
        runChannels(&arguments, scalars + frame.count, target)
      }
    }
  }

  /// Computes a tile with channels side by side, then puts each channel's results together.
  private func runChannels(
    _ arguments: inout PooledConvolutionArguments, _ results: UnsafeMutablePointer<Float>,
    _ target: Int
  ) {
    // As many positions as maxima follow them; both are 32 bits wide, and moved as they are.
    let positions = results + resultCount
    arguments.output = results
    arguments.outputRowStride = pool.outputWidth * kernels.lanes
    positions.withMemoryRebound(to: Int32.self, capacity: resultCount) {
      arguments.winners = $0
      kernels.layers.traceChannels(arguments)
    }
    transpose(results, arguments.channels, into: output + target)
    let count = arguments.channels * windowCount
    (winners + target).withMemoryRebound(to: Float.self, capacity: count) {
      transpose(positions, arguments.channels, into: $0)
    }
  }

  private func transpose(
    _ source: UnsafePointer<Float>, _ channels: Int, into target: UnsafeMutablePointer<Float>
  ) {
    kernels.functions.transpose(
      TransposeArguments(
        source: source, sourceStride: kernels.lanes, target: target, targetStride: windowCount,
        rows: windowCount, columns: channels))
  }

  /// A tile of a picture; results go where those of the first one with places in lanes do.
  private func arguments(
    _ tile: PooledConvolution.Tile, _ source: UnsafePointer<Float>,
    _ weights: UnsafePointer<Float>, _ offsets: TermOffsets
  ) -> PooledConvolutionArguments {
    let stride = geometry.parameters.stride
    return PooledConvolutionArguments(
      terms: geometry.patchCount, run: convolution.run, offsets: offsets.even,
      oddOffsets: offsets.odd,
      input: source + tile.group * geometry.inputChannelsPerGroup * frame.channelStride,
      rowStep: stride.height * frame.rowStride, columnStep: stride.width, weights: weights,
      bias: weights + convolution.packedCount, channels: tile.channels.count,
      rows: pool.outputHeight, columns: pool.outputWidth, output: output,
      outputChannelStride: windowCount, outputRowStride: pool.outputWidth, winners: winners,
      featureWidth: geometry.outputWidth)
  }

  /// Copies a picture that begins at `start` into the frame.
  private func copy(_ start: Int, into scalars: UnsafeMutablePointer<Float>) {
    let (height, width) = (geometry.inputHeight, geometry.inputWidth)
    for channel in 0..<geometry.inputChannels {
      let source = input + start + channel * height * width
      let target = scalars + frame.position(channel, 0, 0)
      if frame.hasColumnsApart {
        kernels.layers.splitColumns(
          ColumnSplitArguments(
            rows: height, columns: width, source: source,
            readable: geometry.inputShape.count - start - channel * height * width, even: target,
            odd: scalars + frame.position(channel, 0, 1), rowStride: frame.rowStride))
      } else {
        for row in 0..<height {
          (target + row * frame.rowStride).update(from: source + row * width, count: width)
        }
      }
    }
  }
}

/// Where each term of a sum lies, for even and for odd columns of features.
private struct TermOffsets {
  let even: UnsafePointer<Int>
  let odd: UnsafePointer<Int>
}
