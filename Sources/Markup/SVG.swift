import Foundation

/// Drawings: coordinates are in pixels, from the upper left corner.
package enum SVG {
  /// Where a text begins, is centred, or ends.
  package enum Anchor: String, Sendable {
    case start
    case middle
    case end
  }

  /// A drawing with a title and a description for those who cannot see it.
  package static func drawing(
    width: Double, height: Double, title: String, description: String, class style: String,
    _ children: [Element]
  ) -> Element {
    Element(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("class", style), ("role", "img"),
        ("viewBox", "0 0 \(number(width)) \(number(height))"), ("width", number(width)),
        ("height", number(height)), ("aria-label", "\(title). \(description)"),
      ],
      [Element("title", text: title), Element("desc", text: description)] + children)
  }

  /// Elements that are moved together.
  package static func group(x: Double, y: Double, _ children: [Element]) -> Element {
    Element("g", [("transform", "translate(\(number(x)) \(number(y)))")], children)
  }

  /// A line from one point to another.
  package static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class style: String
  ) -> Element {
    Element(
      "line",
      [
        ("x1", number(x1)), ("y1", number(y1)), ("x2", number(x2)), ("y2", number(y2)),
        ("class", style),
      ])
  }

  /// A line through points.
  package static func polyline(_ points: [(x: Double, y: Double)], class style: String) -> Element {
    let list = points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
    return Element("polyline", [("points", list), ("class", style)])
  }

  /// A rectangle, more or less opaque.
  package static func rectangle(
    x: Double, y: Double, width: Double, height: Double, opacity: Double = 1, class style: String
  ) -> Element {
    var attributes = [
      ("x", number(x)), ("y", number(y)), ("width", number(width)), ("height", number(height)),
      ("class", style),
    ]
    if opacity < 1 { attributes.append(("fill-opacity", number(opacity))) }
    return Element("rect", attributes)
  }

  /// A text, turned about its point by some degrees.
  package static func text(
    _ text: String, x: Double, y: Double, _ anchor: Anchor = .start, class style: String? = nil,
    turned degrees: Double = 0
  ) -> Element {
    var attributes = [("x", number(x)), ("y", number(y)), ("text-anchor", anchor.rawValue)]
    if let style { attributes.append(("class", style)) }
    if degrees != 0 {
      attributes.append(("transform", "rotate(\(number(degrees)) \(number(x)) \(number(y)))"))
    }
    return Element("text", attributes, text: text)
  }

  /// A coordinate with at most two decimals; 0 for what is no number.
  package static func number(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    guard hundredths % 100 != 0 else { return "\(hundredths / 100)" }
    return String(format: hundredths % 10 == 0 ? "%.1f" : "%.2f", Double(hundredths) / 100)
  }
}
