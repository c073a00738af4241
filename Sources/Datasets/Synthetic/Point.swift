/// A place on the paper: x to the right, y down.
package struct Point: Equatable, Sendable {
  package var x: Double
  package var y: Double

  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  package static func + (a: Point, b: Point) -> Point { Point(a.x + b.x, a.y + b.y) }
  package static func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y) }
  package static func * (a: Point, factor: Double) -> Point { Point(a.x * factor, a.y * factor) }

  /// The distance from the origin.
  package var length: Double { (x * x + y * y).squareRoot() }
}

/// A place that a stroke passes through, in a unit square.
package struct Knot {
  package var point: Point
  /// Whether the pen changes its direction here at once rather than in a curve.
  package let isCorner: Bool

  package init(point: Point, isCorner: Bool) {
    self.point = point
    self.isCorner = isCorner
  }
}

/// One way to write a digit: strokes of the pen, each a row of knots.
struct Glyph {
  let strokes: [[Knot]]

  init(_ strokes: [Knot]...) {
    self.strokes = strokes
  }
}
