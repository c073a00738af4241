import DLCore
import SIMDKernelTable

/// A convolution with pooling, cut into tiles of channels.
struct PooledConvolution {
  /// A tile of channels of one group.
  struct Tile {
    let group: Int
    /// Numbered through all groups.
    let channels: Range<Int>
  }

  let geometry: Convolution2DGeometry
  let pool: Pool2DGeometry
  /// Whether vectors hold neighbouring places, or channels.
  let hasPlacesInLanes: Bool
  private let kernels: LayerKernels
  private let lanes: Int

  init(
    _ geometry: Convolution2DGeometry, _ pool: Pool2DGeometry, _ kernels: SIMDKernelTable
  ) {
    self.geometry = geometry
    self.pool = pool
    self.kernels = kernels.layers
    lanes = kernels.lanes
    // The share of results that are wanted.
    func share(_ count: Int, of multiple: Int) -> Double {
      Double(count) / Double((count + multiple - 1) / multiple * multiple)
    }
    let channels = geometry.outputChannelsPerGroup
    hasPlacesInLanes =
      geometry.parameters.stride.width == 1
      && share(pool.outputWidth, of: lanes) * share(channels, of: self.kernels.tileChannels)
        > share(channels, of: lanes) * share(pool.outputWidth, of: self.kernels.tileWindows)
  }

  /// The channels of a tile, with those that are not wanted.
  var tileChannels: Int { hasPlacesInLanes ? kernels.tileChannels : lanes }

  /// All tiles of all groups.
  var tiles: [Tile] {
    let channels = geometry.outputChannelsPerGroup
    return (0..<geometry.parameters.groups).flatMap { group in
      stride(from: 0, to: channels, by: tileChannels).map { first in
        let start = group * channels + first
        return Tile(
          group: group, channels: start..<start + min(tileChannels, channels - first))
      }
    }
  }

  /// The frame that the input is to lie in.
  ///
  /// - Parameter receivesVectors: Whether rows are written as whole vectors.
  func frame(receivesVectors: Bool) -> PaddedFrame {
    let padding = geometry.parameters.padding
    let height = geometry.inputHeight + padding.top + padding.bottom
    let width = geometry.inputWidth + padding.left + padding.right
    if hasPlacesInLanes {
      // Each half takes whole vectors from where the picture begins.
      let pairs = (geometry.inputWidth + 1) / 2
      let half = wholeVectors(
        max((width + 1) / 2, (padding.left + 1) / 2 + wholeVectors(pairs)))
      let size = height * 2 * half
      return PaddedFrame(
        origin: padding.top * 2 * half, left: padding.left, channelStride: size,
        rowStride: 2 * half, half: half,
        // The last row's last vectors may begin anywhere in a half.
        count: geometry.inputChannels * size + half + 2 * lanes)
    }
    let written = padding.left + wholeVectors(geometry.inputWidth)
    let row = receivesVectors ? max(width, written) : width
    // Windows that are not wanted are computed from what follows the last row.
    let reach = 2 * kernels.tileWindows * geometry.parameters.stride.width
    return PaddedFrame(
      origin: padding.top * row + padding.left, channelStride: height * row, rowStride: row,
      count: geometry.inputChannels * height * row + reach)
  }

  /// The frame of an input that needs none: it is read where it lies.
  ///
  /// `nil` if there is padding, even and odd columns have to be apart, or windows that are not
  /// wanted would read behind the input's end.
  var inputItself: PaddedFrame? {
    guard !hasPlacesInLanes, geometry.parameters.padding == 0,
      pool.outputWidth % kernels.tileWindows == 0
    else { return nil }
    let size = geometry.inputHeight * geometry.inputWidth
    return PaddedFrame(channelStride: size, rowStride: geometry.inputWidth, count: 0)
  }

  /// Where results lie that are not written straight into a frame.
  var output: PaddedFrame {
    let channels = geometry.outputChannels
    guard !hasPlacesInLanes else {
      let row = wholeVectors(pool.outputWidth)
      let size = pool.outputHeight * row
      return PaddedFrame(channelStride: size, rowStride: row, count: channels * size)
    }
    let block = pool.outputHeight * pool.outputWidth * lanes
    return PaddedFrame(
      channelStride: 1, rowStride: pool.outputWidth * lanes, lanes: lanes,
      groupChannels: geometry.outputChannelsPerGroup, blockStride: block,
      count: tiles.count * block)
  }

  /// How many terms each lie side by side in a frame, and so do the same terms of the next feature.
  var run: Int {
    let parameters = geometry.parameters
    return parameters.dilation.width == 1 && parameters.stride.width == 1
      ? geometry.kernel.width : 1
  }

  /// For each term, where it lies in a frame, counted from the window's corner; for features that
  /// begin `shift` columns further right.
  func termOffsets(_ frame: PaddedFrame, shift: Int) -> [Int] {
    let dilation = geometry.parameters.dilation
    return (0..<geometry.inputChannelsPerGroup).flatMap { channel in
      (0..<geometry.kernel.height).flatMap { row in
        (0..<geometry.kernel.width).map { column in
          let line = channel * frame.channelStride + row * dilation.height * frame.rowStride
          let place = shift + column * dilation.width
          guard let half = frame.half else { return line + place }
          return line + place % 2 * half + place / 2
        }
      }
    }
  }

  /// Writes, for each term, the channels' weights, zeros behind the last.
  func pack(
    _ tile: Tile, _ weights: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>
  ) {
    let terms = geometry.patchCount
    let first = weights + tile.channels.lowerBound * terms
    for lane in 0..<tileChannels {
      let isWanted = lane < tile.channels.count
      for term in 0..<terms {
        packed[term * tileChannels + lane] = isWanted ? first[lane * terms + term] : 0
      }
    }
  }

  /// Writes the channels' biases, zeros behind the last.
  func pack(
    _ tile: Tile, bias: UnsafePointer<Float>?, into packed: UnsafeMutablePointer<Float>
  ) {
    for lane in 0..<tileChannels {
      packed[lane] = lane < tile.channels.count ? bias?[tile.channels.lowerBound + lane] ?? 0 : 0
    }
  }

  /// The scalars of a tile's packed weights.
  var packedCount: Int { geometry.patchCount * tileChannels }

  private func wholeVectors(_ count: Int) -> Int { (count + lanes - 1) / lanes * lanes }
}
