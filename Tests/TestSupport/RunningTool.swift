import Foundation

/// Where a tool's output goes.
enum ToolOutput: Sendable {
  /// Into a file, from which the result has it.
  case kept
  /// To something that the test has opened.
  case given(FileHandle)
  /// To the test, line by line.
  case paced(PacedPipe)
}

/// A tool that has been started.
///
/// What waits here keeps its thread, which is one of `ToolThreads`.
package final class RunningTool: Sendable {
  /// A tool that takes longer is taken to hang, and ended; no test waits for that.
  private static let patience = Duration.seconds(1200)

  private let process: Process
  private let scratch: String
  private let paced: PacedPipe?
  private let ended = DispatchSemaphore(value: 0)

  init(
    _ executable: URL, _ arguments: [String], folder: String,
    environment: [String: String] = [:], output: ToolOutput = .kept
  ) throws {
    scratch = folder + "/.streams-\(UUID().uuidString)"
    for name in ["output", "errors"] {
      _ = FileManager.default.createFile(atPath: "\(scratch)-\(name)", contents: nil)
    }
    process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    // No cache and no data of this machine: what a test needs, it brings along.
    let usual = ["HOME": folder, "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"]
    process.environment = usual.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: "\(scratch)-errors")
    switch output {
    case .kept:
      paced = nil
      process.standardOutput = FileHandle(forWritingAtPath: "\(scratch)-output")
    case .given(let file):
      paced = nil
      process.standardOutput = file
    case .paced(let pipe):
      paced = pipe
      process.standardOutput = pipe.writingEnd
    }
    let ended = ended
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    paced?.closeWritingEnd()
  }

  /// What it has written to standard error so far.
  package var errors: String { read("errors") }

  /// The next line of the output of a paced tool, which may then go on to the one after the next;
  /// nil at its end.
  package func nextLine() -> String? { paced?.nextLine() }

  /// The seconds that it has computed so far, on Linux.
  package var computedSeconds: Double {
    let path = "/proc/\(process.processIdentifier)/stat"
    let fields = (try? String(contentsOfFile: path, encoding: .utf8))?
      .split(separator: ")").last?.split(separator: " ")
    // The 14th and 15th, of which the name in brackets is the second (proc_pid_stat(5)).
    guard let fields, fields.count > 12, let user = Double(fields[11]),
      let system = Double(fields[12])
    else { return 0 }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// Sends a signal as soon as a condition holds; false when the tool ends before that.
  package func send(_ signal: Int32, when condition: () -> Bool = { true }) -> Bool {
    let end = ContinuousClock.now + Self.patience
    while !condition() && process.isRunning {
      if ContinuousClock.now > end { kill(process.processIdentifier, SIGKILL) }
      usleep(500)
    }
    let holds = condition() && process.isRunning
    if holds { kill(process.processIdentifier, signal) }
    return holds
  }

  /// Waits for the end.
  package func result() throws -> Tool.Result {
    let lines = paced?.remainingLines() ?? []
    let seconds = Double(Self.patience.components.seconds)
    if ended.wait(timeout: .now() + seconds) == .timedOut {
      kill(process.processIdentifier, SIGKILL)
      throw ToolError("the tool had not ended after \(seconds) s")
    }
    ended.signal()
    let status = process.terminationStatus
    return Tool.Result(
      status: process.terminationReason == .exit ? status : -status,
      output: paced == nil ? read("output") : lines.map { $0 + "\n" }.joined(), errors: errors)
  }

  private func read(_ name: String) -> String {
    let data = FileManager.default.contents(atPath: "\(scratch)-\(name)") ?? Data()
    return String(decoding: data, as: UTF8.self)
  }
}
