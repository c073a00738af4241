/// Makes strokes thinner: towards the line of one pixel in their middle.
///
/// The line is found by peeling off outer pixels that hold nothing together (Zhang and Suen: "A
/// Fast Parallel Algorithm for Thinning Digital Patterns", 1984).
struct StrokeThinning {
  /// 1 for ink, 0 for paper, laid out as the plane.
  private var ink: [UInt8]
  /// The inked places.
  private var places: [Int] = []

  /// Lighter pixels than this are paper.
  private static let threshold: UInt8 = 96

  init(_ plane: PixelPlane) { ink = plane.pixels.map { _ in 0 } }

  /// Fades what is not in the middle of a stroke: not at all for 0, fully for 256.
  mutating func thin(_ plane: inout PixelPlane, amount: UInt32) {
    findInk(plane)
    var isThinner = true
    while isThinner {
      // Both sides in turn, so that the line stays in the middle.
      let lower = peel(.lowerRight, plane.stride)
      let upper = peel(.upperLeft, plane.stride)
      isThinner = lower || upper
    }
    for index in plane.inside {
      let level = UInt32(plane.pixels[index])
      let target: UInt32 = ink[index] == 0 ? 0 : 255
      plane.pixels[index] = UInt8(
        truncatingIfNeeded: (level &* (256 &- amount) &+ target &* amount) >> 8)
    }
  }

  private mutating func findInk(_ plane: PixelPlane) {
    places.removeAll(keepingCapacity: true)
    for index in plane.inside {
      let isInk = plane.pixels[index] >= Self.threshold
      ink[index] = isInk ? 1 : 0
      if isInk { places.append(index) }
    }
  }

  /// Peels off one side's outer pixels; says whether there were any.
  private mutating func peel(_ side: PeelingSide, _ stride: Int) -> Bool {
    let table = side == .lowerRight ? Self.lowerRight : Self.upperLeft
    let peeled = places.filter { table[neighbours(of: $0, stride)] }
    for place in peeled { ink[place] = 0 }
    if !peeled.isEmpty { places = places.filter { ink[$0] == 1 } }
    return !peeled.isEmpty
  }

  /// The eight neighbours, a bit each, from the upper one clockwise.
  private func neighbours(of place: Int, _ stride: Int) -> Int {
    let (above, below) = (place - stride, place + stride)
    let right = Int(ink[above]) | Int(ink[above + 1]) << 1 | Int(ink[place + 1]) << 2
    let lower = Int(ink[below + 1]) << 3 | Int(ink[below]) << 4 | Int(ink[below - 1]) << 5
    return right | lower | Int(ink[place - 1]) << 6 | Int(ink[above - 1]) << 7
  }

  private static let lowerRight = table(of: .lowerRight)
  private static let upperLeft = table(of: .upperLeft)

  /// Whether a pixel with given neighbours is peeled off, for all 256 kinds of neighbourhood.
  private static func table(of side: PeelingSide) -> [Bool] {
    (0..<256).map { neighbours in
      func isInk(_ direction: Int) -> Bool { neighbours >> (direction % 8) & 1 == 1 }
      let count = neighbours.nonzeroBitCount
      let strokes = (0..<8).count { !isInk($0) && isInk($0 + 1) }
      guard (2...6).contains(count), strokes == 1 else { return false }
      let (up, right, down, left) = (isInk(0), isInk(2), isInk(4), isInk(6))
      return switch side {
      case .lowerRight: !(up && right && down) && !(right && down && left)
      case .upperLeft: !(up && right && left) && !(up && down && left)
      }
    }
  }
}

/// The side of strokes that pixels are peeled off from.
private enum PeelingSide {
  case lowerRight
  case upperLeft
}
