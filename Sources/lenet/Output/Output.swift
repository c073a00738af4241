import FileAccess
import Foundation

/// Standard output: results only, each line written at once.
enum Output {
  static func line(_ text: String) throws(FileError) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    } catch {
      throw FileError(path: "standard output", problem: "cannot be written: \(reason(error))")
    }
  }

  /// The system's own reason where there is one, without the wrapping.
  private static func reason(_ error: any Error) -> String {
    guard let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError,
      cause.domain == NSPOSIXErrorDomain
    else { return "is the disk full?" }
    return String(cString: strerror(Int32(truncatingIfNeeded: cause.code)))
  }

  static func line(_ object: JSON) throws(FileError) { try line(object.text) }

  /// Whether a person is looking.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}
