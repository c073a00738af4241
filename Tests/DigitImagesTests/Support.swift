import DigitImages
import FileAccess

/// The folder of the picture files, beside this file.
private let folder =
  #filePath.split(separator: "/", omittingEmptySubsequences: false)
  .dropLast().joined(separator: "/") + "/Fixtures/"

func fixturePath(_ name: String) -> String { folder + name }

func fixtureBytes(_ name: String) throws -> [UInt8] {
  try Files.read(fixturePath(name), limit: 1 << 20)
}

func fixture(_ name: String) throws -> GrayImage { try PictureFile.read(fixturePath(name)) }

/// The picture whose pixel (x, y) is `level(x, y)`.
func draw(_ width: Int, _ height: Int, _ level: (Int, Int) -> UInt8) -> GrayImage {
  let pixels = (0..<width * height).map { level($0 % width, $0 / width) }
  guard let picture = GrayImage(width: width, height: height, pixels: pixels) else {
    fatalError("The test draws a picture without pixels.")
  }
  return picture
}

/// Digits drawn as round-ended strokes along polylines in a box one wide and two high.
enum Glyph: CaseIterable {
  case one, seven, zero, four

  private var strokes: [[(x: Double, y: Double)]] {
    switch self {
    case .one: [[(0.2, 0.4), (0.6, 0), (0.6, 2)]]
    case .seven: [[(0, 0), (1, 0), (0.35, 2)]]
    case .zero:
      [
        [
          (0.4, 0), (0.8, 0.1), (1, 0.7), (0.9, 1.3), (0.6, 1.9), (0.3, 2), (0, 1.3), (0, 0.6),
          (0.4, 0),
        ]
      ]
    case .four: [[(0.7, 0), (0, 1.2), (1.1, 1.2)], [(0.8, 0.5), (0.8, 2)]]
    }
  }

  /// How much of a pixel the strokes cover, judged by the distance of its centre.
  private func cover(_ x: Double, _ y: Double, size: Double, stroke: Double) -> Double {
    var nearest = Double.infinity
    for line in strokes {
      for (a, b) in zip(line, line.dropFirst()) {
        let (dx, dy) = ((b.x - a.x) * size, (b.y - a.y) * size)
        let (px, py) = (x - a.x * size, y - a.y * size)
        let along = min(max((px * dx + py * dy) / (dx * dx + dy * dy), 0), 1)
        let (ox, oy) = (px - along * dx, py - along * dy)
        nearest = min(nearest, (ox * ox + oy * oy).squareRoot())
      }
    }
    return min(max(stroke / 2 - nearest + 0.5, 0), 1)
  }

  /// The digit on a picture: `size` pixels wide and twice as high, its corner at `left`, `top`.
  func picture(
    width: Int = 120, height: Int = 140, left: Double = 40, top: Double = 30, size: Double = 40,
    stroke: Double = 8, ink: Double = 20, paper: (Int, Int) -> Double = { _, _ in 235 }
  ) -> GrayImage {
    draw(width, height) { x, y in
      let share = cover(
        Double(x) + 0.5 - left, Double(y) + 0.5 - top, size: size, stroke: stroke)
      let light = paper(x, y)
      // Ink takes away a share of the light that the paper would send back.
      return UInt8((light * (1 - share * (1 - ink / 235))).rounded())
    }
  }
}

/// The extracted pixels; an empty list when the extractor saw no digit.
func digit(_ picture: GrayImage) -> [UInt8] {
  if case .digit(let digit) = DigitExtractor().extract(picture) { return digit.pixels }
  return []
}

/// The mean difference of two pictures' pixels; infinite when their sizes differ.
func distance(_ a: [UInt8], _ b: [UInt8]) -> Double {
  guard a.count == b.count, !a.isEmpty else { return .infinity }
  return zip(a, b).reduce(0) { $0 + abs(Double($1.0) - Double($1.1)) } / Double(a.count)
}

extension GrayImage {
  func enlarged(_ factor: Int) -> GrayImage {
    draw(width * factor, height * factor) { pixels[$1 / factor * width + $0 / factor] }
  }

  /// The picture within a frame of one level.
  func padded(left: Int, top: Int, right: Int, bottom: Int, level: UInt8) -> GrayImage {
    draw(left + width + right, top + height + bottom) { x, y in
      let (x, y) = (x - left, y - top)
      let isInside = (0..<width).contains(x) && (0..<height).contains(y)
      return isInside ? pixels[y * width + x] : level
    }
  }
}
