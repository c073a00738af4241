import DLCore
import FileAccess
import Foundation
import TestSupport
import Testing

/// Damaged checkpoints, and trainings that go wrong, never cost more than an epoch.
@Suite struct DamageTests {
  /// The files of a run that was killed in its middle.
  private static let cut = Task {
    var files: [String: [UInt8]] = [:]
    try await withTool { tool in
      try SmallRun.prepare(tool)
      let running = try tool.startCut(SmallRun.options)
      for _ in 0..<3 { _ = running.nextLine() }
      #expect(running.send(SIGKILL) { tool.hasEpochs(3, in: "cut") })
      _ = try running.result()
      #expect(try SmallRun.savedEpochs(tool, "cut") >= 2)
      for folder in ["cut", "cut/checkpoints"] {
        for name in try tool.names(in: folder) where name != "checkpoints" {
          files["\(folder)/\(name)"] = try tool.bytes("\(folder)/\(name)")
        }
      }
    }
    return files
  }

  /// Runs some code with a copy of that run.
  private func withCutRun(_ body: (Tool) async throws -> Void) async throws {
    let files = try await Self.cut.value
    try await withTool { tool in
      try SmallRun.prepare(tool)
      try Files.createFolder(tool.path("cut/checkpoints"))
      for (name, bytes) in files { try Files.writeAtomically(bytes, to: tool.path(name)) }
      try await body(tool)
    }
  }

  private static let last = "cut/checkpoints/last.safetensors"
  private static let previous = "cut/checkpoints/previous.safetensors"

  /// Flips one bit of a file at a share of its length.
  private func flip(_ tool: Tool, _ name: String, at share: Double) throws {
    var bytes = try tool.bytes(name)
    bytes[Int(share * Double(bytes.count - 1))] ^= 0x10
    try Files.writeAtomically(bytes, to: tool.path(name))
  }

  /// In the header, in the first tensor, in the middle, at the very end.
  @Test(arguments: [0, 0.002, 0.02, 0.5, 1])
  func aFlippedBitIsFoundAndThePreviousCheckpointUsed(share: Double) async throws {
    try await withCutRun { tool in
      try flip(tool, Self.last, at: share)
      let resumed = try await tool.run("train", "--resume", "cut")
      #expect(resumed.status == 0, "\(resumed.errors)")
      let warnings = resumed.errorLines.filter { $0.contains("warning") }
      #expect(warnings.count == 1)
      #expect(warnings.first?.hasPrefix("lenet: warning: \(Self.last): ") == true)
      #expect(warnings.first?.hasSuffix("; going back to \(Self.previous)") == true)
      try await SmallRun.expectWhole(tool, "cut")
    }
  }

  /// The damaged one must not take the place of the good one before it.
  @Test func aDamagedCheckpointDoesNotBecomeThePreviousOne() async throws {
    try await withCutRun { tool in
      try flip(tool, Self.last, at: 0.5)
      let (damaged, good) = (try tool.bytes(Self.last), try tool.bytes(Self.previous))
      // The limit stops the run at its first save.
      let limited = try await tool.shell("ulimit -f 1000; exec \"$LENET\" train --resume cut")
      #expect(limited.status == 1)
      #expect(try tool.bytes(Self.previous) == good)
      #expect(try tool.bytes("cut/checkpoints/damaged.safetensors") == damaged)
      let resumed = try await tool.run("train", "--resume", "cut")
      #expect(resumed.status == 0, "\(resumed.errors)")
      try await SmallRun.expectWhole(tool, "cut")
    }
  }

  @Test func theBestCheckpointIsTheLastResort() async throws {
    try await withCutRun { tool in
      for name in [Self.last, Self.previous] { try flip(tool, name, at: 0.5) }
      let resumed = try await tool.run("train", "--resume", "cut")
      #expect(resumed.status == 0, "\(resumed.errors)")
      let warnings = resumed.errorLines.filter { $0.contains("warning") }
      #expect(warnings.count == 2)
      #expect(
        warnings.allSatisfy { $0.hasSuffix("; going back to cut/checkpoints/best.safetensors") })
      try await SmallRun.expectWhole(tool, "cut")
    }
  }

  @Test func theBestCheckpointIsThatOfTheLowestValidationLoss() async throws {
    try await withTool { tool in
      try SmallRun.prepare(tool)
      let result = try await tool.run(["train"] + SmallRun.options + ["--output", "run"])
      #expect(result.status == 0)
      let rows = try tool.lines("run/metrics.csv").dropFirst().map {
        $0.split(separator: ",").compactMap { Double($0) }
      }
      let best = try #require(rows.min { ($0[3], $0[0]) < ($1[3], $1[0]) })
      let archive = try WeightFile.read(tool.path("run/checkpoints/best.safetensors"))
      #expect(archive.metadata["training.completed_epochs"] == "\(Int(best[0]))")
      let evaluated = try await tool.run(
        "evaluate", "--weights", "run/checkpoints/best.safetensors", "--data", "data")
      #expect(evaluated.status == 0)
    }
  }

  /// Weights whose checkpoints somebody has removed are not trained anew, and so overwritten.
  @Test func aResultWithoutACheckpointIsNotOverwritten() async throws {
    try await withTool { tool in
      try SmallRun.prepare(tool)
      let result = try await tool.run(["train"] + SmallRun.options + ["--output", "run"])
      #expect(result.status == 0)
      try await expectRefusal(tool, "run", has: "weights", keeping: "model.safetensors")
    }
  }

  /// A run whose checkpoints somebody has removed does not begin anew over its record.
  @Test func aRecordWithoutACheckpointIsNotDropped() async throws {
    try await withCutRun { tool in
      let epochs = try tool.lines("cut/metrics.csv").count - 1
      let record = "a record of \(epochs) epochs"
      try await expectRefusal(tool, "cut", has: record, keeping: "metrics.csv")
    }
  }

  /// Removes a run's checkpoints, and checks that it is not gone on with then and a file stays.
  private func expectRefusal(
    _ tool: Tool, _ folder: String, has result: String, keeping name: String
  ) async throws {
    let before = try tool.bytes("\(folder)/\(name)")
    try FileManager.default.removeItem(atPath: tool.path("\(folder)/checkpoints"))
    let resumed = try await tool.run("train", "--resume", folder)
    #expect(
      resumed.errorLines.last
        == "lenet: error: \(folder): has \(result), but no checkpoint to go on from; a new run "
        + "needs another folder (--output)")
    #expect(resumed.status == 1)
    #expect(try tool.bytes("\(folder)/\(name)") == before)
  }

  /// What a full disk cut off in the middle of a line is no epoch.
  @Test(arguments: ["1", "5,0.5,0.3", "4,0.1,0.2,0.3,0.4,0.5,0."])
  func aLineThatWasCutOffIsDropped(rest: String) async throws {
    try await withCutRun { tool in
      let text = try tool.lines("cut/metrics.csv").joined(separator: "\n") + "\n" + rest
      try tool.write(text, to: "cut/metrics.csv")
      #expect(try await tool.run("train", "--resume", "cut").status == 0)
      try await SmallRun.expectWhole(tool, "cut")
    }
  }

  /// A run that was killed when it had only begun to record.
  @Test(arguments: ["", "epoch,lo", "epoch,loss\n"])
  func aRecordWithoutItsHeaderIsBegunAnew(content: String) async throws {
    try await withCutRun { tool in
      try FileManager.default.removeItem(atPath: tool.path("cut/checkpoints"))
      try tool.write(content, to: "cut/metrics.csv")
      #expect(try await tool.run("train", "--resume", "cut").status == 0)
      try await SmallRun.expectWhole(tool, "cut")
    }
  }

  /// A rate that grows until nothing is finite any more.
  @Test func aTrainingThatDivergesKeepsItsGoodCheckpoint() async throws {
    try await withTool { tool in
      try SmallRun.prepare(tool)
      let result = try await tool.run(
        "train", "--data", "data", "--batch-size", "16", "--epochs", "40", "--optimizer", "sgd",
        "--learning-rate", "1000000", "--schedule", "one-cycle", "--output", "run")
      #expect(result.status == 1)
      let last = try #require(result.errorLines.last)
      #expect(last.hasPrefix("lenet: error: training diverged after "), "\(last)")
      #expect(last.hasSuffix("start again with a --learning-rate below 1000000.0"), "\(last)")
      #expect(!Files.exists(tool.path("run/model.safetensors")))
    }
  }

  @Test func aCheckpointOfNumbersOutlivesTheDivergenceAfterIt() async throws {
    try await withCutRun { tool in
      // The same run with a rate that no weight survives, from the good checkpoint on.
      let settings = String(decoding: try tool.bytes("cut/config.json"), as: UTF8.self)
      let wild = settings.replacing(/"learning_rate" : [0-9.]+/, with: "\"learning_rate\" : 1e30")
      #expect(wild != settings)
      try tool.write(wild, to: "cut/config.json")
      let before = try tool.bytes(Self.last)
      let result = try await tool.run("train", "--resume", "cut")
      #expect(result.status == 1)
      #expect(result.errorLines.last?.contains("training diverged after ") == true)
      #expect(try tool.bytes(Self.last) == before)
      #expect(try SmallRun.savedEpochs(tool, "cut") >= 2)

      try tool.write(settings, to: "cut/config.json")
      #expect(try await tool.run("train", "--resume", "cut").status == 0)
      try await SmallRun.expectWhole(tool, "cut")
    }
  }
}
