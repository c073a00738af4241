import DLCore

/// Kernels with zeros around them, so that one patch covers all four places of a window of 2x2.
///
/// Read from a little further left or above, the same kernel lies where another place of the window
/// has it: the window's share of the input's gradient is then one sum, added to memory once.
final class WindowKernels: Sendable {
  /// The rows of a window's patch.
  let rows: Int
  /// The scalars of a row of a window's patch.
  let run: Int
  /// How far apart rows of a kernel lie.
  let stride: Int
  /// How much earlier a kernel is read for a place of the right column.
  let right: Int
  /// How much earlier a kernel is read for a place of the lower row.
  let below: Int
  /// The scalars of one channel's kernel.
  let size: Int
  private let geometry: Convolution2DGeometry

  init(_ geometry: Convolution2DGeometry, lanes: Int) {
    self.geometry = geometry
    let channels = geometry.inputChannelsPerGroup
    let step = geometry.parameters.stride
    right = step.width * channels
    rows = geometry.kernel.height + step.height
    run = geometry.kernel.width * channels + right
    stride = right + (run + lanes - 1) / lanes * lanes
    below = step.height * stride
    size = (rows + step.height) * stride
  }

  /// The scalars of all channels' kernels.
  var count: Int { geometry.outputChannels * size }

  /// Where a channel's kernel is read for the first place of a window.
  func corner(channel: Int) -> Int { channel * size + below + right }

  /// Copies all weights with input channels side by side, zeros around each kernel.
  func pack(_ weights: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>) {
    packed.update(repeating: 0, count: count)
    let (height, width) = (geometry.kernel.height, geometry.kernel.width)
    let channels = geometry.inputChannelsPerGroup
    for output in 0..<geometry.outputChannels {
      for row in 0..<height {
        let line = packed + corner(channel: output) + row * stride
        for column in 0..<width {
          for channel in 0..<channels {
            line[column * channels + channel] =
              weights[((output * channels + channel) * height + row) * width + column]
          }
        }
      }
    }
  }
}
