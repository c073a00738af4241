import DLCore
import FileAccess

/// The results of long work, which goes on when nobody reads them any more, or when there is no
/// room for them: what matters is in files.
final class ResultLines: Sendable {
  private let console: Console
  private let failure = Lock<FileError?>(nil)

  init(console: Console) { self.console = console }

  /// Writes a line; the first that cannot be written is told, and is the last that is tried.
  func line(_ text: String) {
    failure.withLock { failure in
      guard failure == nil else { return }
      do throws(FileError) {
        try Output.line(text)
      } catch {
        failure = error
        console.line("\(Tool.name): warning: \(error); the work goes on")
      }
    }
  }

  /// Writes an object as a line.
  func line(_ object: JSON) { line(object.text) }

  /// Throws what kept a line from being written.
  func requireAllWritten() throws(FileError) {
    if let failure = failure.withLock({ $0 }) { throw failure }
  }
}
