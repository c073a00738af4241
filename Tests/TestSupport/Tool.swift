import Foundation

/// A tool of this package as it was built, run as a stranger would run it.
package struct Tool: Sendable {
  /// The tool's name, such as `lenet`.
  package let name: String
  /// The folder that it runs in: the test's own.
  package let folder: String

  /// What a finished run left behind.
  package struct Result: Sendable {
    /// The exit code; the negative of a signal that ended it.
    package var status: Int32
    package var output: String
    package var errors: String
    package var outputLines: [String] { output.split(separator: "\n").map(String.init) }
    package var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
  }

  /// The path of a file in the tool's folder.
  package func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Runs it to its end.
  package func run(_ arguments: String...) async throws -> Result { try await run(arguments) }

  /// Runs it to its end; its output goes to a file of the test's if one is given.
  package func run(
    _ arguments: [String], outputTo file: FileHandle? = nil, environment: [String: String] = [:]
  ) async throws -> Result {
    try RunningTool(
      try executable, arguments, folder: folder, environment: environment,
      output: file.map(ToolOutput.given) ?? .kept
    ).result()
  }

  /// Runs a shell script to its end, in which the tool is `$LENET`, if that is its name.
  package func shell(_ script: String) async throws -> Result {
    try start(script: script).result()
  }

  /// Starts a shell script, in which the tool is `$LENET`, if that is its name.
  package func start(script: String) throws -> RunningTool {
    try RunningTool(
      URL(fileURLWithPath: "/bin/sh"), ["-c", script], folder: folder,
      environment: [name.uppercased(): try executable.path])
  }

  /// Starts it.
  package func start(_ arguments: [String]) throws -> RunningTool {
    try RunningTool(try executable, arguments, folder: folder)
  }

  /// Starts it so that it never is more than a line ahead of who reads its output: it waits with
  /// a line until the one before has been read.
  package func startPaced(_ arguments: [String]) throws -> RunningTool {
    try RunningTool(try executable, arguments, folder: folder, output: .paced(try PacedPipe()))
  }

  /// The executable: it lies where the test bundle lies.
  private var executable: URL {
    get throws {
      var folder = URL(fileURLWithPath: CommandLine.arguments.first ?? "")
      let candidates = (0..<5).map { _ in
        folder.deleteLastPathComponent()
        return folder.appendingPathComponent(name)
      }
      let found = candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
      guard let found else { throw ToolError("\(name) is not beside the tests") }
      return found
    }
  }
}

/// Why a tool could not be tried.
package struct ToolError: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}

/// Runs some code with a tool in a fresh folder that is removed afterwards.
package func withTool(named name: String, _ body: (Tool) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.path + "/\(name)-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try await withTaskExecutorPreference(ToolThreads.shared) {
    try await body(Tool(name: name, folder: folder))
  }
}
