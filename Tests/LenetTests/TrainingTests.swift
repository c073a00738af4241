import DLCore
import FileAccess
import Foundation
import TestSupport
import Testing

@Suite struct TrainingTests {
  private static let short = [
    "--data", "data", "--backend", "naive", "--batch-size", "32", "--epochs", "2",
  ]

  @Test func trainingLeavesARunFolder() async throws {
    try await withTool { tool in
      try tool.writeData()
      let result = try await tool.run(["train"] + Self.short)
      #expect(result.status == 0, "\(result.errors)")
      let run = "runs/lenet5-data-1"
      #expect(
        try tool.names(in: run)
          == [
            "checkpoints", "config.json", "confusion-matrix.svg", "events.out.tfevents.lenet",
            "learning-curves.svg", "metrics.csv", "mistakes.svg", "model-card.md",
            "model.safetensors", "report.html",
          ])
      #expect(
        try tool.names(in: "\(run)/checkpoints")
          == ["last.safetensors", "previous.safetensors"])
      let lines = result.outputLines.map { $0.split(separator: " ").first.map(String.init) }
      #expect(lines == ["trained", "test", "test", "time", "data", "weights", "report"])
      #expect(
        result.outputLines.suffix(2) == [
          "weights        \(run)/model.safetensors", "report         \(run)/report.html",
        ])
      let metrics = try tool.lines("\(run)/metrics.csv")
      #expect(metrics.count == 3)
      #expect(
        metrics.first
          == "epoch,loss,accuracy,validation_loss,validation_accuracy,learning_rate,"
          + "images_per_second,seconds")
      let weights = try WeightFile.read(tool.path("\(run)/model.safetensors"))
      #expect(weights.entries.count == 10)
      #expect(
        weights.metadata.filter { $0.key != "accuracy" } == [
          "model": "lenet5", "dataset": "data", "seed": "42", "epochs": "2", "mean": "0",
          "std": "1", "version": "0.1.0",
        ])
      #expect(weights.metadata["accuracy"].flatMap(Double.init) != nil)
    }
  }

  @Test func progressIsPlainLinesWhenNobodyIsLooking() async throws {
    try await withTool { tool in
      try tool.writeData()
      let result = try await tool.run(["train"] + Self.short)
      let errors = result.errorLines
      #expect(errors.count == 3)
      #expect(errors.first == "data: 120 training and 40 test images")
      #expect(errors.dropFirst().map { $0.prefix(11) } == ["epoch 1/2: ", "epoch 2/2: "])
      let control = (result.errors + result.output).unicodeScalars.filter {
        $0.properties.generalCategory == .control && $0 != "\n"
      }
      #expect(control.isEmpty)
    }
  }

  @Test func jsonLines() async throws {
    try await withTool { tool in
      try tool.writeData()
      let result = try await tool.run(
        ["train"] + Self.short
          + ["--format", "json", "--validation-split", "0.1", "--output", "my run"])
      let events = try objects(result.outputLines)
      #expect(events.map { $0["event"] as? String } == ["epoch", "epoch", "done"])
      #expect(
        Set(events[0].keys) == [
          "event", "epoch", "loss", "accuracy", "validation_loss", "validation_accuracy",
          "images_per_second", "seconds",
        ])
      #expect(events.prefix(2).map { $0["epoch"] as? Int } == [1, 2])
      #expect(events[0]["validation_accuracy"] is Double)
      let done = try #require(events.last)
      #expect(done["backend"] as? String == "naive")
      #expect(done["threads"] as? Int == 1)
      #expect(done["data"] as? String == "data")
      #expect(done["weights"] as? String == "my run/model.safetensors")
      #expect(done["report"] as? String == "my run/report.html")
      #expect(["test_loss", "test_accuracy", "seconds"].allSatisfy { done[$0] is Double })
    }
  }

  @Test func theSameSeedGivesTheSameBytes() async throws {
    try await withTool { tool in
      try tool.writeData()
      for (folder, options) in [
        ("a", ["7"]), ("b", ["7"]), ("c", ["8"]), ("d", ["7", "--augment"]),
        ("e", ["7", "--augment", "--threads", "3"]), ("f", ["7", "--drawn", "30"]),
      ] {
        // The one that has threads; of an option given twice the last counts.
        _ = try await tool.run(
          ["train"] + Self.short + ["--backend", "simd", "--threads", "1", "--output", folder]
            + ["--seed"] + options)
      }
      let weights = try ["a", "b", "c", "d", "e", "f"].map {
        try tool.bytes("\($0)/model.safetensors")
      }
      #expect(weights[0] == weights[1])
      #expect(weights[0] != weights[2])
      #expect(weights[0] != weights[3])
      #expect(weights[3] == weights[4])
      #expect(weights[0] != weights[5])
    }
  }

  @Test func runFoldersAreNumbered() async throws {
    try await withTool { tool in
      try tool.writeData()
      let once = ["train"] + Self.short + ["--epochs", "1", "--limit", "32"]
      for _ in 0..<2 { _ = try await tool.run(once) }
      #expect(try tool.names(in: "runs") == ["lenet5-data-1", "lenet5-data-2"])
    }
  }

  @Test func configurationSaysHowToRepeatTheRun() async throws {
    try await withTool { tool in
      try tool.writeData()
      let options = [
        "--model", "digit-cnn", "--optimizer", "sgd", "--schedule", "one-cycle", "--seed",
        "18446744073709551615", "--weight-decay", "0.001", "--threads", "2", "--limit", "64",
        "--early-stopping", "3", "--target-accuracy", "0.99", "--validation-split", "0.25",
        "--augment",
      ]
      _ = try await tool.run(["train"] + Self.short + options + ["--output", "run"])
      let lines = try tool.lines("run/config.json")
      #expect(
        lines == [
          "{", "  \"augment\" : true,", "  \"backend\" : \"naive\",", "  \"batch_size\" : 32,",
          "  \"data\" : \"data\",",
          "  \"early_stopping\" : 3,", "  \"epochs\" : 2,", "  \"learning_rate\" : 0.05,",
          "  \"limit\" : 64,", "  \"model\" : \"digit-cnn\",", "  \"optimizer\" : \"sgd\",",
          "  \"schedule\" : \"one-cycle\",", "  \"seed\" : 18446744073709551615,",
          "  \"target_accuracy\" : 0.99,", "  \"threads\" : 2,", "  \"training_images\" : 64,",
          "  \"validation_split\" : 0.25,", "  \"version\" : \"0.1.0\",",
          "  \"weight_decay\" : 0.001", "}",
        ])
    }
  }

  @Test func targetAccuracyEndsTheRunAndSetsImagesAside() async throws {
    try await withTool { tool in
      try tool.writeData()
      let result = try await tool.run(
        ["train"] + Self.short + ["--epochs", "50", "--target-accuracy", "0.01"]
          + ["--seed", "1", "--learning-rate", "0.002"])
      #expect(
        result.errorLines.dropFirst().first
          == "lenet: setting 5.00 % of the training images aside for validation "
          + "(--validation-split says how many)")
      #expect(result.output.hasPrefix("reached the target accuracy after "))
    }
  }

  @Test func syntheticDataNeedNoFiles() async throws {
    try await withTool { tool in
      let result = try await tool.run(
        "train", "--data", "synthetic", "--limit", "64", "--batch-size", "32", "--epochs", "1",
        "--backend", "naive")
      #expect(result.status == 0)
      #expect(
        result.errorLines.first
          == "synthetic digits: 64 training and 64 test images, drawn by this program (seed 0)")
      #expect(try tool.names(in: "runs") == ["lenet5-synthetic-1"])
    }
  }
}
