import DigitImages
import FileAccess

extension FuzzTarget {
  /// PNG pictures of several kinds; chunks' checksums are repaired in every other file.
  static let png = FuzzTarget(
    name: "png",
    corpus: [drawn]
      + ["gray1.png", "palette1.png", "rgba8.png"]
      .map(fixture),
    repair: PNGChunks.repaired, read: readPicture)

  /// JPEG pictures: plain, progressive, turned by Exif.
  static let jpeg = FuzzTarget(
    name: "jpeg",
    corpus: ["gray.jpg", "progressive.jpg", "orientation6.jpg"].map(fixture), read: readPicture)

  /// What is read has as many pixels as it says, and a digit can be looked for in it.
  @Sendable private static func readPicture(_ bytes: [UInt8]) throws -> [UInt8] {
    let picture = try PictureFile.decode(bytes, path: "picture")
    try Broken.require(
      picture.pixels.count == picture.width * picture.height, "the sizes do not agree")
    if picture.pixels.count <= 256 { _ = DigitExtractor().extract(picture) }
    return picture.pixels
  }

  /// A picture as this package writes it.
  private static var drawn: [UInt8] {
    let pixels = (0..<48).map { UInt8($0 * 5) }
    guard let picture = GrayImage(width: 8, height: 6, pixels: pixels) else { return [] }
    return (try? PNG.encode(picture)) ?? []
  }

  /// A small picture of another program, kept for the tests of pictures.
  private static func fixture(_ name: String) -> [UInt8] {
    let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    let path = tests.joined(separator: "/") + "/DigitImagesTests/Fixtures/" + name
    return (try? Files.read(path, limit: 1 << 20)) ?? []
  }
}

/// PNG's chunks: a length of four bytes, a type of four, the data, a checksum of four.
enum PNGChunks {
  /// The file with the right checksum behind every whole chunk.
  @Sendable static func repaired(_ file: [UInt8]) -> [UInt8] {
    var file = file
    var start = 8
    while start + 12 <= file.count {
      let length = file[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
      let end = start + 8 + length
      guard end + 4 <= file.count else { break }
      let sum = checksum(file[(start + 4)..<end])
      for place in 0..<4 { file[end + place] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * place)) }
      start = end + 4
    }
    return file
  }

  /// CRC-32 of ISO 3309, as in the PNG specification's annex D.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var register: UInt32 = .max
    for byte in bytes {
      register ^= UInt32(byte)
      for _ in 0..<8 { register = register & 1 == 0 ? register >> 1 : register >> 1 ^ 0xEDB8_8320 }
    }
    return ~register
  }
}
