import DLCore
import Datasets
import DigitImages

/// A picture made in a paint program: one ink on a clean ground.
struct Canvas {
  private var sheet: Sheet

  /// Whole pixels of `pen` pixels' width, drawn with a mouse on a small canvas.
  static func mouse(
    _ lines: [[Point]], side: Int, pen: Int, _ random: inout RandomSource
  ) -> Canvas {
    let room = Double(side - pen)
    // Fewer than 10 pixels for each pixel of the pen would close the loops of an 8.
    let least = min(Double(7 + 6 * pen) / Double(room), 0.85)
    let size = room * random.uniform(from: side < 20 ? 0.72 : least, to: 1)
    let frame = frame(lines, size: size, width: Double(side), height: Double(side), pen, &random)
    var canvas = Canvas(sheet: Sheet(width: side, height: side))
    for line in frame { canvas.sheet.drawPixels(line, size: pen) }
    return canvas
  }

  /// A round brush on a larger canvas, with soft or hard edges.
  static func brush(
    _ lines: [[Point]], isThin: Bool, _ random: inout RandomSource
  ) -> Canvas {
    let side = [100, 140, 200, 280, 320, 400][random.integer(below: 6)]
    let thickness =
      isThin
      ? Double(1 + random.integer(below: 3))
      : Double(side) * random.uniform(from: 0.03, to: 0.085)
    let size = Double(side) * random.uniform(from: isThin ? 0.35 : 0.5, to: 0.92) - thickness
    let frame = frame(
      lines, size: size, width: Double(side), height: Double(side), Int(thickness) + 1, &random)
    var canvas = Canvas(sheet: Sheet(width: side, height: side))
    let isHard = random.uniform() < 0.4
    for line in frame {
      if isThin && isHard {
        canvas.sheet.drawPixels(line, size: Int(thickness))
      } else {
        canvas.sheet.draw(line) { _ in thickness / 2 }
      }
    }
    if isHard { canvas.sheet.harden() }
    return canvas
  }

  /// A PNG file: black on white, or the reverse.
  func encoded(isInverted: Bool) throws(PictureError) -> [UInt8] {
    let pixels = sheet.ink.map { ink in
      let level = UInt8((255 * ink).rounded())
      return isInverted ? level : 255 - level
    }
    guard let picture = GrayImage(width: sheet.width, height: sheet.height, pixels: pixels) else {
      throw PictureError(path: "the drawing", problem: "has no pixels")
    }
    return try PNG.encode(picture)
  }

  /// The lines scaled, somewhere on the canvas, with room for half the pen on every side.
  private static func frame(
    _ lines: [[Point]], size: Double, width: Double, height: Double, _ pen: Int,
    _ random: inout RandomSource
  ) -> [[Point]] {
    let layout = Layout(lines)
    let half = (layout.high - layout.low) * (size / 2)
    let margin = Double(pen) / 2
    let roomX = max(width / 2 - half.x - margin, 0)
    let roomY = max(height / 2 - half.y - margin, 0)
    // Most people aim at the middle, and miss.
    let target = Point(
      width / 2 + roomX * (random.uniform() - random.uniform()),
      height / 2 + roomY * (random.uniform() - random.uniform()))
    return layout.place(lines, scale: size, at: target)
  }
}
