import FileAccess
import Foundation
import TestSupport
import Testing

/// Two runs that want the same folder: one gets it.
@Suite struct TwoRunsTests {
  private static let options = ["--data", "data", "--batch-size", "16", "--output", "same"]
  private static let refusal =
    "lenet: error: same: another run is writing into this folder; wait for its end"

  @Test func aFolderThatIsInUseIsRefusedUntilItsRunIsGone() async throws {
    try await withTool { tool in
      try SmallRun.prepare(tool)
      let first = try tool.start(["train"] + Self.options + ["--epochs", "100000"])
      #expect(first.send(0) { hasCheckpoint(tool) }, "\(first.errors)")
      let settings = try tool.bytes("same/config.json")
      for folder in ["same", "./same/"] {
        // One that is let in comes to an end.
        let second = try await tool.run("train", "--resume", folder, "--epochs", "1")
        #expect(second.errors == Self.refusal.replacing(": same:", with: ": \(folder):") + "\n")
        #expect(second.output == "")
        #expect(second.status == 1)
      }
      #expect(try tool.bytes("same/config.json") == settings)

      #expect(first.send(SIGKILL) { hasCheckpoint(tool) })
      _ = try first.result()
      // The lock has gone with the process, however that ended.
      let epochs = try SmallRun.savedEpochs(tool, "same")
      let next = try await tool.run("train", "--resume", "same", "--epochs", "\(epochs)")
      #expect(next.status == 0, "\(next.errors)")
    }
  }

  private func hasCheckpoint(_ tool: Tool) -> Bool {
    Files.exists(tool.path("same/checkpoints/last.safetensors"))
  }

  @Test func ofManyThatStartAtOnceOneRuns() async throws {
    try await withTool { tool in
      try SmallRun.prepare(tool)
      let all = try (0..<6).map { _ in
        try tool.start(["train"] + SmallRun.options + ["--output", "same"])
      }
      var statuses: [Int32] = []
      for running in all {
        let result = try running.result()
        statuses.append(result.status)
        guard result.status != 0 else { continue }
        let last = try #require(result.errorLines.last)
        #expect(
          last == Self.refusal + ", or give another folder with --output"
            || last.hasPrefix("lenet: error: --output same already holds a run; "), "\(last)")
        #expect(result.output == "")
      }
      #expect(statuses.count { $0 == 0 } == 1, "\(statuses)")
      try await SmallRun.expectWhole(tool, "same")
    }
  }
}
