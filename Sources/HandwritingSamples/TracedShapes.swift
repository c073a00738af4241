import Datasets

extension DigitShape {
  /// Traces the pen's lines in a picture of MNIST's kind: the middle lines of its strokes.
  ///
  /// `pixels` are `height` rows of `width`, 255 for ink. Nil when there is too little to trace, or when the
  /// digit's loops are not there: a thick pen fills them with ink, and without them nobody could
  /// read what is left.
  public init?(
    tracing pixels: some Collection<UInt8>, height: Int, width: Int, digit: Int, name: String
  ) {
    guard pixels.count == height * width, height > 0, width > 0 else { return nil }
    let skeleton = Skeleton(Array(pixels), height: height, width: width)
    guard skeleton.loopCount >= Self.loops[digit, default: 0] else { return nil }
    let lines = skeleton.lines()
    guard lines.reduce(0, { $0 + $1.count }) >= Skeleton.zoom * 6 else { return nil }
    self.init(digit: digit, name: name, lines: lines, variety: 0.25)
  }
}

extension DigitShape {
  /// How many loops a digit has at least.
  private static let loops = [0: 1, 6: 1, 8: 2, 9: 1]
}

/// The middle lines of a picture's strokes, a pixel wide, on a finer grid.
struct Skeleton {
  /// Grid places to a pixel, along each axis.
  static let zoom = 4
  /// Side branches shorter than this many grid places are bumps of a stroke's edge.
  private static let shortest = 9

  private let width: Int
  private let height: Int
  private var isInk: [Bool]

  init(_ pixels: [UInt8], height: Int, width: Int) {
    var plane = PixelPlane(height: height * Self.zoom, width: width * Self.zoom)
    for y in 0..<plane.height {
      for x in 0..<plane.width {
        plane.pixels[plane.start(ofRow: y) + x] = Self.level(pixels, x, y, height, width)
      }
    }
    var thinning = StrokeThinning(plane)
    thinning.thin(&plane, amount: 256)
    (self.width, self.height) = (plane.width, plane.height)
    isInk = (0..<plane.width * plane.height).map { index in
      let place = plane.start(ofRow: index / plane.width) + index % plane.width
      return plane.pixels[place] >= 128
    }
  }

  /// The level between the four nearest pixels.
  private static func level(
    _ pixels: [UInt8], _ x: Int, _ y: Int, _ height: Int, _ width: Int
  ) -> UInt8 {
    let column = min(max((Double(x) + 0.5) / Double(zoom) - 0.5, 0), Double(width - 1))
    let row = min(max((Double(y) + 0.5) / Double(zoom) - 0.5, 0), Double(height - 1))
    let (left, top) = (Int(column), Int(row))
    let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
    func mixed(_ row: Int) -> Double {
      let first = Double(pixels[row * width + left])
      return first + (Double(pixels[row * width + right]) - first) * (column - Double(left))
    }
    let upper = mixed(top)
    return UInt8(upper + (mixed(bottom) - upper) * (row - Double(top)))
  }

  /// The number of places that lines enclose.
  var loopCount: Int {
    var isSeen = isInk
    var areas: [Int] = []
    for start in isSeen.indices where !isSeen[start] {
      var (area, pending) = (0, [start])
      isSeen[start] = true
      while let place = pending.popLast() {
        area += 1
        let (x, y) = (place % width, place / width)
        for (column, row) in [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)]
        where (0..<width).contains(column) && (0..<height).contains(row) {
          let near = row * width + column
          if !isSeen[near] {
            isSeen[near] = true
            pending.append(near)
          }
        }
      }
      areas.append(area)
    }
    // One of them is the paper around.
    return areas.count { $0 >= Self.smallestLoop } - 1
  }

  /// Enclosed places with less area than this are gaps within a stroke.
  private static let smallestLoop = zoom * zoom

  /// The lines between ends and crossings, and closed ones, smoothed.
  func lines() -> [[Point]] {
    var isVisited = [Bool](repeating: false, count: isInk.count)
    var lines: [[Int]] = []
    let nodes = isInk.indices.filter { isInk[$0] && neighbours($0).count != 2 }
    let isNode = Set(nodes)
    for node in nodes {
      isVisited[node] = true
      for next in neighbours(node) where !isVisited[next] || isNode.contains(next) {
        let line = follow(from: node, to: next, isNode, &isVisited)
        lines.append(line)
      }
    }
    for start in isInk.indices where isInk[start] && !isVisited[start] {
      isVisited[start] = true
      guard let next = neighbours(start).first(where: { !isVisited[$0] }) else { continue }
      lines.append(follow(from: start, to: next, isNode, &isVisited) + [start])
    }
    return lines.filter { isStroke($0) }.map(smoothed)
  }

  /// Goes along a line until an end, a crossing, or where it was before.
  private func follow(
    from start: Int, to next: Int, _ isNode: Set<Int>, _ isVisited: inout [Bool]
  ) -> [Int] {
    var line = [start, next]
    while !isNode.contains(line[line.count - 1]) {
      let here = line[line.count - 1]
      isVisited[here] = true
      let before = line[line.count - 2]
      let onward = neighbours(here).filter { $0 != before && $0 != start || isNode.contains($0) }
      guard
        let place = onward.first(where: { $0 != before && (isNode.contains($0) || !isVisited[$0]) })
      else { break }
      line.append(place)
    }
    return line
  }

  /// Whether a line is more than a bump: long, or held at both ends.
  private func isStroke(_ line: [Int]) -> Bool {
    guard let first = line.first, let last = line.last else { return false }
    let isLoose = neighbours(first).count == 1 || neighbours(last).count == 1
    return line.count >= Self.shortest || !isLoose
  }

  /// The inked places around one; a place across a corner counts only if no straight one leads
  /// there, so that stairs are no crossings.
  private func neighbours(_ place: Int) -> [Int] {
    let (x, y) = (place % width, place / width)
    func ink(_ dx: Int, _ dy: Int) -> Int? {
      let (column, row) = (x + dx, y + dy)
      guard (0..<width).contains(column), (0..<height).contains(row) else { return nil }
      let index = row * width + column
      return isInk[index] ? index : nil
    }
    var result: [Int] = []
    for (dx, dy) in [(1, 0), (0, 1), (-1, 0), (0, -1)] {
      if let index = ink(dx, dy) { result.append(index) }
    }
    for (dx, dy) in [(1, 1), (-1, 1), (-1, -1), (1, -1)]
    where ink(dx, 0) == nil && ink(0, dy) == nil {
      if let index = ink(dx, dy) { result.append(index) }
    }
    return result
  }

  /// The places as points, each the mean of those within three steps along the line.
  private func smoothed(_ line: [Int]) -> [Point] {
    line.indices.map { index in
      let reach = min(3, index, line.count - 1 - index)
      let near = line[index - reach...index + reach]
      let sum = near.reduce(Point(0, 0)) { $0 + Point(Double($1 % width), Double($1 / width)) }
      return sum * (1 / Double(near.count))
    }
  }
}
