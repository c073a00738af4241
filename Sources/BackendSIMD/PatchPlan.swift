import DLCore
import SIMDKernelTable

/// How gradients of a convolution are computed place by place: with channels side by side, the
/// input under a window is a few rows, each one run of scalars.
final class PatchPlan: Sendable {
  let geometry: Convolution2DGeometry
  let kernels: SIMDKernelTable
  private let paddedHeight: Int
  private let paddedWidth: Int

  init(_ geometry: Convolution2DGeometry, _ kernels: SIMDKernelTable) {
    self.geometry = geometry
    self.kernels = kernels
    let padding = geometry.parameters.padding
    paddedHeight = geometry.inputHeight + padding.top + padding.bottom
    paddedWidth = geometry.inputWidth + padding.left + padding.right
  }

  /// The input channels of a group.
  var channels: Int { geometry.inputChannelsPerGroup }
  /// Whether a row of a window is one run; with dilation it is one for each column.
  private var isDense: Bool { geometry.parameters.dilation.width == 1 }
  /// The scalars of a run.
  var run: Int { (isDense ? geometry.kernel.width : 1) * channels }
  /// The runs of a row of a window.
  private var runsPerRow: Int { isDense ? 1 : geometry.kernel.width }
  /// The scalars of a run in packed kernels and sums: whole vectors, and one tile more to read.
  var paddedRun: Int { (run + kernels.lanes - 1) / kernels.lanes * kernels.lanes }
  /// The share of a run's lanes that have something to do.
  var runShare: Double { Double(run) / Double(max(paddedRun, 1)) }
  /// The scalars of one channel's packed kernel.
  var kernelSize: Int { geometry.kernel.height * runsPerRow * paddedRun }
  /// The scalars of all channels' packed kernels.
  var kernelCount: Int { geometry.outputChannels * kernelSize }
  /// The scalars of a padded input of one group, with room for a vector past its end.
  var paddedCount: Int { paddedHeight * paddedWidth * channels + kernels.lanes }
  /// Whether a dozen packed kernels are not much memory for each thread.
  ///
  /// Kernels as large as pictures are allowed, and are left to the defaults.
  var hasModestKernels: Bool { kernelSize <= 1 << 20 }
  /// Whether places in a few padded inputs, and in all kernels with zeros around them, are far
  /// below 2³¹ and so fit 32 bits.
  var hasNarrowOffsets: Bool {
    let step = geometry.parameters.stride
    let kernel =
      (geometry.kernel.height + 2 * step.height) * (geometry.kernel.width + 2 * step.width)
    let (kernels, overflow) = geometry.outputChannels.multipliedReportingOverflow(
      by: kernel * channels + kernelSize)
    return !overflow && kernels < 1 << 28 && paddedCount < 1 << 28
  }
  /// How far apart rows of a window lie in a padded input.
  var rowStride: Int { geometry.parameters.dilation.height * paddedWidth * channels }

  /// Where the window of an output position begins in a padded input.
  func place(_ position: Int) -> Int {
    let (row, column) = position.quotientAndRemainder(dividingBy: geometry.outputWidth)
    let stride = geometry.parameters.stride
    return (row * stride.height * paddedWidth + column * stride.width) * channels
  }

  /// Copies all weights with input channels side by side, zeros behind each run.
  func pack(_ weights: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>) {
    packed.update(repeating: 0, count: kernelCount)
    forEachWeight { weight, place in packed[place] = weights[weight] }
  }

  /// Copies packed sums to weights.
  func unpack(_ packed: UnsafePointer<Float>, to weights: UnsafeMutablePointer<Float>) {
    forEachWeight { weight, place in weights[weight] = packed[place] }
  }

  /// Adds patches, each in the order of a packed kernel, to the windows that begin at the places.
  func add(
    _ patches: UnsafePointer<Float>, count: Int, places: UnsafePointer<Int>,
    to padded: UnsafeMutablePointer<Float>
  ) {
    for index in 0..<runsPerRow {
      kernels.addToWindows(
        WindowArguments(
          count: count, places: places, patches: patches + index * paddedRun,
          patchStride: kernelSize, rows: geometry.kernel.height, run: run,
          rowStride: runsPerRow * paddedRun,
          picture: padded + index * geometry.parameters.dilation.width * channels,
          pictureStride: rowStride))
    }
  }

  /// Adds the input under windows, each scaled, to one channel's packed sums; without dilation.
  func addPatches(
    count: Int, places: UnsafePointer<Int32>, scales: UnsafePointer<Float>,
    padded: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>
  ) {
    kernels.addPatches(
      PatchArguments(
        count: count, places: places, scales: scales, input: padded, inputStride: rowStride,
        rows: geometry.kernel.height, run: run, sum: sums, sumStride: paddedRun))
  }

  /// Copies one picture's channels of a group into a frame of zeros, channels side by side.
  func pad(
    _ input: UnsafePointer<Float>, picture: Int, group: Int,
    into padded: UnsafeMutablePointer<Float>
  ) {
    padded.update(repeating: 0, count: paddedCount)
    forEachLine(picture: picture, group: group) { line, channel, start in
      let target = padded + start * channels + channel
      guard channels > 1 else {
        return target.update(from: input + line, count: geometry.inputWidth)
      }
      for column in 0..<geometry.inputWidth { target[column * channels] = input[line + column] }
    }
  }

  /// Copies what lies inside the frame to one picture's channels of a group.
  func writeInterior(
    _ padded: UnsafePointer<Float>, picture: Int, group: Int,
    into result: UnsafeMutablePointer<Float>
  ) {
    forEachLine(picture: picture, group: group) { line, channel, start in
      let source = padded + start * channels + channel
      for column in 0..<geometry.inputWidth { result[line + column] = source[column * channels] }
    }
  }

  /// Calls `body` with the start of each row of each channel in the input, the channel, and the
  /// start of the row's places in the frame.
  private func forEachLine(picture: Int, group: Int, _ body: (Int, Int, Int) -> Void) {
    let padding = geometry.parameters.padding
    for channel in 0..<channels {
      let plane = picture * geometry.inputChannels + group * channels + channel
      for row in 0..<geometry.inputHeight {
        body(
          (plane * geometry.inputHeight + row) * geometry.inputWidth, channel,
          (row + padding.top) * paddedWidth + padding.left)
      }
    }
  }

  /// Calls `body` with the position of each weight, and its place in a packed kernel.
  private func forEachWeight(_ body: (Int, Int) -> Void) {
    let (height, width) = (geometry.kernel.height, geometry.kernel.width)
    for output in 0..<geometry.outputChannels {
      for row in 0..<height {
        for column in 0..<width {
          let inRun = isDense ? column * channels : column * paddedRun
          let start = output * kernelSize + row * runsPerRow * paddedRun + inRun
          for channel in 0..<channels {
            body(((output * channels + channel) * height + row) * width + column, start + channel)
          }
        }
      }
    }
  }
}
