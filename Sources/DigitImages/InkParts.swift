/// The connected parts of the ink (8 neighbours), each a stroke, a group of strokes or a speck.
struct InkParts {
  /// One connected part.
  struct Part {
    let box: PixelBox
    /// How many of its pixels surely are ink.
    let weight: Int
  }

  private(set) var parts: [Part] = []
  /// The part that each pixel belongs to; -1 for paper.
  private(set) var labels: [Int32]
  private let width: Int
  private let height: Int

  /// Finds the parts; soft edges belong to them, but only sure ink gives them weight.
  init(_ amounts: GrayImage, levels: InkLevels) {
    width = amounts.width
    height = amounts.height
    labels = amounts.pixels.map { $0 >= levels.edge ? Self.unvisited : Self.paper }
    for start in labels.indices where labels[start] == Self.unvisited {
      fill(from: start, amounts: amounts.pixels, levels)
    }
  }

  private static let paper: Int32 = -1
  private static let unvisited: Int32 = -2

  /// Labels everything connected to a pixel as one part.
  ///
  /// Fainter pixels than `levels.outline` do not widen its box.
  private mutating func fill(from start: Int, amounts: [UInt8], _ levels: InkLevels) {
    // Pictures of at most 2²⁶ pixels have fewer parts than an Int32 counts.
    let label = Int32(truncatingIfNeeded: parts.count)
    var (box, weight): (PixelBox?, Int) = (nil, 0)
    var pending = [start]
    labels[start] = label
    while let index = pending.popLast() {
      let (x, y) = (index % width, index / width)
      if amounts[index] >= levels.outline {
        let pixel = PixelBox(left: x, top: y, width: 1, height: 1)
        box = box?.union(pixel) ?? pixel
      }
      if amounts[index] >= levels.threshold { weight += 1 }
      for nearY in max(y - 1, 0)...min(y + 1, height - 1) {
        for nearX in max(x - 1, 0)...min(x + 1, width - 1) {
          let near = nearY * width + nearX
          if labels[near] == Self.unvisited {
            labels[near] = label
            pending.append(near)
          }
        }
      }
    }
    let first = PixelBox(left: start % width, top: start / width, width: 1, height: 1)
    parts.append(Part(box: box ?? first, weight: weight))
  }

  /// The numbers of the parts that make up the digit; empty when there are only specks.
  ///
  /// Parts with a smaller share of the largest part's weight than `speckShare` are dropped. When
  /// something large enough lies clear of the picture's sides, so is what reaches the sides:
  /// lines that cross the picture, and in a photo whatever is smaller (corners of the table, of
  /// shadows). On a canvas, strokes may end at a side.
  func digit(speckShare: Double, minimumSide: Int, isPhoto: Bool) -> Set<Int32> {
    let large = parts.filter { $0.weight > 0 && $0.box.longerSide >= minimumSide }
    let clear = large.filter {
      sidesReached($0) == 0 && Self.standingSize * $0.box.longerSide >= max(width, height)
    }
    let standing = clear.map(\.weight).max()
    let candidates = large.filter { !isMargin($0, standing: standing, isPhoto: isPhoto) }
    guard let heaviest = candidates.map(\.weight).max() else { return [] }
    let numbers = parts.indices.filter { index in
      let part = parts[index]
      let isSpeck = part.weight == 0 || Double(part.weight) < speckShare * Double(heaviest)
      return !isSpeck && !isMargin(part, standing: standing, isPhoto: isPhoto)
    }
    return Set(numbers.map { Int32(truncatingIfNeeded: $0) })
  }

  /// A part this many times shorter than the picture, or longer, can be the whole digit.
  private static let standingSize = 6

  /// Whether a part reaches the picture's sides and is no match for a digit clear of them.
  private func isMargin(_ part: Part, standing: Int?, isPhoto: Bool) -> Bool {
    guard let standing else { return false }
    let sides = sidesReached(part)
    return sides > 1 || isPhoto && sides == 1 && part.weight < standing
  }

  private func sidesReached(_ part: Part) -> Int {
    part.box.sidesReached(width: width, height: height)
  }

  /// The smallest box around some parts; nil for none.
  func box(of numbers: Set<Int32>) -> PixelBox? {
    numbers.map { parts[Int($0)].box }.reduce(nil) { $0?.union($1) ?? $1 }
  }
}
