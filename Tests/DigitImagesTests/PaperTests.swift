import DLCore
import DigitImages
import Testing

@Suite("Paper is told from ink")
struct PaperTests {
  @Test("Printed lines are taken out, level and upright ones", arguments: Glyph.allCases)
  func ruling(glyph: Glyph) {
    let plain = glyph.picture(width: 300, height: 360, left: 90, top: 70, size: 110, stroke: 9)
    for hasColumns in [false, true] {
      let ruled = draw(300, 360) { x, y in
        let level = Int(plain.pixels[y * 300 + x])
        let isRule = (y + x / 40) % 40 < 2 || hasColumns && (x + y / 50) % 40 < 2
        return UInt8(isRule ? level * 3 / 4 : level)
      }
      #expect(distance(digit(ruled), digit(plain)) < 6)
    }
  }

  @Test("A stroke that ends before the picture's sides is no printed line")
  func longStrokes() {
    let picture = draw(300, 300) { x, y in
      let isBar = (20..<280).contains(x) && (abs(y - 60) < 4 || abs(y - 240) < 4)
      return isBar ? 40 : 230
    }
    let amounts = picture.inverted()
    #expect(RuledLines.removed(from: amounts) == amounts)
  }

  @Test("Two lines from side to side are taken out, one is left")
  func lines() {
    func amounts(_ rows: [Int]) -> GrayImage {
      draw(300, 300) { _, y in rows.contains(y) ? 60 : 0 }
    }
    #expect(RuledLines.removed(from: amounts([80, 81, 180, 181])).pixels.allSatisfy { $0 == 0 })
    #expect(RuledLines.removed(from: amounts([80, 81])) == amounts([80, 81]))
  }

  @Test("A hard shadow across a thin stroke, or in a corner, is paper", arguments: Glyph.allCases)
  func shadows(glyph: Glyph) {
    func picture(_ light: (Int, Int) -> Double) -> GrayImage {
      glyph.picture(
        width: 300, height: 300, left: 80, top: 60, size: 100, stroke: 6, ink: 120, paper: light)
    }
    let plain = digit(picture { _, _ in 220 })
    let across = picture { x, y in x + y < 300 ? 220 : 140 }
    let corner = picture { x, y in x + y < 80 ? 120 : 220 }
    #expect(distance(digit(across), plain) < 8)
    #expect(distance(digit(corner), plain) < 8)
  }

  @Test("A closing fills exactly what no square fits in")
  func closing() throws {
    var random = RandomSource(seed: 5)
    let picture = draw(17, 11) { _, _ in UInt8(random.integer(below: 256)) }
    for radius in 0...2 {
      func extreme(
        _ values: [UInt8], _ pick: (UInt8, UInt8) -> UInt8
      ) -> [UInt8] {
        (0..<17 * 11).map { index in
          var result = values[index]
          for y in max(index / 17 - radius, 0)...min(index / 17 + radius, 10) {
            for x in max(index % 17 - radius, 0)...min(index % 17 + radius, 16) {
              result = pick(result, values[y * 17 + x])
            }
          }
          return result
        }
      }
      // Inside, at least twice the radius from the sides, both ways to see the outside agree.
      let expected = extreme(extreme(picture.pixels, max), min)
      let closed = picture.closedRepeatingSides(radius: radius).pixels
      for y in 2 * radius..<max(11 - 2 * radius, 2 * radius) {
        for x in 2 * radius..<17 - 2 * radius {
          #expect(closed[y * 17 + x] == expected[y * 17 + x])
        }
      }
    }
  }
}
