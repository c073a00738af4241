/// The TIFF structure inside an Exif segment, read as far as the orientation (TIFF 6.0, section 2).
package struct TIFF {
  private let bytes: [UInt8]
  private let isBigEndian: Bool

  /// Opens a structure; nil without a TIFF header.
  package init?(_ content: ArraySlice<UInt8>) {
    bytes = Array(content)
    switch bytes.prefix(2) {
    case [0x49, 0x49]: isBigEndian = false
    case [0x4D, 0x4D]: isBigEndian = true
    default: return nil
    }
    guard short(at: 2) == 42 else { return nil }
  }

  /// The orientation in the first directory; nil when it is absent or out of range.
  package var orientation: Orientation? {
    guard let directory = long(at: 4), let count = short(at: directory) else { return nil }
    for index in 0..<count {
      let entry = directory + 2 + 12 * index
      guard let tag = short(at: entry) else { return nil }
      // Tag 0x0112, one value of type 3 (SHORT), which stands left-aligned in the value field.
      if tag == 0x0112, short(at: entry + 2) == 3, long(at: entry + 4) == 1 {
        return short(at: entry + 8).flatMap { Orientation(rawValue: $0) }
      }
    }
    return nil
  }

  private func short(at offset: Int) -> Int? {
    guard offset >= 0, offset + 2 <= bytes.count else { return nil }
    let (first, second) = (Int(bytes[offset]), Int(bytes[offset + 1]))
    return isBigEndian ? first << 8 | second : second << 8 | first
  }

  private func long(at offset: Int) -> Int? {
    guard let first = short(at: offset), let second = short(at: offset + 2) else { return nil }
    return isBigEndian ? first << 16 | second : second << 16 | first
  }
}
