import DigitImages
import HandwritingSamples
import Testing

@Suite("Pictures of handwritten digits")
struct PictureTests {
  private static let shape = DigitShape.written[37]

  private func decoded(_ way: DrawingWay, seed: UInt64) throws -> GrayImage {
    let picture = try HandwritingPicture(of: Self.shape, way, seed: seed)
    return try PictureFile.decode(picture.bytes, path: way.rawValue)
  }

  @Test("The same seed draws the same file, another one another", arguments: DrawingWay.allCases)
  func seeds(way: DrawingWay) throws {
    let files = try [1, 1, 2].map { try HandwritingPicture(of: Self.shape, way, seed: $0).bytes }
    #expect(files[0] == files[1])
    #expect(files[0] != files[2])
  }

  @Test(
    "Ways with a mouse draw hard black lines on small white canvases",
    arguments: [(DrawingWay.mouse, 28), (.thickMouse, 28), (.icon, 16)])
  func mouse(way: DrawingWay, side: Int) throws {
    let picture = try decoded(way, seed: 3)
    #expect(picture.width == side && picture.height == side)
    #expect(Set(picture.pixels) == [0, 255])
  }

  @Test("White on black is mostly black, and all else mostly light", arguments: DrawingWay.allCases)
  func brightness(way: DrawingWay) throws {
    let picture = try decoded(way, seed: 4)
    let sorted = picture.pixels.sorted()
    #expect((sorted[sorted.count / 2] < 60) == (way == .whiteOnBlack))
  }

  @Test(
    "Photos are JPEG files with many levels",
    arguments: [
      DrawingWay.pen, .ruled, .squared, .pencil, .marker,
    ])
  func photos(way: DrawingWay) throws {
    let picture = try HandwritingPicture(of: Self.shape, way, seed: 5)
    #expect(picture.fileExtension == "jpg")
    #expect(picture.bytes.starts(with: [0xFF, 0xD8]))
    #expect(Set(try decoded(way, seed: 5).pixels).count > 50)
  }

  @Test("The usual script shrinks, and inverts what is mostly light")
  func usualScript() throws {
    func picture(_ level: UInt8) throws -> GrayImage {
      let pixels = (0..<56 * 56).map { UInt8($0 < 56 * 2 ? 255 - level : level) }
      return try #require(GrayImage(width: 56, height: 56, pixels: pixels))
    }
    for level in [UInt8(0), 255] {
      let pixels = UsualScript.pixels(try picture(level))
      #expect(pixels.prefix(28).allSatisfy { $0 == 255 })
      #expect(pixels.dropFirst(28).allSatisfy { $0 == 0 })
    }
    let tiny = try #require(GrayImage(width: 1, height: 1, pixels: [200]))
    #expect(UsualScript.pixels(tiny) == [UInt8](repeating: 55, count: 784))
  }
}
