import Foundation
import Testing

@Suite struct ResumeTests {
  private static let options = [
    "--data", "data", "--backend", "naive", "--batch-size", "16", "--epochs", "6",
    "--validation-split", "0.2",
  ]

  /// Starts a run in the folder `cut`, and waits for its first epoch's end.
  private func startRun(_ tool: Tool) async throws -> RunningTool {
    let running = try tool.start(["train"] + Self.options + ["--output", "cut"])
    let isOnItsWay = try await running.wait {
      (try? tool.lines("cut/metrics.csv").count >= 2) ?? false
    }
    #expect(isOnItsWay, "\(running.errors)")
    return running
  }

  /// Goes on with the run in `cut`, and checks that it ends as one that was never interrupted.
  @discardableResult
  private func expectSameAsUninterrupted(_ tool: Tool) async throws -> Tool.Result {
    let resumed = try await tool.run("train", "--resume", "cut")
    #expect(resumed.status == 0, "\(resumed.errors)")
    let whole = try await tool.run(["train"] + Self.options + ["--output", "whole"])
    #expect(whole.status == 0)
    #expect(try tool.bytes("cut/model.safetensors") == tool.bytes("whole/model.safetensors"))
    // All but speed and time.
    let metrics = try ["cut", "whole"].map { folder in
      try tool.lines("\(folder)/metrics.csv").map { $0.split(separator: ",").prefix(6) }
    }
    #expect(metrics[0] == metrics[1])
    #expect(metrics[1].count == 7)
    return resumed
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func interruptedRunGoesOnAsIfNothingHadHappened(signal: Int32) async throws {
    try await withTool { tool in
      try tool.writeData()
      let running = try await startRun(tool)
      running.send(signal)
      let result = try await running.result()
      #expect(result.status == 130)
      #expect(
        Array(result.errorLines.suffix(2)) == [
          "lenet: stopping after this step; press Ctrl-C again to stop at once",
          "lenet: interrupted, all is saved; to go on: lenet train --resume cut",
        ])
      let evaluated = try await tool.run(
        "evaluate", "--weights", "cut/model.safetensors", "--data", "data")
      #expect(evaluated.status == 0)
      try await expectSameAsUninterrupted(tool)
    }
  }

  @Test func killedRunGoesOnFromItsLastCheckpoint() async throws {
    try await withTool { tool in
      try tool.writeData()
      let running = try await startRun(tool)
      running.send(SIGKILL)
      #expect(try await running.result().status == -SIGKILL)
      try await expectSameAsUninterrupted(tool)
    }
  }

  @Test func secondSignalEndsAtOnce() async throws {
    try await withTool { tool in
      let running = try tool.start([
        "train", "--data", "synthetic", "--batch-size", "12000", "--backend", "naive",
      ])
      _ = try await running.wait { running.errors.contains("test images") }
      try await Task.sleep(for: .milliseconds(300))
      running.send(SIGINT)
      #expect(try await running.wait { running.errors.contains("stopping after this step") })
      running.send(SIGINT)
      let result = try await running.result()
      #expect(result.status == 130)
      #expect(!result.errors.contains("all is saved"))
    }
  }

  @Test func damagedCheckpointFallsBackToThePreviousOne() async throws {
    try await withTool { tool in
      try tool.writeData()
      let running = try await startRun(tool)
      _ = try await running.wait { (try? tool.lines("cut/metrics.csv").count >= 3) ?? false }
      _ = try await running.wait {
        FileManager.default.fileExists(atPath: tool.path("cut/checkpoints/previous.safetensors"))
          && FileManager.default.fileExists(atPath: tool.path("cut/checkpoints/last.safetensors"))
      }
      running.send(SIGKILL)
      _ = try await running.result()
      try tool.write("nonsense", to: "cut/checkpoints/last.safetensors")
      let resumed = try await expectSameAsUninterrupted(tool)
      let warning = resumed.errorLines.filter { $0.contains("warning") }
      #expect(warning.count == 1)
      #expect(
        warning.first?.hasPrefix(
          "lenet: warning: cut/checkpoints/last.safetensors: the header's length") == true)
      #expect(warning.first?.hasSuffix("; going back to cut/checkpoints/previous.safetensors") == true)
    }
  }

  @Test func twoDamagedCheckpointsAreAnError() async throws {
    try await withTool { tool in
      try tool.writeData()
      let options = ["--data", "data", "--batch-size", "32", "--backend", "naive"]
      _ = try await tool.run(["train"] + options + ["--epochs", "2", "--output", "run"])
      for name in ["last", "previous"] {
        try tool.write("", to: "run/checkpoints/\(name).safetensors")
      }
      let result = try await tool.run("train", "--resume", "run")
      #expect(result.status == 1)
      #expect(
        result.errorLines.last?.hasPrefix("lenet: error: run/checkpoints/last.safetensors: ")
          == true)
    }
  }

  @Test func finishedRunHasNothingLeftToDo() async throws {
    try await withTool { tool in
      try tool.writeData()
      let options = ["--data", "data", "--batch-size", "32", "--backend", "naive"]
      _ = try await tool.run(["train"] + options + ["--epochs", "1", "--output", "run"])
      let before = try tool.bytes("run/model.safetensors")
      let again = try await tool.run("train", "--resume", "run")
      #expect(again.status == 0)
      #expect(again.output.hasPrefix("trained for 1 epoch\n"))
      #expect(try tool.bytes("run/model.safetensors") == before)
      let longer = try await tool.run("train", "--resume", "run", "--epochs", "2")
      #expect(longer.output.hasPrefix("trained for 2 epochs\n"))
      #expect(try tool.lines("run/metrics.csv").count == 3)
    }
  }
}
