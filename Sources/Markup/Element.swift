/// An element of HTML or SVG, ready as text: what goes into it is escaped.
///
/// The text is well-formed XML too, so an SVG file and a page are written in the same way.
package struct Element: Sendable, CustomStringConvertible {
  /// The element as text.
  package let description: String

  private init(trusted text: String) { description = text }

  /// An element with others inside.
  package init(
    _ name: String, _ attributes: [(String, String)] = [], _ children: [Element] = []
  ) {
    let content = children.map(\.description).joined()
    description = Self.open(name, attributes, content)
  }

  /// An element with text inside.
  package init(_ name: String, _ attributes: [(String, String)] = [], text: String) {
    description = Self.open(name, attributes, Self.escaped(text))
  }

  /// Text between elements.
  package static func text(_ text: String) -> Element { Element(trusted: escaped(text)) }

  /// A style sheet of the program's own, which is not escaped.
  package static func style(_ sheets: StaticString...) -> Element {
    Element(trusted: "<style>\n" + sheets.map { "\($0)\n" }.joined() + "</style>\n")
  }

  private static func open(
    _ name: String, _ attributes: [(String, String)], _ content: String
  ) -> String {
    let list = attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
    let end = blocks.contains(name) ? "\n" : ""
    if voids.contains(name) { return "<\(name)\(list)/>\(end)" }
    return "<\(name)\(list)>\(content)</\(name)>\(end)"
  }

  /// Elements that hold nothing: HTML knows no end of them.
  private static let voids: Set = [
    "meta", "img", "line", "rect", "circle", "polyline", "polygon", "image",
  ]

  /// Elements that end a line, so that people can read the file.
  private static let blocks: Set = [
    "meta", "title", "head", "body", "main", "section", "header", "footer", "h1", "h2", "h3", "p",
    "pre", "div", "dl", "dd", "figure", "table", "caption", "thead", "tbody", "tr", "svg", "g",
    "desc", "rect", "polyline", "image",
  ]

  /// Text as XML and HTML show it, in content and between double quotes.
  ///
  /// Characters that XML 1.0 forbids become U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "\t", "\n": result.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}":
        result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
