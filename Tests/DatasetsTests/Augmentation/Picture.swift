import DLCore
import Datasets

/// A small grey picture that tests write down as text: `#` is ink, anything else paper.
struct Picture: Equatable, CustomStringConvertible {
  let width: Int
  var levels: [UInt8]
  var height: Int { levels.count / width }

  init(width: Int, levels: [UInt8]) {
    self.width = width
    self.levels = levels
  }

  init(_ text: String) {
    let lines = text.split(separator: "\n")
    width = lines.first?.count ?? 0
    levels = lines.joined().map { $0 == "#" ? 255 : 0 }
  }

  /// Every level differs from its neighbours'.
  static func pattern(height: Int, width: Int) -> Picture {
    let levels = (0..<height * width).map { UInt8(truncatingIfNeeded: $0 * 89 + $0 / width * 31) }
    return Picture(width: width, levels: levels)
  }

  /// A level; 0 outside the picture.
  subscript(y: Int, x: Int) -> UInt8 {
    (0..<height).contains(y) && (0..<width).contains(x) ? levels[y * width + x] : 0
  }

  /// The picture whose levels a function of row and column gives.
  func map(_ level: (Int, Int) -> UInt8) -> Picture {
    let levels = (0..<height).flatMap { y in (0..<width).map { x in level(y, x) } }
    return Picture(width: width, levels: levels)
  }

  /// The levels of a row of ink.
  var inkCount: Int { levels.count { $0 > 0 } }

  var plane: PixelPlane {
    var plane = PixelPlane(height: height, width: width)
    for y in 0..<height {
      for x in 0..<width { plane.pixels[plane.start(ofRow: y) + x] = self[y, x] }
    }
    return plane
  }

  init(_ plane: PixelPlane) {
    width = plane.width
    levels = (0..<plane.height).flatMap { y in
      plane.pixels[plane.start(ofRow: y)..<plane.start(ofRow: y) + plane.width]
    }
  }

  var description: String {
    let rows = (0..<height).map { y in
      (0..<width).map { x in self[y, x] == 0 ? "." : self[y, x] == 255 ? "#" : "+" }.joined()
    }
    return "\n" + rows.joined(separator: "\n")
  }

  /// How many connected parts the ink has, pixels that touch at a corner being connected.
  var partCount: Int {
    var open = Set(levels.indices.filter { levels[$0] > 0 })
    var parts = 0
    while let seed = open.popFirst() {
      parts += 1
      var edge = [seed]
      while let place = edge.popLast() {
        let (y, x) = (place / width, place % width)
        for (down, right) in [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)]
        where (0..<width).contains(x + right) {
          let next = (y + down) * width + x + right
          if open.remove(next) != nil { edge.append(next) }
        }
      }
    }
    return parts
  }
}
