import DigitImages
import Testing

@Suite("Pictures in every encoding are decoded to the same grey")
struct DecodingTests {
  @Test(
    "PNG kinds that hold the picture exactly",
    arguments: [
      "gray8-interlaced", "gray16", "gray16-interlaced", "gray-alpha8", "rgb8", "rgb16", "rgba8",
      "palette8", "palette8-transparent",
    ])
  func png(name: String) throws {
    #expect(try fixture("\(name).png") == fixture("gray8.png"))
  }

  @Test("PNG kinds with two levels", arguments: ["gray1", "palette1"])
  func twoLevels(name: String) throws {
    #expect(try fixture("\(name).png") == fixture("gray8.png").mapped { $0 < 128 ? 0 : 255 })
  }

  @Test("Colours become luminance over white")
  func colors() throws {
    #expect(try fixture("colors.png").pixels == [76, 150, 29, 127, 255])
  }

  @Test(
    "JPEG kinds",
    arguments: ["gray", "ycbcr", "progressive", "cmyk-adobe", "cmyk-plain"]
      + (1...8).map { "orientation\($0)" })
  func jpeg(name: String) throws {
    let (picture, original) = (try fixture("\(name).jpg"), try fixture("gray8.png"))
    #expect(picture.width == original.width && picture.height == original.height)
    #expect(distance(picture.pixels, original.pixels) < 1)
  }

  @Test(
    "What is encoded is decoded again", arguments: [(1, 1), (1, 9), (9, 1), (28, 28), (33, 70)])
  func roundTrip(width: Int, height: Int) throws {
    let picture = draw(width, height) { UInt8(truncatingIfNeeded: 31 * $0 + 57 * $1) }
    #expect(try PictureFile.decode(PNG.encode(picture), path: "p") == picture)
  }

  @Test("Sizes and pixel counts must agree")
  func validation() {
    #expect(GrayImage(width: 2, height: 1, pixels: [0, 255])?.pixels == [0, 255])
    #expect(GrayImage(width: 2, height: 2, pixels: [0]) == nil)
    #expect(GrayImage(width: 0, height: 0, pixels: []) == nil)
    #expect(GrayImage(width: -1, height: -1, pixels: [0]) == nil)
    #expect(GrayImage(width: .max, height: 2, pixels: [0]) == nil)
  }
}
