import DLCore
import Datasets
import Testing

@Suite struct StrokeTests {
  private static let pictures = [
    Picture.pattern(height: 28, width: 28), .pattern(height: 6, width: 11),
    .pattern(height: 1, width: 1), .pattern(height: 1, width: 5), .pattern(height: 5, width: 1),
  ]

  private func thickened(_ picture: Picture, _ amount: UInt32) -> Picture {
    var plane = picture.plane
    var thickening = StrokeThickening(plane)
    thickening.thicken(&plane, amount: amount)
    return Picture(plane)
  }

  private func thinned(_ picture: Picture, _ amount: UInt32 = 256) -> Picture {
    var plane = picture.plane
    var thinning = StrokeThinning(plane)
    thinning.thin(&plane, amount: amount)
    return Picture(plane)
  }

  /// The largest level among a pixel and its eight neighbours.
  private func largest(_ picture: Picture, _ y: Int, _ x: Int) -> UInt8 {
    var largest: UInt8 = 0
    for down in -1...1 {
      for right in -1...1 { largest = max(largest, picture[y + down, x + right]) }
    }
    return largest
  }

  @Test(arguments: pictures)
  func thickeningSpreadsTheLargestNeighbour(picture: Picture) {
    let full = picture.map { y, x in largest(picture, y, x) }
    #expect(thickened(picture, 256) == full)
    #expect(thickened(picture, 0) == picture)
    let half = thickened(picture, 128)
    for (index, level) in half.levels.enumerated() {
      #expect((picture.levels[index]...full.levels[index]).contains(level))
    }
  }

  @Test(arguments: pictures)
  func thickeningTwiceSpreadsNothingAcrossTheSides(picture: Picture) {
    let full = picture.map { y, x in largest(picture, y, x) }
    #expect(thickened(thickened(picture, 256), 256) == full.map { y, x in largest(full, y, x) })
    var plane = picture.plane
    var thickening = StrokeThickening(plane)
    for _ in 0..<2 { thickening.thicken(&plane, amount: 256) }
    #expect(Picture(plane) == full.map { y, x in largest(full, y, x) })
  }

  @Test(arguments: pictures)
  func noThinningKeepsEveryLevel(picture: Picture) { #expect(thinned(picture, 0) == picture) }

  private static let bars = [
    "..........\n.########.\n.########.\n.########.\n..........",
    "......\n.####.\n.####.\n.####.\n.####.\n.####.\n.####.\n.####.\n.####.\n......",
    "#######\n#######\n#######",
  ]

  @Test(arguments: bars)
  func barsBecomeOneLine(text: String) {
    let bar = Picture(text)
    let line = thinned(bar)
    #expect(line.partCount == 1, "\(line)")
    let thickness = Double(line.inkCount) / Double(max(bar.height, bar.width))
    #expect((0.3...1.1).contains(thickness), "\(line)")
    #expect(zip(line.levels, bar.levels).allSatisfy { $0 <= $1 })
  }

  @Test func ringStaysClosed() {
    let ring = Picture.pattern(height: 28, width: 28).map { y, x in
      let distance = ((x - 14) * (x - 14) + (y - 14) * (y - 14))
      return (36...100).contains(distance) ? 255 : 0
    }
    let line = thinned(ring)
    #expect(line.partCount == 1, "\(line)")
    // Paper inside and outside are two parts, as before; a gap would join them.
    let paper = line.map { y, x in line[y, x] > 0 || hasDiagonal(line, y, x) ? 0 : 255 }
    #expect(paper.partCount == 2, "\(line)")
    #expect(line.inkCount < 60)
  }

  /// Whether a pixel of paper lies where ink touches only at a corner.
  private func hasDiagonal(_ picture: Picture, _ y: Int, _ x: Int) -> Bool {
    (picture[y - 1, x] > 0 || picture[y + 1, x] > 0)
      && (picture[y, x - 1] > 0 || picture[y, x + 1] > 0)
  }

  @Test(arguments: 1...4)
  func slantedStrokesKeepTheirLength(width: Int) {
    let stroke = Picture.pattern(height: 28, width: 28).map { y, x in
      (4..<24).contains(y) && (0..<width).contains(x - y) ? 255 : 0
    }
    let line = thinned(stroke)
    #expect(line.partCount == 1, "\(line)")
    #expect((15...24).contains(line.inkCount), "\(line)")
    #expect(thinned(line) == line)
  }

  @Test func dotsDoNotVanish() {
    for text in ["....\n.##.\n.##.\n....", "...\n.#.\n...", ".....\n.###.\n.###.\n.###.\n....."] {
      #expect(thinned(Picture(text)).inkCount >= 1, "\(text)")
    }
  }

  @Test func sharesOfStrokesAreAsAskedFor() {
    var random = RandomSource(seed: 4)
    let augmentation = DigitAugmentation(thickened: 0.3, thinned: 0.2)
    var (thicker, thinner, hairlines) = (0, 0, 0)
    for _ in 0..<4000 {
      switch StrokeChange.random(augmentation, &random) {
      case .none: break
      case .thicker(let amount):
        thicker += 1
        #expect(amount <= 256)
      case .thinner(let amount):
        thinner += 1
        hairlines += amount == 256 ? 1 : 0
        #expect(amount <= 256)
      }
    }
    #expect((1100...1300).contains(thicker))
    #expect((730...870).contains(thinner))
    #expect((220...310).contains(hairlines))
  }
}
