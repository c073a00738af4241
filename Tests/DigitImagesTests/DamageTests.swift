import DigitImages
import Testing

@Suite("Damaged files give an error or a picture, never a crash")
struct DamageTests {
  private static let files = [
    "gray8.png", "gray16-interlaced.png", "palette8-transparent.png", "gray.jpg", "ycbcr.jpg",
    "progressive.jpg", "orientation6.jpg", "orientation7.jpg",
  ]

  @Test("Every truncation is refused, unless all pixels are there", arguments: files)
  func truncations(name: String) throws {
    let bytes = try fixtureBytes(name)
    let whole = try PictureFile.decode(bytes, path: name)
    for count in bytes.indices {
      let picture = try? PictureFile.decode(Array(bytes.prefix(count)), path: name)
      #expect(picture == nil || picture == whole, "cut to \(count) bytes")
    }
  }

  @Test("Every changed byte", arguments: files)
  func flips(name: String) throws {
    var bytes = try fixtureBytes(name)
    for index in bytes.indices {
      for mask: UInt8 in [0x01, 0x80, 0xFF] {
        bytes[index] ^= mask
        do throws(PictureError) {
          let picture = try PictureFile.decode(bytes, path: name)
          #expect(picture.pixels.count == picture.width * picture.height)
        } catch {
          #expect(!error.description.contains("\n"))
        }
        bytes[index] ^= mask
      }
    }
  }

  @Test("An Exif segment with offsets and counts that lead nowhere leaves the picture upright")
  func wildExif() {
    let starts: [[UInt8]] = [
      [0x4D, 0x4D, 0, 42, 0xFF, 0xFF, 0xFF, 0xFF], [0x49, 0x49, 42, 0, 8, 0, 0, 0, 0xFF, 0xFF],
      [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 9, 0, 0, 0],
      [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0], [0x49], [],
    ]
    for start in starts { #expect(TIFF(start[...])?.orientation == nil) }
  }
}
