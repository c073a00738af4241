import Foundation
import Testing

/// The built `dlbench`, run as a stranger would run it, in a folder of the test's own.
struct Tool: Sendable {
  let folder: String

  /// What a finished run left behind.
  struct Result {
    var status: Int32
    var output: String
    var errors: String
    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
  }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Runs it to its end; `signal` is sent after so many seconds.
  ///
  /// Its output may go to a device.
  func run(
    _ arguments: [String], signal: (number: Int32, after: Double)? = nil, device: String? = nil,
    environment: [String: String] = [:]
  ) async throws -> Result {
    let process = Process()
    process.executableURL = try Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ["HOME": folder, "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let (output, errors) = (path(".output"), path(".errors"))
    for file in [output, errors] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
    process.standardOutput = FileHandle(forWritingAtPath: device ?? output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    let (ended, continuation) = AsyncStream<Void>.makeStream()
    process.terminationHandler = { _ in continuation.finish() }
    try process.run()
    if let signal {
      try await Task.sleep(for: .seconds(signal.after))
      if process.isRunning { kill(process.processIdentifier, signal.number) }
    }
    for await _ in ended {}
    return Result(
      status: process.terminationStatus, output: Self.text(output), errors: Self.text(errors))
  }

  private static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }

  /// The executable: it lies where the test bundle lies.
  static var executable: URL {
    get throws {
      var folder = URL(fileURLWithPath: CommandLine.arguments.first ?? "")
      let candidates = (0..<5).map { _ in
        folder.deleteLastPathComponent()
        return folder.appendingPathComponent("dlbench")
      }
      return try #require(
        candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) },
        "dlbench is not beside the tests")
    }
  }
}

/// Runs some code with the tool in a fresh folder that is removed afterwards.
func withTool(_ body: (Tool) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.path + "/dlbench-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try await body(Tool(folder: folder))
}
