/// A round pen that draws on a square sheet with soft edges.
struct Pen {
  /// The sheet's side in pixels.
  let side: Int
  /// How much of each pixel is inked, 0...1, row by row.
  private(set) var coverage: [Float]

  /// Takes a blank sheet.
  init(side: Int) {
    self.side = side
    coverage = [Float](repeating: 0, count: side * side)
  }

  /// Draws a polyline given in pixels; the radius goes evenly from one end's to the other's.
  mutating func draw(_ line: [Point], radius: (start: Double, end: Double)) {
    for index in line.indices.dropFirst() {
      let along = Double(index) / Double(line.count)
      draw(
        from: line[index - 1], to: line[index],
        radius: radius.start + (radius.end - radius.start) * along)
    }
  }

  private mutating func draw(from start: Point, to end: Point, radius: Double) {
    let reach = radius + 1
    let direction = end - start
    let squared = max(direction.x * direction.x + direction.y * direction.y, 1e-12)
    let columns = pixels(from: min(start.x, end.x) - reach, to: max(start.x, end.x) + reach)
    let rows = pixels(from: min(start.y, end.y) - reach, to: max(start.y, end.y) + reach)
    for row in rows {
      for column in columns {
        let offset = Point(Double(column) + 0.5, Double(row) + 0.5) - start
        let share = (offset.x * direction.x + offset.y * direction.y) / squared
        let distance = (offset - direction * min(max(share, 0), 1)).length
        // A pixel whose centre is on the edge is half covered.
        let inked = Float(min(max(radius + 0.5 - distance, 0), 1))
        coverage[row * side + column] = max(coverage[row * side + column], inked)
      }
    }
  }

  /// The pixels of the sheet that a stretch touches.
  private func pixels(from lower: Double, to upper: Double) -> Range<Int> {
    let limit = Double(side)
    let first = Int(min(max(lower, 0), limit))
    return first..<max(first, Int(min(max(upper + 1, 0), limit)))
  }
}
