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
