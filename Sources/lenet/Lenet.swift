import ArgumentParser
import BackendSIMD
import DLCore
import Datasets
import DigitImages
import FileAccess
import PretrainedModels
import ToolSupport

/// The tool's name and version.
enum Tool {
  static let name = "lenet"
  static let version = "0.1.0"
}

/// The tool: train LeNet-5, evaluate it, recognise pictures with it.
struct Lenet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Tool.name,
    abstract: "Trains LeNet-5 and recognises handwritten digits with it.",
    discussion: """
      Results go to standard output, progress and warnings to standard error.
      Exit codes: 0 done; 1 the work failed; 2 wrong usage; 130 interrupted, work saved.
      """,
    version: Tool.version,
    subcommands: [
      TrainCommand.self, EvaluateCommand.self, PredictCommand.self, InfoCommand.self,
      ExportCommand.self, DrawCommand.self,
    ])

  func run() throws {
    throw ToolError.usage("give a command: train, evaluate, predict, info, export or draw")
  }
}

@main
enum Main {
  static func main() {
    _ = ProcessClock.start
    StandardStreams.secure()
    let arguments = Array(CommandLine.arguments.dropFirst())
    let status: ExitStatus
    do {
      var command = try parse(arguments)
      try command.run()
      status = .done
    } catch {
      status = report(error, arguments)
    }
    exit(status)
  }

  /// Reads the arguments; whatever is wrong with them is wrong usage.
  private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
    if let problem = ArgumentText.problem ?? InstructionSet.problem {
      throw ToolError.usage(problem)
    }
    do {
      return try Lenet.parseAsRoot(arguments)
    } catch  where Lenet.exitCode(for: error) == .success {
      throw error
    } catch {
      let lines = Lenet.message(for: error).split(whereSeparator: \.isNewline)
      throw ToolError.usage(lines.joined(separator: " "))
    }
  }

  /// Says what went wrong in one line, or prints the help that was asked for.
  private static func report(_ error: any Error, _ arguments: [String]) -> ExitStatus {
    if let stop = error as? EarlyExit { return stop.status }
    let mistake = MistakenOption.problem(in: arguments).map(ToolError.usage)
    guard let failure = ToolError(error) ?? mistake else {
      return show(Lenet.fullMessage(for: error)) ? .done : .failed
    }
    let hint = failure.status == .usage ? " (see '\(helpCommand(arguments))')" : ""
    Console.standard.line("\(Tool.name): error: \(failure.message)\(hint)")
    return failure.status
  }

  /// Prints a text that was asked for; false when it could not be, which is told.
  private static func show(_ text: String) -> Bool {
    do throws(FileError) {
      try Output.line(text)
      return true
    } catch {
      Console.standard.line("\(Tool.name): error: \(error)")
      return false
    }
  }

  private static func helpCommand(_ arguments: [String]) -> String {
    let names = Lenet.configuration.subcommands.compactMap { $0.configuration.commandName }
    let command = arguments.first.flatMap { names.contains($0) ? "\($0) " : nil } ?? ""
    return "\(Tool.name) \(command)--help"
  }
}

extension ToolError {
  /// The failure that an error is; `nil` for a request for help.
  fileprivate init?(_ error: any Error) {
    switch error {
    case let error as ToolError: self = error
    case is FileError, is DatasetError, is PictureError, is TensorError, is UnknownBackendError,
      is PretrainedModelError:
      self = .failed("\(error)")
    default:
      guard Lenet.exitCode(for: error) != .success else { return nil }
      let lines = Lenet.message(for: error).split(whereSeparator: \.isNewline)
      self = .failed(lines.joined(separator: " "))
    }
  }
}
