import Datasets

/// The lines of one handwritten digit, whatever they are drawn with.
public struct DigitShape: Sendable {
  /// The digit, 0...9.
  public let digit: Int
  /// Which way of writing it this is, or which picture it was traced from.
  public let name: String
  /// The pen's lines; the frame's middle is the origin, and its longer side has the length 1.
  package let lines: [[Point]]
  /// How far a hand may depart from the shape: 1 for a pattern that anybody follows, less for one
  /// person's own writing.
  let variety: Double

  /// Creates a shape from lines in any units; nil without any.
  package init?(digit: Int, name: String, lines: [[Point]], variety: Double = 1) {
    guard lines.contains(where: { !$0.isEmpty }) else { return nil }
    let layout = Layout(lines)
    self.digit = digit
    self.name = name
    self.variety = variety
    self.lines = layout.place(lines, scale: 1 / layout.extent, at: Point(0, 0))
  }
}

extension DigitShape {
  /// The shapes that are written down in this library: fourteen ways to write each digit, the
  /// digits in turn.
  public static let written: [DigitShape] = WrittenShapes.all.enumerated().flatMap { digit, text in
    text.split(separator: "\n").compactMap { DigitShape(digit: digit, line: $0) }
  }

  /// Reads a line of `WrittenShapes`; nil when it breaks the rules stated there.
  package init?(digit: Int, line: Substring) {
    let parts = line.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    var lines: [[Point]] = []
    for stroke in parts[1].split(separator: "/") {
      let words = stroke.split(separator: " ")
      let knots = words.compactMap(Self.knot)
      guard knots.count == words.count, knots.count >= 2 else { return nil }
      lines.append(Curve.flatten(knots))
    }
    self.init(digit: digit, name: String(parts[0]), lines: lines)
  }

  /// `12,34`, or `12,34!` for a corner.
  private static func knot(_ word: Substring) -> Knot? {
    let isCorner = word.hasSuffix("!")
    let numbers = (isCorner ? word.dropLast() : word).split(separator: ",").compactMap {
      Double($0)
    }
    guard numbers.count == 2 else { return nil }
    return Knot(point: Point(numbers[0], numbers[1]), isCorner: isCorner)
  }
}
