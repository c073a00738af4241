import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The exit codes that scripts rely on.
enum Exit {
  /// The work failed, or found something wrong.
  static let failure = ExitCode(1)
  /// The command was used wrongly.
  static let usage = ExitCode(2)
  /// Something has become slower.
  static let regression = ExitCode(3)
  /// The work was interrupted; what was done is shown.
  static let interrupted = ExitCode(130)

  /// Runs a command; wrong usage exits with 2, not with argument-parser's 64.
  static func run(_ command: ParsableCommand.Type) -> Never {
    do {
      var command = try command.parseAsRoot()
      try command.run()
      exit(0)
    } catch {
      let code = command.exitCode(for: error)
      let message = command.fullMessage(for: error)
      if code == .success {
        print(message)
      } else if !message.isEmpty {
        standardError(message)
      }
      exit(code == .validationFailure ? usage.rawValue : code.rawValue)
    }
  }
}

extension Exit {
  /// Says in one line what went wrong, for the work to end with.
  static func failure(_ problem: String) -> ExitCode {
    standardError("dlbench: error: \(problem)")
    return failure
  }
}

/// Writes a line to standard error.
func standardError(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  // What cannot be written cannot be told either.
  _ = write(STDERR_FILENO, bytes, bytes.count)
}
