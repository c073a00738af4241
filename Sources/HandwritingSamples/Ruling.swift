import DLCore
import Datasets

/// The printed lines of paper for writing and for sums.
struct Ruling {
  private let spacing: Double
  private let hasColumns: Bool
  private let colour: SIMD4<Float>
  private let offset: Point
  private let thickness: Double
  private let isThere: Bool

  /// Chooses the lines for a digit of a height in pixels.
  init(_ way: DrawingWay, digit size: Double, _ random: inout RandomSource) {
    isThere = way == .ruled || way == .squared
    hasColumns = way == .squared
    // A digit on ruled paper is about as high as the lines are apart, on squared paper up to
    // three squares.
    let squares = random.uniform(from: 0.8, to: 1.8) * (hasColumns ? 1.6 : 1)
    spacing = size / squares
    let pale = Float(random.uniform(from: 0.62, to: 0.85))
    colour = SIMD4(pale, pale * 1.08, min(pale * 1.2, 1), 1)
    offset = Point(random.uniform(from: 0, to: spacing), random.uniform(from: 0, to: spacing))
    thickness = max(0.5, size * random.uniform(from: 0.003, to: 0.009))
  }

  /// The lines in a photo; nil on plain paper.
  func drawn(_ camera: Camera, width: Int, height: Int) -> DrawnRules? {
    guard isThere else { return nil }
    var sheet = Sheet(width: width, height: height)
    let reach = Double(max(width, height))
    for across in stride(from: offset.y - reach, to: reach, by: spacing) {
      draw(Point(-reach, across), Point(reach, across), camera, on: &sheet)
    }
    if hasColumns {
      for along in stride(from: offset.x - reach, to: reach, by: spacing) {
        draw(Point(along, -reach), Point(along, reach), camera, on: &sheet)
      }
    }
    return DrawnRules(sheet: sheet, colour: colour)
  }

  /// Draws in short pieces, each of which touches few pixels.
  private func draw(_ start: Point, _ end: Point, _ camera: Camera, on sheet: inout Sheet) {
    let pieces = 48
    let points = (0...pieces).map { piece in
      camera.seen(start + (end - start) * (Double(piece) / Double(pieces)))
    }
    sheet.draw(points) { _ in thickness }
  }
}

/// A photo's printed lines and the light that they let through.
struct DrawnRules {
  var sheet: Sheet
  let colour: SIMD4<Float>
}
