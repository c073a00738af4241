import FileAccess
import Foundation

/// Standard output: results only, each line written at once.
enum Output {
  static func line(_ text: String) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    } catch {
      throw FileError(path: "standard output", problem: "cannot be written (is the disk full?)")
    }
  }

  static func line(_ object: JSON) throws { try line(object.text) }

  /// Whether a person is looking.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}
