/// What the segments before a JPEG picture's pixels say about it; damage there is overlooked.
///
/// Format: ITU-T T.81, annex B (segments); Exif 2.32, section 4.5.4 (APP1).
struct JPEGSegments {
  /// Whether an Adobe APP14 segment is there.
  private(set) var isAdobe = false
  /// How the picture is turned; upright when nothing says otherwise.
  private(set) var orientation = Orientation.upright

  init(_ bytes: [UInt8]) {
    var position = 2  // After the start-of-image marker.
    while let segment = Self.segment(in: bytes, at: position) {
      let content = bytes[segment.content]
      switch segment.marker {
      case 0xE1 where content.starts(with: Array("Exif\0\0".utf8)):
        if let found = TIFF(content.dropFirst(6))?.orientation { orientation = found }
      case 0xEE where content.starts(with: Array("Adobe".utf8)):
        isAdobe = true
      case 0xD9, 0xDA:  // The end, or the start of the pixels.
        return
      default:
        break
      }
      position = segment.content.upperBound
    }
  }

  /// The segment that starts at a position: FF (once or more), the marker, a length that counts
  /// its own two bytes, the content; nil when there is none or it is cut short.
  private static func segment(
    in bytes: [UInt8], at position: Int
  ) -> (marker: UInt8, content: Range<Int>)? {
    guard position < bytes.count, bytes[position] == 0xFF else { return nil }
    guard let at = bytes[position...].firstIndex(where: { $0 != 0xFF }), at + 2 < bytes.count
    else { return nil }
    let end = at + 1 + (Int(bytes[at + 1]) << 8 | Int(bytes[at + 2]))
    guard end >= at + 3, end <= bytes.count else { return nil }
    return (bytes[at], at + 3..<end)
  }
}
