import DLCore

/// Turns a glyph into the lines that a hand might have drawn.
enum Handwriting {
  /// Polylines of one digit, in roughly a unit square; the source decides style and distortion.
  static func lines(of digit: Int, _ source: inout RandomSource) -> [[Point]] {
    guard Glyphs.all.indices.contains(digit) else { return [] }
    let styles = Glyphs.all[digit]
    let glyph = styles[source.integer(below: styles.count)]
    let distortion = Distortion(&source)
    return glyph.strokes.map { knots in
      Curve.flatten(
        knots.map { knot in
          var moved = knot
          moved.point = distortion.apply(to: knot.point + jitter(&source))
          return moved
        })
    }
  }

  /// How far a knot strays from its place.
  private static func jitter(_ source: inout RandomSource) -> Point {
    Point(source.around(0, 0.1), source.around(0, 0.1))
  }
}

/// One hand's way to bend, slant, stretch and turn all that it writes.
///
/// It uses no function of the platform's mathematics library, so that every platform draws the
/// same digits: the angle is given by the tangent of its half.
private struct Distortion {
  private let cosine: Double
  private let sine: Double
  private let slant: Double
  private let aspect: Double
  private let bend: Point
  private let swell: Point

  init(_ source: inout RandomSource) {
    // The tangent of half of 15 degrees.
    let half = source.around(0, 0.1317)
    cosine = (1 - half * half) / (1 + half * half)
    sine = 2 * half / (1 + half * half)
    slant = source.around(0.12, 0.5)
    aspect = source.around(0.92, 0.4)
    bend = Point(source.around(0, 0.6), source.around(0, 0.6))
    swell = Point(source.around(0, 0.5), source.around(0, 0.5))
  }

  func apply(to point: Point) -> Point {
    let centred = point - Point(0.5, 0.5)
    // Bending moves a line sideways by the square of the way along it; swelling makes one half of
    // the paper larger than the other.
    let bent = Point(
      centred.x * (1 + swell.x * centred.y) + bend.x * centred.y * centred.y,
      centred.y * (1 + swell.y * centred.y) + bend.y * centred.x * centred.x)
    let slanted = Point((bent.x - slant * bent.y) * aspect, bent.y)
    return Point(
      cosine * slanted.x - sine * slanted.y + 0.5, sine * slanted.x + cosine * slanted.y + 0.5)
  }
}

extension RandomSource {
  /// A number within `reach` of `middle`, near the middle more often (triangular distribution).
  mutating func around(_ middle: Double, _ reach: Double) -> Double {
    middle + reach * (uniform() - uniform())
  }
}
