/// A place on the paper: x to the right, y down.
struct Point: Equatable {
  var x: Double
  var y: Double

  init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  static func + (a: Point, b: Point) -> Point { Point(a.x + b.x, a.y + b.y) }
  static func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y) }
  static func * (a: Point, factor: Double) -> Point { Point(a.x * factor, a.y * factor) }

  /// The distance from the origin.
  var length: Double { (x * x + y * y).squareRoot() }
}

/// A place that a stroke passes through, in a unit square.
struct Knot {
  var point: Point
  /// Whether the pen changes its direction here at once rather than in a curve.
  let isCorner: Bool
}

/// One way to write a digit: strokes of the pen, each a row of knots.
struct Glyph {
  let strokes: [[Knot]]

  init(_ strokes: [Knot]...) {
    self.strokes = strokes
  }
}
