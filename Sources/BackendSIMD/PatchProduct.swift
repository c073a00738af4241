import DLCore
import SIMDKernelTable

/// The input's gradient as a matrix product: the errors of a dozen output places times all kernels
/// are the gradients of the patches that these places saw, which are then added where the patches
/// lie (col2im).
///
/// Chellapilla, Puri and Simard, "High Performance Convolutional Neural Networks for Document
/// Processing", 2006. A dozen places at once share what is read of the kernels; only their patches'
/// gradients are ever in memory.
struct PatchProduct {
  let patches: PatchPlan
  /// The pictures that are taken together, so that those of few places fill dozens as well.
  let pictures: Int
  /// For each channel of a group, how far its errors lie from the first one's.
  private let channelOffsets: [Int]
  /// For each place of these pictures, how far its errors lie from the first one's.
  private let positions: [Int]
  /// Where the window of each begins in the pictures' padded inputs.
  private let windows: [Int]

  init(_ patches: PatchPlan) {
    self.patches = patches
    let geometry = patches.geometry
    let size = geometry.outputPositions
    let pictures = Self.picturesTogether(patches)
    self.pictures = pictures
    channelOffsets = (0..<geometry.outputChannelsPerGroup).map { $0 * size }
    positions = (0..<pictures).flatMap { picture in
      (0..<size).map { picture * geometry.outputChannels * size + $0 }
    }
    windows = (0..<pictures).flatMap { picture in
      (0..<size).map { picture * patches.paddedCount + patches.place($0) }
    }
  }

  /// The places of a step: as many as one channel tile makes, or two wide ones.
  private typealias Dozen = InlineArray<12, Int>
  private static var dozen: Int { 12 }

  /// How many pictures have four dozens of places, so that a last dozen of few is one in five; not
  /// so many that their frames leave the cache, or that fewer than eight pieces are left to share.
  private static func picturesTogether(_ patches: PatchPlan) -> Int {
    let (size, batch) = (patches.geometry.outputPositions, patches.geometry.batch)
    let most = min(
      (4 * dozen + size - 1) / max(size, 1), 65_536 / max(patches.paddedCount, 1), batch / 8)
    guard most > 1 else { return 1 }
    // Of pieces that differ little in size, none is waited for.
    let pieces = (batch + most - 1) / most
    return (batch + pieces - 1) / pieces
  }

  private var kernels: SIMDKernelTable { patches.kernels }
  private var channels: Int { channelOffsets.count }
  /// The lanes of all kernels' tiles of two vectors; what is left over is one vector, or nothing.
  private var wideLanes: Int { patches.kernelSize / (2 * kernels.lanes) * 2 * kernels.lanes }
  /// The scalars of a dozen patches.
  var patchCount: Int { Self.dozen * patches.kernelSize }

  /// Copies packed kernels into tiles: for each group and each tile the channels, one after another.
  func pack(_ packed: UnsafePointer<Float>, into tiles: UnsafeMutablePointer<Float>) {
    let size = patches.kernelSize
    for group in 0..<patches.geometry.parameters.groups {
      let start = group * channels * size
      forEachTile { first, lanes in
        for channel in 0..<channels {
          (tiles + start + first * channels + channel * lanes).update(
            from: packed + start + channel * size + first, count: lanes)
        }
      }
    }
  }

  /// Adds pictures' errors, times a group's tiles, to the input's gradient in their frames.
  ///
  /// - Parameters:
  ///   - errors: The group's channels of the first picture, plane by plane; others follow as they
  ///     do in the gradient.
  ///   - count: The number of pictures, at most `pictures`.
  ///   - sums: Room for `patchCount` scalars.
  ///   - padded: The pictures' frames, one behind the other.
  func add(
    _ errors: UnsafePointer<Float>, pictures count: Int, times tiles: UnsafePointer<Float>,
    using sums: UnsafeMutablePointer<Float>, to padded: UnsafeMutablePointer<Float>
  ) {
    let places = count * patches.geometry.outputPositions
    windows.withUnsafeBufferPointer { windows in
      guard let windows = windows.baseAddress else { return }
      for first in stride(from: 0, to: places, by: Self.dozen) {
        let step = first..<min(first + Self.dozen, places)
        write(errors, at: step, times: tiles, into: sums)
        patches.add(sums, count: step.count, places: windows + first, to: padded)
      }
    }
  }

  /// Writes what a dozen places give their patches; the last one stands for those that are missing.
  private func write(
    _ errors: UnsafePointer<Float>, at step: Range<Int>, times tiles: UnsafePointer<Float>,
    into sums: UnsafeMutablePointer<Float>
  ) {
    let places = Dozen { positions[min(step.lowerBound + $0, step.upperBound - 1)] }
    places.span.withUnsafeBufferPointer { places in
      channelOffsets.withUnsafeBufferPointer { offsets in
        forEachTile { lane, lanes in
          let tile = TileArguments(
            count: channels, scalars: errors, vectors: tiles + lane * channels,
            offsets: offsets.baseAddress, places: places.baseAddress, output: sums + lane,
            rowStride: patches.kernelSize, rows: Self.dozen, columns: lanes)
          if lanes == kernels.lanes {
            kernels.channelTile(tile)
          } else {
            writeWide(tile, count: step.count)
          }
        }
      }
    }
  }

  /// Calls `body` with the first lane of each tile and its width, of one vector or two.
  private func forEachTile(_ body: (Int, Int) -> Void) {
    for first in stride(from: 0, to: wideLanes, by: 2 * kernels.lanes) {
      body(first, 2 * kernels.lanes)
    }
    if wideLanes < patches.kernelSize { body(wideLanes, kernels.lanes) }
  }

  /// Writes a dozen places by two wide tiles, of which the second is left out if it is not needed.
  private func writeWide(_ dozen: TileArguments, count: Int) {
    var half = dozen
    half.rows = Self.dozen / 2
    kernels.wideChannelTile(half)
    guard count > half.rows else { return }
    half.places = dozen.places.map { $0 + half.rows }
    half.output += half.rows * half.rowStride
    kernels.wideChannelTile(half)
  }
}
