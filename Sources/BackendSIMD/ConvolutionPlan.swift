import DLCore
import HostOperations
import SIMDKernelTable

/// How one group of a convolution's channels is computed: where its terms lie in a padded input,
/// and its weights in the order in which a kernel reads them.
final class ConvolutionPlan: Sendable {
  let geometry: Convolution2DGeometry
  let kernels: SIMDKernelTable
  /// Whether vectors hold neighbouring places, or channels.
  let hasPlacesInLanes: Bool
  /// The rows of a padded input.
  let paddedHeight: Int
  /// The columns of a padded input.
  let paddedWidth: Int
  /// For each term of a sum, where it lies in a padded input, counted from the window's corner.
  let termOffsets: [Int]
  /// The same for the second vector of a place tile.
  private let secondOffsets: [Int]
  /// The same with copies of the last one, up to a whole number of tiles.
  private let paddedTermOffsets: [Int]
  /// Whether channels take two vectors rather than one.
  let isWide: Bool
  /// The places that a channel tile makes.
  let tilePlaces: Int

  init(
    _ geometry: Convolution2DGeometry, _ kernels: SIMDKernelTable, channelsInLanes: Bool = false
  ) {
    self.geometry = geometry
    self.kernels = kernels
    let parameters = geometry.parameters
    paddedHeight = geometry.inputHeight + parameters.padding.top + parameters.padding.bottom
    paddedWidth = geometry.inputWidth + parameters.padding.left + parameters.padding.right
    let (height, width) = (paddedHeight, paddedWidth)
    termOffsets = (0..<geometry.inputChannelsPerGroup).flatMap { channel in
      (0..<geometry.kernel.height).flatMap { row in
        (0..<geometry.kernel.width).map { column in
          (channel * height + row * parameters.dilation.height) * width
            + column * parameters.dilation.width
        }
      }
    }
    isWide = geometry.outputChannelsPerGroup > kernels.lanes
    tilePlaces = isWide ? 6 : 12
    secondOffsets = termOffsets.map { $0 + kernels.lanes }
    paddedTermOffsets = Self.wholeTiles(termOffsets, of: tilePlaces)
    hasPlacesInLanes =
      !channelsInLanes && parameters.stride.width == 1
      && Self.share(of: geometry.outputWidth, in: 2 * kernels.lanes)
        > Self.share(of: geometry.outputChannelsPerGroup, in: kernels.lanes)
  }

  /// The share of lanes that have something to do when `count` are rounded up to a multiple.
  private static func share(of count: Int, in multiple: Int) -> Double {
    Double(count) / Double(max((count + multiple - 1) / multiple * multiple, 1))
  }

  /// The share of a tile's lanes and rows that have something to do.
  var tileShare: Double {
    let channels = Self.share(of: geometry.outputChannelsPerGroup, in: tileChannels)
    guard hasPlacesInLanes else { return channels }
    return channels * Self.share(of: geometry.outputWidth, in: 2 * kernels.lanes)
  }

  /// The terms of a sum.
  var termCount: Int { termOffsets.count }
  /// The scalars of a padded input of one group, with room to read two vectors past its end.
  var paddedCount: Int {
    geometry.inputChannelsPerGroup * paddedHeight * paddedWidth + 2 * kernels.lanes
  }
  /// The output channels that a tile makes.
  var tileChannels: Int { hasPlacesInLanes ? 6 : (isWide ? 2 : 1) * kernels.lanes }
  /// The tiles that a group's channels are cut into.
  var blockCount: Int { (geometry.outputChannelsPerGroup + tileChannels - 1) / tileChannels }
  /// The scalars of a group's weights in tiles.
  var packedCount: Int { blockCount * tileChannels * termCount }

  /// Where the window of an output place begins in a padded input.
  func place(row: Int, column: Int) -> Int {
    row * geometry.parameters.stride.height * paddedWidth
      + column * geometry.parameters.stride.width
  }

  /// The beginnings of all windows in the given rows and columns, and copies of the last one up to
  /// a whole number of tiles.
  func places(rows: Int, columns: Int) -> [Int] {
    Self.wholeTiles(
      (0..<rows).flatMap { row in (0..<columns).map { place(row: row, column: $0) } },
      of: tilePlaces)
  }

  /// A list with copies of its last entry, up to a whole number of tiles.
  private static func wholeTiles(_ list: [Int], of size: Int) -> [Int] {
    guard let last = list.last else { return list }
    return list + repeatElement(last, count: (size - list.count % size) % size)
  }

  /// Copies a group's weights into tiles: for each term the channels, zeros behind the last.
  func pack(
    _ weights: UnsafePointer<Float>, group: Int, into packed: UnsafeMutablePointer<Float>
  ) {
    let channels = geometry.outputChannelsPerGroup
    let source = weights + group * channels * termCount
    for block in 0..<blockCount {
      let target = packed + block * tileChannels * termCount
      for lane in 0..<tileChannels {
        let channel = block * tileChannels + lane
        for term in 0..<termCount {
          target[term * tileChannels + lane] =
            channel < channels ? source[channel * termCount + term] : 0
        }
      }
    }
  }

  /// Where one picture's channels of a group begin in an input.
  func start(picture: Int, group: Int) -> Int {
    (picture * geometry.inputChannels + group * geometry.inputChannelsPerGroup)
      * geometry.inputHeight * geometry.inputWidth
  }

  /// Copies one picture's channels of a group into a frame of zeros.
  func pad(
    _ input: UnsafePointer<Float>, picture: Int, group: Int,
    into padded: UnsafeMutablePointer<Float>
  ) {
    padded.update(repeating: 0, count: paddedCount)
    let channels = geometry.inputChannelsPerGroup
    let size = geometry.inputHeight * geometry.inputWidth
    let source = input + start(picture: picture, group: group)
    let padding = geometry.parameters.padding
    for channel in 0..<channels {
      for row in 0..<geometry.inputHeight {
        let line = (channel * paddedHeight + row + padding.top) * paddedWidth + padding.left
        (padded + line).update(
          from: source + channel * size + row * geometry.inputWidth, count: geometry.inputWidth)
      }
    }
  }

  /// The terms of a sum, rounded up to a whole number of tiles.
  private var paddedTermCount: Int { paddedTermOffsets.count }
  /// The scalars of what `writeTerms` makes: a block's sums over places.
  var blockSumCount: Int { tileChannels * paddedTermCount }
  /// The scalars of a group's sums over places, block by block.
  var termSumCount: Int { blockCount * blockSumCount }

  /// Copies a group's packed sums over places to its weights.
  func unpack(
    _ sums: UnsafePointer<Float>, group: Int, into weights: UnsafeMutablePointer<Float>
  ) {
    let channels = geometry.outputChannelsPerGroup
    let target = weights + group * channels * termCount
    for block in 0..<blockCount {
      let first = block * tileChannels
      kernels.functions.transpose(
        TransposeArguments(
          source: sums + first * paddedTermCount, sourceStride: tileChannels,
          target: target + first * termCount, targetStride: termCount, rows: termCount,
          columns: min(tileChannels, channels - first)))
    }
  }

  /// For each term, the sum over places of the input under it times the channels' errors.
  ///
  /// `errors` are `[place][tileChannels]`; writes `paddedTermCount` rows of `tileChannels` scalars.
  /// The same tiles as forward, with the roles of places and terms exchanged.
  func writeTerms(
    _ padded: UnsafePointer<Float>, _ places: [Int], _ errors: UnsafePointer<Float>,
    into sums: UnsafeMutablePointer<Float>
  ) {
    let tile = isWide ? kernels.wideChannelTile : kernels.channelTile
    paddedTermOffsets.withUnsafeBufferPointer { terms in
      places.withUnsafeBufferPointer { places in
        guard let base = terms.baseAddress else { return }
        for first in stride(from: 0, to: terms.count, by: tilePlaces) {
          tile(
            TileArguments(
              count: places.count, scalars: padded, vectors: errors, offsets: places.baseAddress,
              places: base + first, output: sums + first * tileChannels,
              rowStride: tileChannels, rows: tilePlaces, columns: tileChannels))
        }
      }
    }
  }

  /// The features of a row of places for a tile of channels, from place tiles.
  ///
  /// Writes `channels` rows of `columns` scalars, `stride` apart.
  func writeRow(
    _ padded: UnsafePointer<Float>, row: Int, block: Int, packed: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>, stride rowStride: Int, channels: Int, columns: Int
  ) {
    let width = 2 * kernels.lanes
    withOffsets(termOffsets, secondOffsets) { offsets, second in
      for column in stride(from: 0, to: columns, by: width) {
        kernels.placeTile(
          TileArguments(
            count: termCount, scalars: packed + block * tileChannels * termCount,
            vectors: padded + place(row: row, column: column), offsets: offsets.baseAddress,
            places: second.baseAddress,
            output: output + column, rowStride: rowStride, rows: channels,
            columns: min(width, columns - column)))
      }
    }
  }

  /// The features of places for a tile of channels, channels side by side, from channel tiles.
  ///
  /// Writes `places.count` rows of `tileChannels` scalars.
  func writePlaces(
    _ padded: UnsafePointer<Float>, _ places: [Int], block: Int, packed: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>
  ) {
    let tile = isWide ? kernels.wideChannelTile : kernels.channelTile
    termOffsets.withUnsafeBufferPointer { offsets in
      places.withUnsafeBufferPointer { places in
        guard let base = places.baseAddress else { return }
        for first in stride(from: 0, to: places.count, by: tilePlaces) {
          tile(
            TileArguments(
              count: termCount, scalars: padded,
              vectors: packed + block * tileChannels * termCount,
              offsets: offsets.baseAddress, places: base + first,
              output: output + first * tileChannels,
              rowStride: tileChannels, rows: tilePlaces, columns: tileChannels))
        }
      }
    }
  }
}

/// Shows two lists of offsets of the same length.
func withOffsets(
  _ first: [Int], _ second: [Int],
  _ body: (UnsafeBufferPointer<Int>, UnsafeBufferPointer<Int>) -> Void
) {
  first.withUnsafeBufferPointer { first in
    second.withUnsafeBufferPointer { second in body(first, second) }
  }
}
