import Foundation

/// What the tool tells its caller at the end; scripts depend on the numbers.
enum ExitStatus: Int32 {
  case done = 0
  case failed = 1
  case usage = 2
  case interrupted = 130
}

/// Ends the process.
func exit(_ status: ExitStatus) -> Never { Foundation.exit(status.rawValue) }

/// A failure to be told in one line.
struct ToolError: Error {
  var message: String
  var status: ExitStatus

  /// The work could not be done.
  static func failed(_ message: String) -> ToolError {
    ToolError(message: message, status: .failed)
  }

  /// The arguments are wrong, alone or for the data that they name.
  static func usage(_ message: String) -> ToolError {
    ToolError(message: message, status: .usage)
  }
}

/// An end other than success about which everything has been said.
struct EarlyExit: Error {
  var status: ExitStatus
}
