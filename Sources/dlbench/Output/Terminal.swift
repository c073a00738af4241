import Foundation

/// What a stream is connected to, and what may be written to it.
package struct Terminal: Equatable {
  /// The columns of a line.
  package var width: Int
  /// Whether text may be coloured.
  package var hasColor: Bool
  /// Whether bars are drawn.
  package var hasBars: Bool

  /// What files and pipes get.
  package static let plain = Terminal(width: 80, hasColor: false, hasBars: false)

  /// What standard output gets.
  static var output: Terminal {
    Terminal(
      isTerminal: isatty(STDOUT_FILENO) == 1, columns: columns(of: STDOUT_FILENO),
      environment: ProcessInfo.processInfo.environment)
  }

  package init(width: Int, hasColor: Bool, hasBars: Bool) {
    self.width = width
    self.hasColor = hasColor
    self.hasBars = hasBars
  }

  /// Decides from what is known: `NO_COLOR` (any text but none, as no-color.org has it) and
  /// `TERM=dumb` are respected, `COLUMNS` counts where the system does not know.
  package init(isTerminal: Bool, columns: Int?, environment: [String: String]) {
    let isDumb = environment["TERM"] == "dumb"
    let wish = environment["COLUMNS"].flatMap(Int.init)
    width = min(max(columns ?? wish ?? Terminal.plain.width, 60), 1000)
    hasBars = isTerminal && !isDumb
    hasColor = hasBars && (environment["NO_COLOR"] ?? "").isEmpty
  }

  /// The columns of a terminal; `nil` for what is none, or does not say.
  static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    // TIOCGWINSZ fills in one `winsize`.
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

/// How text stands out.
enum Style: String {
  case bold = "1"
  case dim = "2"
  case red = "31"
  case green = "32"
  case yellow = "33"
  case cyan = "36"
}

extension Terminal {
  /// Text in a style, where there is colour.
  func styled(_ text: String, _ styles: Style...) -> String {
    guard hasColor, !styles.isEmpty, !text.isEmpty else { return text }
    return "\u{1B}[\(styles.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
  }
}
