/// Smooth lines through knots.
package enum Curve {
  /// How many straight pieces stand for the line between two knots.
  private static let pieces = 8

  /// The points of a polyline along a stroke.
  ///
  /// Between two knots runs the cubic Bézier curve of the Catmull-Rom spline (Catmull and Rom, "A
  /// Class of Local Interpolating Splines", 1974), whose tangent in a knot is parallel to the line
  /// through its neighbours; ends and corners have no neighbour on the far side.
  package static func flatten(_ knots: [Knot]) -> [Point] {
    guard let first = knots.first else { return [] }
    var points = [first.point]
    for index in knots.indices.dropFirst() {
      let (start, end) = (knots[index - 1], knots[index])
      let before = index < 2 || start.isCorner ? start : knots[index - 2]
      let after = index + 1 == knots.count || end.isCorner ? end : knots[index + 1]
      let control1 = start.point + (end.point - before.point) * (1.0 / 6)
      let control2 = end.point - (after.point - start.point) * (1.0 / 6)
      for piece in 1...pieces {
        let t = Double(piece) / Double(pieces)
        points.append(bezier(start.point, control1, control2, end.point, t))
      }
    }
    return points
  }

  private static func bezier(_ a: Point, _ b: Point, _ c: Point, _ d: Point, _ t: Double) -> Point {
    let s = 1 - t
    return a * (s * s * s) + b * (3 * s * s * t) + c * (3 * s * t * t) + d * (t * t * t)
  }
}
