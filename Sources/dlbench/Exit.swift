import ArgumentParser
import BackendSIMD
import ToolSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The exit codes that scripts rely on.
package enum Exit {
  /// The work failed, or found something wrong.
  package static let failure = ExitCode(1)
  /// The command was used wrongly.
  package static let usage = ExitCode(2)
  /// Something has become slower.
  package static let regression = ExitCode(3)
  /// The work was interrupted; what was done is shown.
  package static let interrupted = ExitCode(130)

  /// Runs a command; wrong usage exits with 2, not with argument-parser's 64.
  static func run(_ command: ParsableCommand.Type) -> Never {
    StandardStreams.secure()
    var status: Int32 = 0
    do {
      if let problem = ArgumentText.problem ?? InstructionSet.problem {
        throw ValidationError(problem)
      }
      try perform(command)
    } catch {
      status = report(error, of: command)
    }
    // What is still in a buffer would be lost without a word.
    if fflush(nil) != 0 {
      standardError(
        "dlbench: error: standard output: cannot be written: \(String(cString: strerror(errno)))")
      if status == 0 { status = failure.rawValue }
    }
    exit(status)
  }

  /// Reads the arguments and does what they say; help is shown only where it was asked for.
  private static func perform(_ type: ParsableCommand.Type) throws {
    do {
      var command = try type.parseAsRoot()
      try command.run()
    } catch  where type.exitCode(for: error) == .success {
      let arguments = Array(CommandLine.arguments.dropFirst())
      if let problem = MistakenOption.problem(in: arguments) { throw ValidationError(problem) }
      throw error
    }
  }

  /// Says what went wrong in one line, or prints the help that was asked for; the status to end
  /// with.
  private static func report(_ error: any Error, of command: ParsableCommand.Type) -> Int32 {
    let code = command.exitCode(for: error)
    guard code != .success else {
      print(command.fullMessage(for: error))
      return 0
    }
    let isUsage = code == .validationFailure
    let message = command.message(for: error).split(whereSeparator: \.isNewline)
      .joined(separator: " ")
    if !message.isEmpty {
      standardError("dlbench: error: \(message)" + (isUsage ? " (see '\(help(command))')" : ""))
    }
    return isUsage ? usage.rawValue : code.rawValue
  }

  /// The command whose help tells what would be right.
  private static func help(_ command: ParsableCommand.Type) -> String {
    let names = command.configuration.subcommands.compactMap { $0.configuration.commandName }
    let first = CommandLine.arguments.dropFirst().first.flatMap { names.contains($0) ? $0 : nil }
    return ["dlbench", first, "--help"].compactMap(\.self).joined(separator: " ")
  }
}

extension Exit {
  /// Says in one line what went wrong, for the work to end with.
  static func failure(_ problem: String) -> ExitCode {
    standardError("dlbench: error: \(problem)")
    return failure
  }
}

/// Writes a line to standard error, whatever is in it.
func standardError(_ line: String) {
  let bytes = Array((line.printableLine + "\n").utf8)
  // What cannot be written cannot be told either.
  _ = write(STDERR_FILENO, bytes, bytes.count)
}
