/// Text that Markdown does not take for more than text.
enum Markdown {
  /// Text from outside on one line, its marks of emphasis, links and code made plain.
  static func line(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: result += "?"
      default:
        if "\\`*_[]<>#|&".unicodeScalars.contains(scalar) { result += "\\" }
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A block of code, in a fence that does not occur in it.
  static func code(_ code: String, language: String) -> String {
    var fence = "```"
    while code.contains(fence) { fence += "`" }
    return "\(fence)\(language)\n\(code)\n\(fence)"
  }
}
