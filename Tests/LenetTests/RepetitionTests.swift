import FileAccess
import Foundation
import TestSupport
import Testing

/// `lenet train --config`: a run done again.
@Suite struct RepetitionTests {
  private static let options = [
    "--data", "data", "--backend", "simd", "--batch-size", "32", "--epochs", "2", "--seed", "9",
    "--optimizer", "adamw", "--schedule", "cosine", "--validation-split", "0.2", "--limit", "100",
    "--augment",
  ]

  private func original(_ tool: Tool) async throws {
    try tool.writeData()
    let result = try await tool.run(["train"] + Self.options + ["--output", "first"])
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test func aRepeatedRunHasTheSameBytes() async throws {
    try await withTool { tool in
      try await original(tool)
      let options = ["--config", "first/config.json", "--threads", "3", "--format", "json"]
      let again = try await tool.run(["train"] + options + ["--output", "second"])
      #expect(again.status == 0, "\(again.errors)")
      #expect(
        try tool.bytes("first/model.safetensors") == tool.bytes("second/model.safetensors"))
      let settings = try ["first", "second"].map { folder in
        try tool.lines("\(folder)/config.json").filter { !$0.contains("threads") }
      }
      #expect(settings[0] == settings[1])
    }
  }

  /// The command in the report, and what the configuration says, are the same run.
  @Test func theCommandInTheReportRepeatsTheRun() async throws {
    try await withTool { tool in
      try await original(tool)
      let page = String(decoding: try tool.bytes("first/report.html"), as: UTF8.self)
      let line = try #require(page.split(separator: "<pre>").last?.split(separator: "</pre>").first)
      let words = line.replacing(/<[^>]*>/, with: "").split(separator: " ").map(String.init)
      #expect(words.prefix(2) == ["lenet", "train"])
      let again = try await tool.run(Array(words.dropFirst()) + ["--output", "second"])
      #expect(again.status == 0, "\(again.errors)")
      #expect(try tool.bytes("first/config.json") == tool.bytes("second/config.json"))
    }
  }

  @Test(arguments: [
    (["--epochs", "3"], "--epochs 3 contradicts first/config.json, which has '2'"),
    (["--backend", "simd"], "--backend simd contradicts first/config.json, which has 'naive'"),
    (
      ["--learning-rate", "0.5"],
      "--learning-rate 0.5 contradicts first/config.json, which has '0.004'"
    ),
    (["--optimizer", "sgd"], "--optimizer sgd contradicts first/config.json, which has 'adamw'"),
    (["--data", "synthetic"], "--data synthetic contradicts first/config.json, which has 'data'"),
    (["--augment"], "--augment contradicts first/config.json, which has none"),
    (["--limit", "5"], "--limit 5 contradicts first/config.json, which has '100'"),
    (
      ["--early-stopping", "4"], "--early-stopping 4 contradicts first/config.json, which has none"
    ),
  ])
  func anOptionThatContradictsIsWrongUsage(options: [String], message: String) async throws {
    try await withTool { tool in
      try Files.createFolder(tool.path("first"))
      try tool.write(Self.config, to: "first/config.json")
      let result = try await tool.run(["train", "--config", "first/config.json"] + options)
      #expect(
        result.errorLines
          == [
            "lenet: error: \(message); leave one of them out (see 'lenet train --help')"
          ])
      #expect(result.status == 2)
      #expect(try !tool.names(in: ".").contains("runs"))
    }
  }

  @Test func anOptionThatSaysTheSameIsNoContradiction() async throws {
    try await withTool { tool in
      try tool.writeData()
      try tool.write(Self.config, to: "config.json")
      let options = ["--epochs", "2", "--backend", "naive", "--learning-rate", "0.004"]
      let result = try await tool.run(["train", "--config", "config.json"] + options)
      #expect(result.status == 0, "\(result.errors)")
    }
  }

  @Test(arguments: [
    (nil, "missing.json: cannot be opened: No such file or directory"),
    (#"{"epochs":2}"#, "missing.json: is not the settings of a run: 'backend' is missing"),
    (
      config.replacing("\"naive\"", with: "\"gpu\""),
      "missing.json: 'backend': there is no backend 'gpu'; known backends: simd, blas, naive"
    ),
    (
      config.replacing("\"cosine\"", with: "\"line\""),
      "missing.json: 'schedule': there is no schedule 'line'; known: constant, step, cosine, "
        + "one-cycle"
    ),
    (
      config.replacing("\"batch_size\":32", with: "\"batch_size\":-1"),
      "missing.json: 'batch_size' must be a whole number from 0 to 9223372036854775807, but is "
        + "-1.0"
    ),
    (
      config.replacing("\"training_images\":100", with: "\"training_images\":7"),
      "the run to repeat had 7 training images, data from data has 100"
    ),
  ])
  func aBadFileIsOneLine(content: String?, message: String) async throws {
    try await withTool { tool in
      try tool.writeData()
      if let content { try tool.write(content, to: "missing.json") }
      let result = try await tool.run("train", "--config", "missing.json")
      #expect(result.errorLines.last == "lenet: error: \(message)")
      #expect(result.status == 1)
    }
  }

  private static let config = """
    {"backend":"naive","threads":1,"data":"data","model":"lenet5","epochs":2,"batch_size":32,
    "seed":9,"optimizer":"adamw","learning_rate":0.004,"schedule":"cosine","weight_decay":0.01,
    "limit":100,"training_images":100,"version":"0.1.0"}
    """

  @Test func autoIsWrittenAsWhatItWas() async throws {
    try await withTool { tool in
      try tool.writeData()
      try Files.createFolder(tool.path("provided"))
      try FileManager.default.moveItem(
        atPath: tool.path("data"), toPath: tool.path("provided/mnist"))
      let result = try await tool.shell(
        "DLCORE_DATA=provided exec \"$LENET\" train --data auto --batch-size 32 --epochs 1 "
          + "--backend naive --output run")
      #expect(result.status == 0, "\(result.errors)")
      #expect(try tool.lines("run/config.json").contains("  \"data\" : \"mnist\","))
    }
  }
}
