import DigitImages
import Testing

@Suite("Files that are no readable pictures are refused by one clear line")
struct PictureErrorTests {
  private func problem(_ bytes: [UInt8]) -> String? {
    do throws(PictureError) {
      _ = try PictureFile.decode(bytes, path: "x")
      return nil
    } catch {
      return error.description
    }
  }

  @Test(
    "Other kinds of file",
    arguments: [
      ([], "x: is empty"),
      (
        Array("Hello, this is a text".utf8),
        "x: is not a PNG or JPEG picture (starts with \"Hello, this \")"
      ),
      ([0, 1, 0xAB], "x: is not a PNG or JPEG picture (starts with 00 01 ab)"),
      (Array("GIF89a...".utf8), "x: is a GIF picture; PNG and JPEG are read: convert it first"),
      (
        Array("BM\u{46}\0\0\0\0\0\0\0".utf8),
        "x: is a BMP picture; PNG and JPEG are read: convert it first"
      ),
      (
        Array("RIFF\0\0\0\0WEBPVP8 ".utf8),
        "x: is a WebP picture; PNG and JPEG are read: convert it first"
      ),
      (Array("II*\0".utf8), "x: is a TIFF picture; PNG and JPEG are read: convert it first"),
      (Array("MM\0*".utf8), "x: is a TIFF picture; PNG and JPEG are read: convert it first"),
      (
        Array("\0\0\0\u{18}ftypheic".utf8),
        "x: is a HEIC picture; PNG and JPEG are read: convert it first"
      ),
      (
        Array("\0\0\0\u{18}ftypavif".utf8),
        "x: is an AVIF picture; PNG and JPEG are read: convert it first"
      ),
      (Array("%PDF-1.7".utf8), "x: is a PDF document; PNG and JPEG are read: convert it first"),
    ] as [([UInt8], String)])
  func otherKinds(bytes: [UInt8], message: String) {
    #expect(problem(bytes) == message)
  }

  @Test("A PNG cut short or with a wrong checksum keeps libpng's message")
  func damagedPNG() throws {
    var bytes = try fixtureBytes("gray8.png")
    #expect(
      problem(Array(bytes.prefix(60))) == "x: is a damaged PNG picture: read beyond end of data")
    bytes[29] ^= 1  // In the checksum of the header.
    #expect(problem(bytes) == "x: is a damaged PNG picture: IHDR: CRC error")
  }

  @Test("A JPEG cut short keeps TurboJPEG's message")
  func damagedJPEG() throws {
    let bytes = try fixtureBytes("gray.jpg")
    let message = "x: is a damaged JPEG picture: Premature end of JPEG file"
    #expect(problem(Array(bytes.dropLast(2))) == message)
    #expect(problem(Array(bytes.prefix(900))) == message)
  }

  @Test("A header that promises more than the file can hold")
  func bombs() throws {
    #expect(
      problem(try pngHeader(width: 9000, height: 9000))
        == "x: has 9000 x 9000 pixels; at most 67108864 (64 megapixels) are read: "
        + "make it smaller first")
    #expect(
      problem(try pngHeader(width: 8000, height: 6000))
        == "x: is a damaged PNG picture: 307 bytes cannot hold 8000 x 6000 pixels")
    let noWidth = problem(try pngHeader(width: 0, height: 5))
    #expect(noWidth == "x: is a damaged PNG picture: Invalid IHDR data")
  }

  /// The grey fixture with another size in its header, and the checksum that goes with it.
  private func pngHeader(width: UInt32, height: UInt32) throws -> [UInt8] {
    var bytes = try fixtureBytes("gray8.png")
    for index in 0..<4 {
      bytes[16 + index] = UInt8(truncatingIfNeeded: width >> (24 - 8 * UInt32(index)))
      bytes[20 + index] = UInt8(truncatingIfNeeded: height >> (24 - 8 * UInt32(index)))
    }
    var check = UInt32.max
    for byte in bytes[12..<29] {
      check ^= UInt32(byte)
      for _ in 0..<8 { check = check & 1 == 1 ? check >> 1 ^ 0xEDB8_8320 : check >> 1 }
    }
    for index in 0..<4 {
      bytes[29 + index] = UInt8(truncatingIfNeeded: ~check >> (24 - 8 * UInt32(index)))
    }
    return bytes
  }

  @Test("A JPEG with too many pixels")
  func largeJPEG() throws {
    var bytes = try fixtureBytes("gray.jpg")
    let frame = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xC0]) })
    for index in frame + 5..<frame + 9 { bytes[index] = 0x80 }
    #expect(
      problem(bytes) == "x: has 32896 x 32896 pixels; at most 67108864 (64 megapixels) are read: "
        + "make it smaller first")
  }

  @Test("A missing file, and a folder")
  func unreadable() {
    func problem(_ path: String) -> String? {
      do throws(PictureError) {
        _ = try PictureFile.read(path)
        return nil
      } catch {
        return error.description
      }
    }
    let missing = fixturePath("missing.png")
    #expect(problem(missing) == "\(missing): cannot be opened: No such file or directory")
    let folder = fixturePath("")
    #expect(problem(folder) == "\(folder): is not a regular file")
  }

  @Test("A raw digit must have 28 x 28 pixels, and is not changed")
  func raw() throws {
    let digit = draw(28, 28) { UInt8($0 * $1 % 256) }
    #expect(try DigitExtractor.raw(digit).pixels == digit.pixels)
    #expect(
      throws: PictureError(
        path: "d.png",
        problem: "has 29 x 28 pixels; a raw digit has 28 x 28: leave out --raw to have it fitted")
    ) {
      try DigitExtractor.raw(draw(29, 28) { _, _ in 0 }, path: "d.png")
    }
  }
}
