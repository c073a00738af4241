import DLCore
import SIMDKernelTable

/// Where the scalars of a value of channels, rows and columns lie.
struct PaddedFrame {
  /// Where the value begins.
  var start = 0
  /// How far the first scalar is from the beginning: the padding before it.
  var origin = 0
  /// The columns of padding on the left.
  var left = 0
  /// How far apart channels lie.
  var channelStride: Int
  /// How far apart rows lie.
  var rowStride: Int
  /// With even and odd columns apart, the room of either; else `nil`.
  var half: Int?
  /// The channels that lie side by side in vectors, and how many of them a group has; 1 if planar.
  var lanes = 1
  var groupChannels = 1
  /// How far apart vectors of channels lie.
  var blockStride = 0
  /// The scalars of the whole.
  var count: Int

  /// Whether even and odd columns are kept apart.
  var hasColumnsApart: Bool { half != nil }

  /// Where a scalar lies.
  func position(_ channel: Int, _ row: Int, _ column: Int) -> Int {
    let line = start + origin + row * rowStride
    guard lanes == 1 else {
      let (group, inGroup) = channel.quotientAndRemainder(dividingBy: groupChannels)
      let (block, lane) = inGroup.quotientAndRemainder(dividingBy: lanes)
      let blocks = (groupChannels + lanes - 1) / lanes
      return line + (group * blocks + block) * blockStride + column * lanes + lane
    }
    guard let half else { return line + channel * channelStride + column }
    let (place, parity) = (left + column).quotientAndRemainder(dividingBy: 2)
    return line + channel * channelStride + parity * half + place
  }

  /// Where all scalars lie, in row-major order.
  func positions(_ channels: Int, _ rows: Int, _ columns: Int) -> [Int] {
    (0..<channels).flatMap { channel in
      (0..<rows).flatMap { row in (0..<columns).map { position(channel, row, $0) } }
    }
  }
}

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
  private let weights: [Float]
  private let bias: [Float]?
  private let kernels: InferenceKernels
  private let lanes: Int

  init(
    _ geometry: Convolution2DGeometry, _ pool: Pool2DGeometry, _ weights: [Float], _ bias: [Float]?,
    _ kernels: InferenceKernels, lanes: Int
  ) {
    self.geometry = geometry
    self.pool = pool
    self.weights = weights
    self.bias = bias
    self.kernels = kernels
    self.lanes = lanes
    // The share of results that are wanted.
    func share(_ count: Int, of multiple: Int) -> Double {
      Double(count) / Double((count + multiple - 1) / multiple * multiple)
    }
    let channels = geometry.outputChannelsPerGroup
    hasPlacesInLanes =
      geometry.parameters.stride.width == 1
      && share(pool.outputWidth, of: lanes) * share(channels, of: kernels.tileChannels)
        > share(channels, of: lanes) * share(pool.outputWidth, of: kernels.tileWindows)
  }

  /// The channels of a tile, with those that are not wanted.
  private var tileChannels: Int { hasPlacesInLanes ? kernels.tileChannels : lanes }

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

  /// For each term the channels' weights, zeros behind the last.
  func packedWeights(_ tile: Tile) -> [Float] {
    (0..<geometry.patchCount).flatMap { term in
      (0..<tileChannels).map { lane in
        lane < tile.channels.count
          ? weights[(tile.channels.lowerBound + lane) * geometry.patchCount + term] : 0
      }
    }
  }

  /// The channels' biases, zeros behind the last.
  func packedBias(_ tile: Tile) -> [Float] {
    (0..<tileChannels).map { lane in
      lane < tile.channels.count ? bias?[tile.channels.lowerBound + lane] ?? 0 : 0
    }
  }

  private func wholeVectors(_ count: Int) -> Int { (count + lanes - 1) / lanes * lanes }
}
