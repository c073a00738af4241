import DLCore
import FileAccess
import Foundation
import TestSupport
import Testing

/// A short training that saves often, for tests that get in its way.
enum SmallRun {
  /// What `lenet train` is given, but for the folder; one of three steps an epoch.
  static let options = [
    "--data", "data", "--batch-size", "16", "--epochs", "\(epochs)", "--validation-split", "0.25",
    "--schedule", "constant",
  ]
  static let epochs = 5

  /// What is left of a run that nobody got in the way of.
  struct Outcome: Sendable {
    var weights: [UInt8]
    /// The lines of `metrics.csv` without speed and time.
    var metrics: [[Substring]]
    var best: [UInt8]

    /// What is in a run's folder.
    init(_ tool: Tool, _ folder: String) throws {
      weights = try tool.bytes("\(folder)/model.safetensors")
      metrics = try tool.lines("\(folder)/metrics.csv").map {
        Array($0.split(separator: ",", omittingEmptySubsequences: false).prefix(6))
      }
      best = try tool.bytes("\(folder)/checkpoints/best.safetensors")
    }
  }

  static let whole = Task {
    var outcome: Outcome?
    try await withTool { tool in
      try prepare(tool)
      let result = try await tool.run(["train"] + options + ["--output", "whole"])
      #expect(result.status == 0, "\(result.errors)")
      outcome = try Outcome(tool, "whole")
    }
    return try #require(outcome)
  }

  /// Writes the data that the options name.
  static func prepare(_ tool: Tool) throws { try tool.writeData(training: 64, test: 10) }

  /// Checks that a run's folder is that of one which nobody got in the way of.
  static func expectWhole(_ tool: Tool, _ folder: String, _ note: String = "") async throws {
    let (whole, found) = (try await whole.value, try Outcome(tool, folder))
    #expect(found.weights == whole.weights, "\(note)")
    #expect(found.metrics == whole.metrics, "\(note)")
    #expect(found.best == whole.best, "\(note)")
    #expect(whole.metrics.count == epochs + 1)
  }

  /// Checks that whatever lies in a run's folder under a name of its own is whole, and returns how
  /// many epochs a resumed run would have behind it.
  static func savedEpochs(_ tool: Tool, _ folder: String) throws -> Int {
    var epochs: [String: Int] = [:]
    for name in (try? tool.names(in: folder)) ?? [] where name.hasSuffix(".safetensors") {
      _ = try WeightFile.read(tool.path("\(folder)/\(name)"))
    }
    for name in (try? tool.names(in: "\(folder)/checkpoints")) ?? []
    where name.hasSuffix(".safetensors") {
      let archive = try WeightFile.read(tool.path("\(folder)/checkpoints/\(name)"))
      #expect(archive.isCheckpoint)
      epochs[name] = archive.metadata["training.completed_epochs"].flatMap { Int($0) }
    }
    if Files.exists(tool.path("\(folder)/config.json")) {
      _ = try objects([try tool.lines("\(folder)/config.json").joined()])
    }
    return epochs["last.safetensors"] ?? epochs["previous.safetensors"] ?? 0
  }

  /// The unfinished files in a run's folder.
  static func unfinished(_ tool: Tool, _ folder: String) -> [String] {
    [folder, "\(folder)/checkpoints"].flatMap { (try? tool.names(in: $0)) ?? [] }
      .filter { $0.hasPrefix(".dlcore-") }
  }
}

/// What tests are told from outside.
enum TestSetting {
  private static let environment = ProcessInfo.processInfo.environment

  /// How often a training is killed: `DLCORE_KILLS`.
  static let kills = environment["DLCORE_KILLS"].flatMap { Int($0) } ?? 10
  /// When it is killed: `DLCORE_SEED`.
  static let seed = environment["DLCORE_SEED"].flatMap { UInt64($0) } ?? 1
}
