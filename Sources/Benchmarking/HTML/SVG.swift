/// A drawing: its elements have coordinates in units that are pixels where there is room.
enum SVG {
  /// A drawing with a title and a description for those who cannot see it.
  ///
  /// - Parameter identifier: Tells it from the other drawings on the page.
  static func drawing(
    _ identifier: String, width: Double, height: Double, title: String, description: String,
    _ children: [HTMLElement]
  ) -> HTMLElement {
    let (titleID, descriptionID) = ("\(identifier)-title", "\(identifier)-desc")
    return HTMLElement(
      "svg",
      [
        ("viewBox", "0 0 \(number(width)) \(number(height))"), ("role", "img"),
        ("aria-labelledby", "\(titleID) \(descriptionID)"),
      ],
      [
        HTMLElement("title", [("id", titleID)], text: title),
        HTMLElement("desc", [("id", descriptionID)], text: description),
      ] + children)
  }

  /// A line from one point to another.
  static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class style: String
  ) -> HTMLElement {
    HTMLElement(
      "line",
      [
        ("x1", number(x1)), ("y1", number(y1)), ("x2", number(x2)), ("y2", number(y2)),
        ("class", style),
      ])
  }

  /// A rectangle.
  static func rectangle(
    x: Double, y: Double, width: Double, height: Double, class style: String
  ) -> HTMLElement {
    HTMLElement(
      "rect",
      [
        ("x", number(x)), ("y", number(y)), ("width", number(max(width, 0))),
        ("height", number(height)), ("class", style),
      ])
  }

  /// A text that begins, ends or is centred (`start`, `end`, `middle`) at a point.
  static func text(
    _ text: String, x: Double, y: Double, anchor: String = "start", class style: String = "",
    rotated degrees: Double = 0
  ) -> HTMLElement {
    var attributes = [("x", number(x)), ("y", number(y)), ("text-anchor", anchor)]
    if !style.isEmpty { attributes.append(("class", style)) }
    if degrees != 0 {
      attributes.append(("transform", "rotate(\(number(degrees)) \(number(x)) \(number(y)))"))
    }
    return HTMLElement("text", attributes, text: text)
  }

  /// A mark of one of several forms, with a text that appears when one points at it.
  static func mark(
    _ form: Int, x: Double, y: Double, class style: String, title: String
  ) -> HTMLElement {
    let size = 4.5
    let corners: [(Double, Double)] =
      switch form % 4 {
      case 0: (0..<8).map { octant(Double($0), size) }
      case 1: [(-size, -size), (size, -size), (size, size), (-size, size)]
      case 2: [(0, -1.3 * size), (1.2 * size, size), (-1.2 * size, size)]
      default: [(0, -1.4 * size), (1.4 * size, 0), (0, 1.4 * size), (-1.4 * size, 0)]
      }
    let points = corners.map { "\(number(x + $0)),\(number(y + $1))" }.joined(separator: " ")
    return HTMLElement(
      "polygon", [("points", points), ("class", style)], [HTMLElement("title", text: title)])
  }

  /// A corner of an octagon, which passes for a disc at this size.
  private static func octant(_ number: Double, _ size: Double) -> (Double, Double) {
    let (long, short) = (1.05 * size, 0.43 * size)
    let corners = [
      (long, short), (short, long), (-short, long), (-long, short), (-long, -short),
      (-short, -long), (short, -long), (long, -short),
    ]
    return corners[Int(number) % corners.count]
  }

  /// A coordinate with two digits behind the point; 0 for none.
  static func number(_ value: Double) -> String { value.isFinite ? value.text(digits: 2) : "0" }
}
