import DLCore
import DigitImages
import Testing

@Suite("Pictures without a digit are refused with the reason")
struct BlankTests {
  private func reason(_ picture: GrayImage) -> BlankReason? {
    if case .blank(let reason) = DigitExtractor().extract(picture) { return reason }
    return nil
  }

  @Test("One colour", arguments: [0, 1, 128, 254, 255] as [UInt8])
  func uniform(level: UInt8) {
    #expect(reason(draw(40, 30) { _, _ in level }) == .uniform)
    #expect(reason(draw(1, 1) { _, _ in level }) == .uniform)
  }

  @Test("Faint marks, a slope of light, and noise")
  func lowContrast() {
    #expect(reason(draw(60, 60) { x, _ in x == 30 ? 226 : 235 }) == .lowContrast)
    #expect(reason(draw(200, 100) { x, _ in UInt8(230 - x / 2) }) == .lowContrast)
    #expect(reason(draw(200, 100) { x, _ in UInt8(130 + x / 2) }) == .lowContrast)
    var random = RandomSource(seed: 3)
    let noise = draw(150, 150) { _, _ in UInt8(120 + 12 * random.uniform(from: -1, to: 1)) }
    #expect(reason(noise) == .lowContrast)
  }

  @Test("Specks only")
  func specks() {
    #expect(reason(draw(200, 200) { $0 == 50 && $1 == 60 ? 0 : 255 }) == .specksOnly)
    #expect(reason(draw(200, 200) { ($0 * 7 + $1 * 3) % 67 == 0 ? 0 : 255 }) == .specksOnly)
  }

  @Test("A page of text, a scribble and noise are more than a digit", arguments: [100, 300])
  func tooMuchInk(side: Int) {
    var random = RandomSource(seed: 8)
    #expect(reason(draw(side, side) { _, _ in random.uniform() < 0.5 ? 0 : 255 }) != nil)
    let text = draw(side, side) { x, y in
      let isInside = (3..<side - 3).contains(x) && (3..<side - 3).contains(y)
      return isInside && x % 6 < 3 && y % 6 < 4 ? 0 : 255
    }
    #expect(reason(text) != nil)
    let scribble = draw(side, side) { x, y in
      let isInside = (2..<side - 2).contains(x) && (2..<side - 2).contains(y)
      return isInside && (x * 24 / side % 2 == 0 || y == side / 2) ? 0 : 255
    }
    #expect(reason(scribble) == .tooMuchInk)
  }

  @Test("A blot has no strokes")
  func blot() {
    #expect(
      reason(draw(60, 60) { (15..<45).contains($0) && (15..<45).contains($1) ? 0 : 255 }) == .blot)
  }

  @Test("The reasons are told in words")
  func descriptions() {
    #expect(BlankReason.uniform.description == "the picture has one even colour")
    #expect(
      BlankReason.lowContrast.description == "nothing stands out clearly from the background")
    #expect(
      BlankReason.specksOnly.description
        == "there are only specks, nothing as large as a digit")
    #expect(
      BlankReason.tooMuchInk.description
        == "there is far more than one digit; cut out the part with the digit")
    #expect(BlankReason.blot.description == "there is only a blot, no strokes of a pen")
  }

  @Test("Tiny and narrow pictures are survived", arguments: 1...12, 1...12)
  func tiny(width: Int, height: Int) {
    var random = RandomSource(seed: UInt64(width * 100 + height))
    for _ in 0..<20 {
      let picture = draw(width, height) { _, _ in UInt8(random.integer(below: 256)) }
      if case .digit(let digit) = DigitExtractor().extract(picture) {
        #expect(digit.pixels.count == 784)
      }
      let twoLevels = picture.mapped { $0 < 40 ? 0 : 255 }
      if case .digit(let digit) = DigitExtractor().extract(twoLevels) {
        #expect(digit.pixels.max() == 255)
      }
    }
  }

  @Test("Very long pictures are survived")
  func long() {
    #expect(reason(draw(1, 5000) { $1 == 2000 ? 0 : 255 }) == .specksOnly)
    #expect(reason(draw(70000, 1) { x, _ in UInt8(truncatingIfNeeded: x) }) != nil)
  }
}
