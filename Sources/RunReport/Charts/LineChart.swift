import Markup

/// Numbers by epoch, a line for each series.
struct LineChart {
  /// Numbers that belong together.
  struct Series {
    /// What they are.
    let name: String
    /// A number for each epoch that has one, in order; one alone is drawn as a mark.
    let points: [(epoch: Int, value: Double)]
    /// Which of the styles it has: it stays the same when other series are missing.
    let style: Int
  }

  let title: String
  let series: [Series]
  let axis: Axis
  let epochs: ClosedRange<Int>
  /// A number of this chart as text.
  let text: @Sendable (Double) -> String
  /// A mark of the axis as text.
  let tickText: @Sendable (Double) -> String

  static let width = 460.0
  static let height = 320.0
  private static let (left, right, top, bottom) = (58.0, 18.0, 62.0, 46.0)
  private static let (floor, end) = (height - bottom, width - right)
  /// More points than this in a line could not be told apart.
  private static let largestPointCount = 1000

  /// The chart without its frame.
  var elements: [Element] {
    [
      SVG.text(title, x: 12, y: 20, class: "head"), legend, horizontals, verticals,
      SVG.text(
        "epoch", x: (Self.left + Self.end) / 2, y: Self.height - 8, .middle, class: "soft"),
    ] + series.flatMap(line)
  }

  private var epochAxis: Axis { Axis(epochs: epochs) }

  private func x(_ epoch: Double) -> Double {
    Self.left + epochAxis.place(of: epoch) * (Self.end - Self.left)
  }

  private func y(_ value: Double) -> Double {
    Self.floor - axis.place(of: value) * (Self.floor - Self.top)
  }

  /// Each series' name and last number.
  private var legend: Element {
    var x = 12.0
    var parts: [Element] = []
    for series in series {
      guard let last = series.points.last else { continue }
      let label = "\(series.name) \(text(last.value))"
      parts += sample(of: series, x: x, y: 38)
      parts.append(SVG.text(label, x: x + 30, y: 42))
      x += 44 + 6.4 * Double(label.count)
    }
    return Element("g", [], parts)
  }

  private func sample(of series: Series, x: Double, y: Double) -> [Element] {
    let mark = Self.mark(series.style, x: x + 12, y: y)
    guard series.points.count > 1 else { return [mark] }
    return [SVG.line(x, y, x + 24, y, class: "line s\(series.style)"), mark]
  }

  private var horizontals: Element {
    Element(
      "g", [],
      axis.ticks.flatMap { tick in
        [
          SVG.line(Self.left, y(tick), Self.end, y(tick), class: "grid"),
          SVG.text(tickText(tick), x: Self.left - 8, y: y(tick) + 4, .end, class: "soft"),
        ]
      })
  }

  private var verticals: Element {
    let marks = epochAxis.ticks.flatMap { tick in
      [
        SVG.line(x(tick), Self.floor, x(tick), Self.floor + 5, class: "axis"),
        SVG.text("\(Int(tick))", x: x(tick), y: Self.floor + 18, .middle, class: "soft"),
      ]
    }
    let base = SVG.line(Self.left, Self.floor, Self.end, Self.floor, class: "axis")
    return Element("g", [], [base] + marks)
  }

  private func line(_ series: Series) -> [Element] {
    let points = Self.thinned(series.points).map { (x: x(Double($0.epoch)), y: y($0.value)) }
    // Marks would run into each other where there are many.
    let isMarked = points.count <= 30
    let marks =
      isMarked ? points.map { Self.mark(series.style, x: $0.x, y: $0.y) } : []
    guard points.count > 1 else { return marks }
    return [SVG.polyline(points, class: "line s\(series.style)")] + marks
  }

  /// Every so many points, and the last.
  private static func thinned<Point>(_ points: [Point]) -> [Point] {
    let step = (points.count + largestPointCount - 1) / largestPointCount
    guard step > 1 else { return points }
    let kept = stride(from: 0, to: points.count - 1, by: step).map { points[$0] }
    return kept + points.suffix(1)
  }

  /// A form of each style's own, so that a series is known without its colour, too.
  private static func mark(_ style: Int, x: Double, y: Double) -> Element {
    let name = "m\(style)"
    switch style {
    case 0:
      return Element(
        "circle", [("cx", SVG.number(x)), ("cy", SVG.number(y)), ("r", "3"), ("class", name)])
    case 1: return SVG.rectangle(x: x - 3, y: y - 3, width: 6, height: 6, class: name)
    default:
      let corners = [(x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y)]
      let points = corners.map { "\(SVG.number($0)),\(SVG.number($1))" }.joined(separator: " ")
      return Element("polygon", [("points", points), ("class", name)])
    }
  }
}
