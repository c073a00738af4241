import Foundation
import Testing

/// The built `lenet`, run as a stranger would run it.
struct Tool: Sendable {
  /// The folder that it runs in: the test's own.
  let folder: String

  /// What a finished run left behind.
  struct Result {
    var status: Int32
    var output: String
    var errors: String
    var outputLines: [String] { output.split(separator: "\n").map(String.init) }
    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
  }

  /// Runs it to its end.
  func run(_ arguments: String...) async throws -> Result { try await run(arguments) }

  /// Runs it to its end.
  func run(_ arguments: [String]) async throws -> Result {
    try await start(arguments).result()
  }

  /// Runs a shell script to its end, in which the tool is `$LENET`.
  func shell(_ script: String) async throws -> Result {
    try await start(script: script).result()
  }

  /// Starts a shell script, in which the tool is `$LENET`.
  func start(script: String) throws -> RunningTool {
    try RunningTool(
      URL(fileURLWithPath: "/bin/sh"), ["-c", script], folder: folder,
      environment: ["LENET": try Self.executable.path])
  }

  /// Starts it.
  func start(_ arguments: [String]) throws -> RunningTool {
    try RunningTool(try Self.executable, arguments, folder: folder)
  }

  /// The executable: it lies where the test bundle lies.
  private static var executable: URL {
    get throws {
      var folder = URL(fileURLWithPath: CommandLine.arguments.first ?? "")
      let candidates = (0..<5).map { _ in
        folder.deleteLastPathComponent()
        return folder.appendingPathComponent("lenet")
      }
      return try #require(
        candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) },
        "lenet is not beside the tests")
    }
  }
}

/// A `lenet` that has been started; its streams go to files, so that it never waits for a reader.
final class RunningTool: Sendable {
  private let process: Process
  private let scratch: String
  private let ended: AsyncStream<Void>

  init(
    _ executable: URL, _ arguments: [String], folder: String,
    environment: [String: String] = [:]
  ) throws {
    scratch = folder + "/.streams-\(UUID().uuidString)"
    for name in ["output", "errors"] {
      _ = FileManager.default.createFile(atPath: "\(scratch)-\(name)", contents: nil)
    }
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    // No cache and no data of this machine: what a test needs, it brings along.
    let usual = ["HOME": folder, "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"]
    process.environment = usual.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: "\(scratch)-output")
    process.standardError = FileHandle(forWritingAtPath: "\(scratch)-errors")
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    process.terminationHandler = { _ in continuation.finish() }
    ended = stream
    self.process = process
    try process.run()
  }

  /// What it has written to standard error so far.
  var errors: String { read("errors") }

  /// Sends a signal as soon as a condition holds; false when the tool ends or a minute passes
  /// before that.
  ///
  /// Waits on a thread of its own: other tests may keep those of the tasks busy for long.
  func send(_ signal: Int32, when condition: @escaping @Sendable () -> Bool) async -> Bool {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { [self] in
        let end = ContinuousClock.now + .seconds(60)
        while !condition() && process.isRunning && ContinuousClock.now < end {
          Thread.sleep(forTimeInterval: 0.0005)
        }
        let holds = condition() && process.isRunning
        if holds { kill(process.processIdentifier, signal) }
        continuation.resume(returning: holds)
      }
    }
  }

  /// Waits for the end; the status of a process that a signal killed is the signal's negative.
  func result() async throws -> Tool.Result {
    for await _ in ended {}
    let status = process.terminationStatus
    return Tool.Result(
      status: process.terminationReason == .exit ? status : -status, output: read("output"),
      errors: errors)
  }

  private func read(_ name: String) -> String {
    let data = FileManager.default.contents(atPath: "\(scratch)-\(name)") ?? Data()
    return String(decoding: data, as: UTF8.self)
  }
}

/// Runs some code with the tool in a fresh folder that is removed afterwards.
func withTool(_ body: (Tool) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.path + "/lenet-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try await body(Tool(folder: folder))
}
