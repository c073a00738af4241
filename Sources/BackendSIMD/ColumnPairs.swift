import DLCore
import SIMDKernelTable

/// How neighbouring columns of features are computed for pooling in pairs.
///
/// Even and odd columns of a padded input are kept apart, so that a vector holds every other column:
/// the two columns of a window then lie in the same lane of two vectors, and pooling needs no
/// shuffles.
final class ColumnPairs: Sendable {
  private let plan: ConvolutionPlan
  /// The scalars of the even, or the odd, columns of a row, with room to read a vector past them.
  private let half: Int
  /// For each term, where it lies for even columns of features.
  private let evenOffsets: [Int]
  /// For each term, where it lies for odd columns of features.
  private let oddOffsets: [Int]

  init(_ plan: ConvolutionPlan) {
    self.plan = plan
    let geometry = plan.geometry
    let dilation = geometry.parameters.dilation
    let half = (plan.paddedWidth + 1) / 2
    self.half = half
    func offsets(_ shift: Int) -> [Int] {
      (0..<geometry.inputChannelsPerGroup).flatMap { channel in
        (0..<geometry.kernel.height).flatMap { row in
          (0..<geometry.kernel.width).map { column in
            let line = channel * plan.paddedHeight + row * dilation.height
            let (place, parity) = (shift + column * dilation.width).quotientAndRemainder(
              dividingBy: 2)
            return (2 * line + parity) * half + place
          }
        }
      }
    }
    evenOffsets = offsets(0)
    oddOffsets = offsets(1)
  }

  /// The scalars of a padded input of one group, with room to read two vectors past its end.
  var paddedCount: Int {
    2 * plan.geometry.inputChannelsPerGroup * plan.paddedHeight * half + 2 * plan.kernels.lanes
  }

  /// Copies one picture's channels of a group inside a frame of zeros, even columns before odd ones.
  func copy(
    _ input: UnsafePointer<Float>, picture: Int, group: Int,
    intoFrame padded: UnsafeMutablePointer<Float>
  ) {
    let geometry = plan.geometry
    let channels = geometry.inputChannelsPerGroup
    let padding = geometry.parameters.padding
    let source = input + plan.start(picture: picture, group: group)
    for channel in 0..<channels {
      for row in 0..<geometry.inputHeight {
        let line = source + (channel * geometry.inputHeight + row) * geometry.inputWidth
        let target = padded + 2 * (channel * plan.paddedHeight + row + padding.top) * half
        for parity in 0..<2 {
          // The first column of this parity in the picture, counted without the padding.
          let first = (padding.left + parity) % 2
          let start = target + parity * half + (padding.left + first) / 2
          let count = (geometry.inputWidth - first + 1) / 2
          for index in 0..<max(count, 0) { start[index] = line[first + 2 * index] }
        }
      }
    }
  }

  /// The features of a row for a tile of channels: pairs of vectors, of even and of odd columns.
  ///
  /// Writes 6 rows of `2 * columns` scalars, rounded up to pairs of vectors, `stride` apart.
  func writeRow(
    _ padded: UnsafePointer<Float>, row: Int, block: Int, packed: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>, stride rowStride: Int, columns: Int
  ) {
    let lanes = plan.kernels.lanes
    let line = padded + 2 * row * plan.geometry.parameters.stride.height * half
    withOffsets(evenOffsets, oddOffsets) { even, odd in
      for column in stride(from: 0, to: columns, by: lanes) {
        plan.kernels.placeTile(
          TileArguments(
            count: plan.termCount, scalars: packed + block * plan.tileChannels * plan.termCount,
            vectors: line + column, offsets: even.baseAddress, places: odd.baseAddress,
            output: output + 2 * column, rowStride: rowStride, rows: 6, columns: 2 * lanes))
      }
    }
  }
}
