/// Makes strokes thinner: towards the line of one pixel in their middle.
///
/// The line is found by peeling off outer pixels that hold nothing together (Guo and Hall:
/// "Parallel Thinning with Two-Subiteration Algorithms", 1989, the first of them), which keeps
/// slanted strokes of two pixels and dots where the older Zhang and Suen's way loses them.
package struct StrokeThinning {
  /// 1 for ink, 0 for paper, laid out as the plane.
  private var ink: [UInt8]
  /// The inked places.
  private var places: [Int] = []

  /// Lighter pixels than this are paper.
  private static let threshold: UInt8 = 96

  package init(_ plane: PixelPlane) { ink = plane.pixels.map { _ in 0 } }

  /// Fades what is not in the middle of a stroke: not at all for 0, fully for 256.
  package mutating func thin(_ plane: inout PixelPlane, amount: UInt32) {
    findInk(plane)
    var isThinner = true
    while isThinner {
      // Both sides in turn, so that the line stays in the middle.
      let upper = peel(.upperRight, plane.stride)
      let lower = peel(.lowerLeft, plane.stride)
      isThinner = upper || lower
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
    let table = side == .upperRight ? Self.upperRight : Self.lowerLeft
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

  private static let upperRight = table(of: .upperRight)
  private static let lowerLeft = table(of: .lowerLeft)

  /// Whether a pixel with given neighbours is peeled off, for all 256 kinds of neighbourhood.
  private static func table(of side: PeelingSide) -> [Bool] {
    (0..<256).map { neighbours in
      func isInk(_ direction: Int) -> Bool { neighbours >> (direction % 8) & 1 == 1 }
      // Pairs that begin at the sides, and pairs that begin at the corners.
      let sides = stride(from: 0, to: 8, by: 2)
      let parts = sides.count { !isInk($0) && (isInk($0 + 1) || isInk($0 + 2)) }
      let clockwise = sides.count { isInk($0) || isInk($0 + 1) }
      let counterclockwise = sides.count { isInk($0) || isInk($0 + 7) }
      guard parts == 1, (2...3).contains(min(clockwise, counterclockwise)) else { return false }
      // Outer on this side; turned by half a circle for the other.
      let turn = side == .upperRight ? 0 : 4
      return !((isInk(turn) || isInk(turn + 1) || !isInk(turn + 3)) && isInk(turn + 2))
    }
  }
}

/// The side of strokes that pixels are peeled off from.
private enum PeelingSide {
  case upperRight
  case lowerLeft
}
