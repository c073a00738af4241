/// Where lines lie on a sheet: their frame and their centre of mass.
package struct Layout {
  package private(set) var low = Point(.infinity, .infinity)
  package private(set) var high = Point(-.infinity, -.infinity)
  /// The mean of all points on the lines: for a pen of even width, the ink's centre of mass.
  package private(set) var mass = Point(0, 0)

  package init(_ lines: [[Point]]) {
    var whole = 0.0
    for line in lines {
      for point in line {
        low = Point(min(low.x, point.x), min(low.y, point.y))
        high = Point(max(high.x, point.x), max(high.y, point.y))
      }
      for (start, end) in zip(line, line.dropFirst()) {
        let length = (end - start).length
        mass = mass + (start + end) * (length / 2)
        whole += length
      }
    }
    mass = whole > 0 ? mass * (1 / whole) : middle
  }

  /// The middle of the frame.
  package var middle: Point { (low + high) * 0.5 }
  /// The longer side of the frame.
  package var extent: Double { max(high.x - low.x, high.y - low.y, 1e-6) }

  /// The same lines scaled by a factor, the middle of their frame at the given place.
  package func place(_ lines: [[Point]], scale: Double, at target: Point) -> [[Point]] {
    lines.map { line in line.map { ($0 - middle) * scale + target } }
  }
}
