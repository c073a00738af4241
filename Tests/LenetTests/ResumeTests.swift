import BackendNaive
import DLCore
import Datasets
import FileAccess
import Foundation
import Models
import TestSupport
import Testing

@Suite struct ResumeTests {
  private static let options = [
    "--data", "data", "--backend", "naive", "--batch-size", "16", "--epochs", "4",
    "--validation-split", "0.2", "--augment",
  ]

  /// Starts a run in the folder `cut`, and signals it once so many of its epochs are done.
  private func cutRun(
    _ tool: Tool, _ signal: Int32, afterEpochs epochs: Int
  ) throws -> Tool.Result {
    try tool.writeData()
    let running = try tool.startCut(Self.options)
    for _ in 0..<epochs { _ = running.nextLine() }
    let isSent = running.send(signal) { tool.hasEpochs(epochs, in: "cut") }
    #expect(isSent)
    return try running.result()
  }

  /// The weights, and the metrics without speed and time, of a run that was never interrupted.
  private static let whole = Task {
    var outcome: (weights: [UInt8], metrics: [[Substring]]) = ([], [])
    try await withTool { tool in
      try tool.writeData()
      let result = try await tool.run(["train"] + options + ["--output", "whole"])
      #expect(result.status == 0, "\(result.errors)")
      outcome = (try tool.bytes("whole/model.safetensors"), try metrics(tool, "whole"))
    }
    return outcome
  }

  private static func metrics(_ tool: Tool, _ folder: String) throws -> [[Substring]] {
    try tool.lines("\(folder)/metrics.csv").map { Array($0.split(separator: ",").prefix(6)) }
  }

  /// Goes on with the run in `cut`, and checks that it ends as one that was never interrupted.
  @discardableResult
  private func expectSameAsUninterrupted(_ tool: Tool) async throws -> Tool.Result {
    let resumed = try await tool.run("train", "--resume", "cut")
    #expect(resumed.status == 0, "\(resumed.errors)")
    let whole = try await Self.whole.value
    #expect(try tool.bytes("cut/model.safetensors") == whole.weights)
    #expect(try Self.metrics(tool, "cut") == whole.metrics)
    #expect(whole.metrics.count == 5)
    return resumed
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func interruptedRunGoesOnAsIfNothingHadHappened(signal: Int32) async throws {
    try await withTool { tool in
      let result = try cutRun(tool, signal, afterEpochs: 1)
      #expect(result.status == 130)
      #expect(
        result.errorLines.contains(
          "lenet: stopping after this step; press Ctrl-C again to stop at once"))
      #expect(
        result.errorLines.last
          == "lenet: interrupted, all is saved; to go on: lenet train --resume cut")
      let evaluated = try await tool.run(
        "evaluate", "--weights", "cut/model.safetensors", "--data", "data", "--limit", "10")
      #expect(evaluated.status == 0)
      try await expectSameAsUninterrupted(tool)
    }
  }

  @Test(arguments: [0, 1, 2])
  func killedRunGoesOnFromItsLastCheckpoint(epochs: Int) async throws {
    try await withTool { tool in
      #expect(try cutRun(tool, SIGKILL, afterEpochs: epochs).status == -SIGKILL)
      try await expectSameAsUninterrupted(tool)
    }
  }

  @Test func secondSignalEndsAtOnce() async throws {
    try await withTool { tool in
      let running = try tool.start([
        "train", "--data", "synthetic", "--batch-size", "12000", "--backend", "naive",
      ])
      // Once its data are there, it computes little before its first step, and long for that.
      #expect(running.send(0) { running.errors.contains("test images") })
      let before = running.computedSeconds
      #expect(running.send(SIGINT) { running.computedSeconds > before + 0.5 })
      #expect(running.send(SIGINT) { running.errors.contains("stopping after this step") })
      let result = try running.result()
      #expect(result.status == 130)
      #expect(!result.errors.contains("all is saved"))
    }
  }

  @Test func damagedCheckpointFallsBackToThePreviousOne() async throws {
    try await withTool { tool in
      _ = try cutRun(tool, SIGKILL, afterEpochs: 3)
      try tool.write("nonsense", to: "cut/checkpoints/last.safetensors")
      let resumed = try await expectSameAsUninterrupted(tool)
      let warning = resumed.errorLines.filter { $0.contains("warning") }
      #expect(warning.count == 1)
      #expect(
        warning.first?.hasPrefix("lenet: warning: cut/checkpoints/last.safetensors: ") == true)
      #expect(
        warning.first?.hasSuffix("; going back to cut/checkpoints/previous.safetensors") == true)
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
      #expect(longer.errorLines.contains("resuming after 1 epoch"))
      let last = try await tool.run("train", "--resume", "run")
      #expect(last.errorLines.contains("resuming after 2 epochs"))
    }
  }

  /// Weights that have learned from three epochs are not those of a run of two.
  @Test func aRunIsNotMadeShorterThanItIs() async throws {
    try await withTool { tool in
      try tool.writeData()
      let options = ["--data", "data", "--batch-size", "32", "--backend", "naive"]
      _ = try await tool.run(["train"] + options + ["--epochs", "3", "--output", "run"])
      func files() throws -> [[UInt8]] {
        try ["config.json", "metrics.csv", "model.safetensors"].map { try tool.bytes("run/\($0)") }
      }
      let before = try files()
      let shorter = try await tool.run("train", "--resume", "run", "--epochs", "2")
      #expect(
        shorter.errorLines.last
          == "lenet: error: --epochs 2: the run in run has come to epoch 3; give 3 or more "
          + "(see 'lenet train --help')")
      #expect(shorter.status == 2)
      #expect(try files() == before)
    }
  }

  /// One-cycle and the like depend on the number of epochs: a longer run has had other rates.
  @Test(arguments: [
    ("constant", ["--epochs", "2"], false), ("constant", ["--threads", "2"], false),
    ("one-cycle", ["--threads", "2", "--epochs", "1"], false),
    ("one-cycle", ["--epochs", "2"], true), ("constant", ["--backend", "blas"], true),
  ])
  func aRunThatWasChangedOnTheWaySaysSo(
    schedule: String, change: [String], isChanged: Bool
  ) async throws {
    try await withTool { tool in
      try tool.writeData()
      let options = ["--data", "data", "--batch-size", "32", "--backend", "naive"]
      _ = try await tool.run(
        ["train"] + options + ["--schedule", schedule, "--epochs", "1", "--output", "run"])
      let resumed = try await tool.run(["train", "--resume", "run"] + change)
      #expect(resumed.status == 0, "\(resumed.errors)")
      for name in ["report.html", "model-card.md"] {
        let text = String(decoding: try tool.bytes("run/\(name)"), as: UTF8.self)
        #expect(text.contains("the same bit for bit") == !isChanged)
        #expect(text.contains("was changed on the way") == isChanged)
        #expect(!text.contains("--changed"))
      }
      // Done again, it is a run that nobody has changed.
      let again = try await tool.run("train", "--config", "run/config.json", "--output", "again")
      #expect(again.status == 0, "\(again.errors)")
      #expect(try !tool.lines("again/config.json").joined().contains("changed"))
    }
  }

  @Test func resumptionInTheMiddleOfAnEpochIsSaid() async throws {
    try await withTool { tool in
      try tool.writeData()
      let options = ["--data", "data", "--batch-size", "32", "--backend", "naive"]
      _ = try await tool.run(["train"] + options + ["--epochs", "1", "--output", "run"])
      // A run that was stopped after the first step.
      let backend = Autodiff(NaiveBackend<Float>())
      var trainer = Trainer(
        model: try LeNet5(on: backend, seed: 1),
        optimizer: try Adam<Autodiff<NaiveBackend<Float>>>(learningRate: 0.004))
      let images = try SyntheticDigits.make(trainingCount: 120, testCount: 10, seed: 3).training
      try trainer.fit(images, configuration: .init(epochs: 1, batchSize: 32, seed: 42)) {
        event, _ in
        if case .stepEnded = event { .stop } else { .proceed }
      }
      let last = tool.path("run/checkpoints/last.safetensors")
      try WeightFile.write(try trainer.checkpoint(), to: last)
      let resumed = try await tool.run("train", "--resume", "run")
      #expect(resumed.errorLines.contains("resuming in the middle of epoch 1"))
      #expect(resumed.status == 0)
    }
  }
}
