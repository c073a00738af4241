import FileAccess
import Foundation
import TestSupport
import Testing

/// Streams that are full, closed, or read by nobody: the work is done and saved all the same.
@Suite struct StreamTests {
  private static let train =
    "\"$LENET\" train \(SmallRun.options.joined(separator: " ")) --output run --format json"

  @Test(arguments: [
    (">/dev/full", "No space left on device"), (">&-", "Bad file descriptor"),
    ("| true", "Broken pipe"),
  ])
  func aTrainingWhoseResultsCannotBeWrittenIsSaved(redirection: String, reason: String) async throws
  {
    try await withTool { tool in
      try SmallRun.prepare(tool)
      let result = try await tool.shell("{ \(Self.train); echo $? >&2; } \(redirection)")
      let problem = "standard output: cannot be written: \(reason)"
      let lines = result.errorLines
      #expect(
        lines.filter { $0.hasPrefix("lenet: ") } == [
          "lenet: warning: \(problem); the work goes on", "lenet: error: \(problem)",
        ])
      #expect(lines.last == "1")
      try await SmallRun.expectWhole(tool, "run")
    }
  }

  @Test(arguments: ["2>/dev/full", "2>&-", "2>&1 >/dev/null | true", "<&- 2>&-"])
  func aTrainingWhoseProgressCannotBeToldIsDone(redirection: String) async throws {
    try await withTool { tool in
      try SmallRun.prepare(tool)
      let result = try await tool.shell("{ \(Self.train); echo $? >status; } \(redirection)")
      #expect(try tool.lines("status") == ["0"], "\(result.errors)")
      try await SmallRun.expectWhole(tool, "run")
    }
  }

  @Test(arguments: ["info", "--help", "draw", "--version"])
  func outputThatCannotBeWrittenIsToldInOneLine(command: String) async throws {
    try await withTool { tool in
      for (redirection, reason) in [
        (">/dev/full", "No space left on device"), (">&-", "Bad file descriptor"),
      ] {
        let result = try await tool.shell("exec \"$LENET\" \(command) \(redirection)")
        #expect(
          problems(result) == ["lenet: error: standard output: cannot be written: \(reason)"])
        #expect(result.status == 1)
      }
    }
  }

  /// Other commands end like all that are cut off by `head`: without a word.
  @Test func aReaderThatGoesAwayEndsOtherCommands() async throws {
    try await withTool { tool in
      let pipe = Pipe()
      try pipe.fileHandleForReading.close()
      let result = try await tool.run(["info"], outputTo: pipe.fileHandleForWriting)
      #expect(problems(result) == [])
      #expect(result.status == -SIGPIPE)
    }
  }

  /// What is told but for the model that is used.
  private func problems(_ result: Tool.Result) -> [String] {
    result.errorLines.filter { !$0.hasPrefix("lenet: using the pretrained ") }
  }
}
