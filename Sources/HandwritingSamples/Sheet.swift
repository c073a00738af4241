import Datasets

/// What is drawn on: how much of each pixel is covered with ink, from 0 to 1.
struct Sheet {
  let width: Int
  let height: Int
  private(set) var ink: [Float]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    ink = [Float](repeating: 0, count: width * height)
  }

  /// Draws with a round pen and soft edges; `radius` is asked for each point's number.
  mutating func draw(_ line: [Point], radius: (Int) -> Double) {
    if line.count == 1 { stretch(from: line[0], to: line[0], radius: radius(0)) }
    for index in line.indices.dropFirst() {
      stretch(from: line[index - 1], to: line[index], radius: radius(index))
    }
  }

  private mutating func stretch(from start: Point, to end: Point, radius: Double) {
    let reach = radius + 1
    let direction = end - start
    let squared = max(direction.x * direction.x + direction.y * direction.y, 1e-12)
    for row in Self.range(start.y, end.y, reach, height) {
      for column in Self.range(start.x, end.x, reach, width) {
        let offset = Point(Double(column) + 0.5, Double(row) + 0.5) - start
        let share = (offset.x * direction.x + offset.y * direction.y) / squared
        let distance = (offset - direction * min(max(share, 0), 1)).length
        let covered = Float(min(max(radius + 0.5 - distance, 0), 1))
        ink[row * width + column] = max(ink[row * width + column], covered)
      }
    }
  }

  /// Draws whole pixels, `size` of them wide, as paint programs do without smoothing: the mouse
  /// stands on whole pixels, and straight lines join the places where it was (Bresenham, 1965).
  mutating func drawPixels(_ line: [Point], size: Int) {
    let places = line.map { (x: Int($0.x.rounded(.down)), y: Int($0.y.rounded(.down))) }
    for (start, end) in zip(places, places.dropFirst()) {
      let (dx, dy) = (abs(end.x - start.x), -abs(end.y - start.y))
      var (x, y, error) = (start.x, start.y, dx + dy)
      dab(x, y, size)
      while x != end.x || y != end.y {
        let twice = 2 * error
        if twice >= dy {
          error += dy
          x += end.x > x ? 1 : -1
        }
        if twice <= dx {
          error += dx
          y += end.y > y ? 1 : -1
        }
        dab(x, y, size)
      }
    }
  }

  private mutating func dab(_ x: Int, _ y: Int, _ size: Int) {
    for row in y - size / 2..<y - size / 2 + size where (0..<height).contains(row) {
      for column in x - size / 2..<x - size / 2 + size where (0..<width).contains(column) {
        ink[row * width + column] = 1
      }
    }
  }

  /// Makes every edge hard.
  mutating func harden() {
    for index in ink.indices { ink[index] = ink[index] >= 0.5 ? 1 : 0 }
  }

  /// Blurs with the binomial weights 1, 2, 1 along both axes, so many times.
  mutating func blur(times: Int) {
    for _ in 0..<times {
      Self.blurLines(&ink, count: height, length: width, step: 1, next: width)
      Self.blurLines(&ink, count: width, length: height, step: width, next: 1)
    }
  }

  private static func blurLines(
    _ values: inout [Float], count: Int, length: Int, step: Int, next: Int
  ) {
    for line in 0..<count {
      var before = values[line * next]
      for index in 0..<length {
        let at = line * next + index * step
        let (own, after) = (values[at], index + 1 < length ? values[at + step] : values[at])
        values[at] = (before + 2 * own + after) / 4
        before = own
      }
    }
  }

  /// Changes every pixel's ink, given its column and row.
  mutating func change(_ change: (Float, Int, Int) -> Float) {
    for index in ink.indices { ink[index] = change(ink[index], index % width, index / width) }
  }

  private static func range(
    _ a: Double, _ b: Double, _ reach: Double, _ limit: Int
  ) -> Range<Int> {
    let bound = Double(limit)
    let first = Int(min(max(min(a, b) - reach, 0), bound))
    return first..<max(first, Int(min(max(max(a, b) + reach + 1, 0), bound)))
  }
}
