extension String {
  /// The text as HTML shows it, in content and between quotes, whatever it holds.
  var htmlEscaped: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      // HTML has no control characters but these.
      case _ where scalar.value < 0x20 && scalar != "\n" && scalar != "\t": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// An element of HTML or SVG; attributes and texts are escaped, children are elements.
struct HTMLElement {
  private let name: String
  private let attributes: [(String, String)]
  private let content: String

  /// An element with others inside.
  init(_ name: String, _ attributes: [(String, String)] = [], _ children: [HTMLElement] = []) {
    self.name = name
    self.attributes = attributes
    content = children.map(\.html).joined()
  }

  /// An element with text inside.
  init(_ name: String, _ attributes: [(String, String)] = [], text: String) {
    self.name = name
    self.attributes = attributes
    content = text.htmlEscaped
  }

  /// An element with text inside that is not escaped: the program's own style sheet.
  init(_ name: String, trusted: StaticString) {
    self.name = name
    attributes = []
    content = "\(trusted)"
  }

  /// The element as text.
  var html: String {
    let list = attributes.map { " \($0)=\"\($1.htmlEscaped)\"" }.joined()
    let isVoid = name == "meta"
    return "<\(name)\(list)>" + (isVoid ? "" : content + "</\(name)>")
      + (Self.blocks.contains(name) ? "\n" : "")
  }

  /// Elements that end a line, so that the file can be read.
  private static let blocks: Set = [
    "meta", "title", "style", "head", "body", "section", "h1", "h2", "h3", "p", "svg", "table",
    "tr", "figure", "div", "dl", "caption", "main",
  ]
}
