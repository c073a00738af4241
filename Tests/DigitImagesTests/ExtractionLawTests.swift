import DLCore
import DigitImages
import Testing

@Suite("The same digit comes out, however it was put on the picture")
struct ExtractionLawTests {
  @Test("Inverted: exactly", arguments: Glyph.allCases)
  func inversion(glyph: Glyph) {
    let picture = glyph.picture()
    let paperWhite = picture.mapped { $0 >= 235 ? 255 : UInt8(Int($0) * 255 / 235) }
    #expect(digit(paperWhite.inverted()) == digit(paperWhite))
    #expect(distance(digit(picture.inverted()), digit(picture)) < 1)
  }

  @Test("Enlarged by a whole factor", arguments: Glyph.allCases, 2...4)
  func scale(glyph: Glyph, factor: Int) {
    let picture = glyph.picture()
    #expect(distance(digit(picture.enlarged(factor)), digit(picture)) < 2)
  }

  @Test("Drawn larger or smaller", arguments: Glyph.allCases, [0.5, 2, 4])
  func size(glyph: Glyph, factor: Double) {
    let drawn = glyph.picture(
      width: Int(120 * factor), height: Int(140 * factor), left: 40 * factor, top: 30 * factor,
      size: 40 * factor, stroke: 8 * factor)
    #expect(distance(digit(drawn), digit(glyph.picture())) < 7)
  }

  @Test("Moved: exactly", arguments: Glyph.allCases, [(12.0, 9.0), (64, 50), (30, 44)])
  func translation(glyph: Glyph, corner: (Double, Double)) {
    let moved = glyph.picture(left: corner.0, top: corner.1)
    #expect(digit(moved) == digit(glyph.picture()))
  }

  @Test("Padded", arguments: Glyph.allCases)
  func padding(glyph: Glyph) {
    let picture = glyph.picture()
    let padded = picture.padded(left: 70, top: 3, right: 11, bottom: 200, level: 235)
    #expect(distance(digit(padded), digit(picture)) < 2)
  }

  @Test(
    "On paper and with ink of other levels", arguments: Glyph.allCases, [(80.0, 200.0), (20, 120)])
  func levels(glyph: Glyph, pair: (ink: Double, paper: Double)) {
    let picture = glyph.picture(ink: pair.ink) { _, _ in pair.paper }
    #expect(distance(digit(picture), digit(glyph.picture())) < 2)
  }

  @Test("Under a slanting light", arguments: Glyph.allCases)
  func gradient(glyph: Glyph) {
    let across = glyph.picture { x, _ in 90 + 145 * Double(x) / 120 }
    let down = glyph.picture { x, y in 235 - 0.4 * Double(x) - 0.7 * Double(y) }
    #expect(distance(digit(across), digit(glyph.picture())) < 5)
    #expect(distance(digit(down), digit(glyph.picture())) < 5)
  }

  @Test("With a shadow over half of it", arguments: Glyph.allCases)
  func shadow(glyph: Glyph) {
    let shaded = glyph.picture { x, y in
      235 - 90 / (1 + exponential(-(Double(x) + 0.3 * Double(y) - 80) / 4))
    }
    #expect(distance(digit(shaded), digit(glyph.picture())) < 6)
  }

  @Test("With noise", arguments: Glyph.allCases)
  func noise(glyph: Glyph) {
    let picture = glyph.picture()
    var random = RandomSource(seed: 7)
    let noisy = draw(picture.width, picture.height) { x, y in
      let level = Double(picture.pixels[y * picture.width + x]) + 10 * random.normal()
      return UInt8(min(max(level, 0), 255))
    }
    #expect(distance(digit(noisy), digit(picture)) < 6)
  }

  @Test("With specks, a crossing line and a dark corner around it", arguments: Glyph.allCases)
  func surroundings(glyph: Glyph) {
    let picture = glyph.picture()
    let littered = draw(picture.width, picture.height) { x, y in
      let isSpeck = (10...11).contains(x) && (10...11).contains(y)
      let isLine = y == 125
      let isCorner = x + (picture.height - y) < 12
      return isSpeck || isLine || isCorner ? 30 : picture.pixels[y * picture.width + x]
    }
    #expect(digit(littered) == digit(picture))
  }

  @Test("Drawn with a pen so thin that it would vanish", arguments: Glyph.allCases)
  func thinPen(glyph: Glyph) {
    let thin = glyph.picture(
      width: 280, height: 360, left: 60, top: 40, size: 120, stroke: 3)
    var extractor = DigitExtractor()
    let weight = { (extractor: DigitExtractor) in
      guard case .digit(let digit) = extractor.extract(thin) else { return 0 }
      return digit.pixels.reduce(0) { $0 + Int($1) }
    }
    let thickened = weight(extractor)
    extractor.minimumStroke = 0
    #expect(weight(extractor) > 0)
    #expect(Double(thickened) > 1.3 * Double(weight(extractor)))
    // The same digit in a stroke of 1.6 twentieths of its height.
    let normal = glyph.picture(
      width: 280, height: 360, left: 60, top: 40, size: 120, stroke: 20)
    #expect(distance(digit(thin), digit(normal)) < 10)
  }

  @Test("A finished 28 x 28 digit passes nearly unchanged", arguments: Glyph.allCases)
  func idempotence(glyph: Glyph) {
    let first = digit(glyph.picture())
    let again = draw(28, 28) { first[$1 * 28 + $0] }
    #expect(distance(digit(again), first) < 3)
  }

  @Test(
    "The ink fills 20 pixels and its centre of mass is in the middle", arguments: Glyph.allCases)
  func frame(glyph: Glyph) {
    let pixels = digit(glyph.picture())
    let rows = (0..<28).filter { y in pixels[y * 28..<(y + 1) * 28].contains { $0 > 0 } }
    #expect(rows.count == 20)
    #expect(pixels.max() == 255)
    let total = pixels.reduce(0.0) { $0 + Double($1) }
    let x = pixels.indices.reduce(0) { $0 + Double(pixels[$1]) * (Double($1 % 28) + 0.5) } / total
    let y = pixels.indices.reduce(0) { $0 + Double(pixels[$1]) * (Double($1 / 28) + 0.5) } / total
    #expect((14...15).contains(x) && (14...15).contains(y))
  }

  @Test("All encodings of one picture give one digit")
  func encodings() throws {
    let expected = digit(try fixture("gray8.png"))
    #expect(expected.count == 784)
    for name in ["rgba8.png", "palette8.png", "gray16-interlaced.png"] {
      #expect(digit(try fixture(name)) == expected)
    }
    for name in ["gray.jpg", "cmyk-adobe.jpg"] + (1...8).map({ "orientation\($0).jpg" }) {
      #expect(distance(digit(try fixture(name)), expected) < 3)
    }
  }

  @Test("No parameters end the process", arguments: [-.infinity, -1, 1e300, .infinity, .nan])
  func parameters(_ value: Double) throws {
    let picture = try fixture("gray8.png")
    for parameter in [
      \DigitExtractor.minimumStroke, \DigitExtractor.minimumSize, \DigitExtractor.speckShare,
    ] {
      var extractor = DigitExtractor()
      extractor[keyPath: parameter] = value
      if case .digit(let digit) = extractor.extract(picture) { #expect(digit.pixels.count == 784) }
    }
  }

  /// e to a power, by the limit that defines it; exact enough for drawing.
  private func exponential(_ power: Double) -> Double {
    var base = 1 + min(max(power, -50), 50) / 1_048_576
    for _ in 0..<20 { base *= base }
    return base
  }
}
