import DLCore
import Foundation
import ToolSupport

/// Standard error: progress, warnings and errors.
///
/// On a terminal, a status line is redrawn in place, at most ten times a second. Elsewhere there is
/// none, so that logs hold no control characters.
final class Console: Sendable {
  static let standard = Console()

  private struct State {
    var hasStatus = false
    var lastDrawn: ContinuousClock.Instant?
  }

  /// Whether a person is looking.
  let isTerminal = isatty(STDERR_FILENO) == 1
  private let state = Lock(State())
  private static let interval = Duration.milliseconds(100)

  /// Writes a line that stays, whatever is in it.
  func line(_ text: String) {
    state.withLock { state in
      Self.write((state.hasStatus ? Self.erase : "") + text.printableLine + "\n")
      state.hasStatus = false
    }
  }

  /// Shows a line that the next one replaces; nothing where nobody is looking, or too soon.
  func status(_ text: @autoclosure () -> String) {
    guard isTerminal else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastDrawn, now - last < Self.interval { return }
      Self.write(Self.erase + text().prefix(Self.width - 1))
      state.hasStatus = true
      state.lastDrawn = now
    }
  }

  /// Tells that a part of long work begins: in the status line, or as a line where there is none.
  func step(_ text: String) {
    if isTerminal { status(text) } else { line("\(Tool.name): \(text)") }
  }

  /// Removes the status line.
  func clearStatus() {
    state.withLock { state in
      if state.hasStatus { Self.write(Self.erase) }
      state.hasStatus = false
    }
  }

  /// Back to the line's start, and what is on it erased.
  private static let erase = "\r\u{1B}[K"

  /// The terminal's columns, so that a status never wraps.
  private static var width: Int {
    var size = winsize()
    // TIOCGWINSZ fills in one `winsize`.
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 80 }
    return Int(size.ws_col)
  }

  /// What cannot be told to anybody is dropped: the work goes on.
  private static func write(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
