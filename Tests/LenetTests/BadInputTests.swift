import BackendNaive
import DLCore
import Datasets
import FileAccess
import Models
import TestSupport
import Testing

/// Files that cannot be used: one line that names the file and what is wrong, status 1.
@Suite struct BadInputTests {
  private static let images = "data/train-images-idx3-ubyte"
  private static let labels = "data/train-labels-idx1-ubyte"

  /// Damage done to small sound files, and what is said about it.
  enum Damage: String, CaseIterable {
    case missing, truncated, empty, webPage, wrongMagic, swapped, mismatched

    var message: String {
      switch self {
      case .missing: "data: lacks train-labels-idx1-ubyte (each may end in .gz)"
      case .truncated: "\(images): is truncated: it has 94095 of 94096 bytes"
      case .empty: "\(images): is empty; an IDX file of images was expected"
      case .webPage:
        "\(images): looks like a web page, not an IDX file; the download was probably refused"
      case .wrongMagic:
        "\(images): starts with 0x00000a03; an IDX file of images starts with 0x00000803"
      case .swapped:
        "\(images): is a label file (it starts with 0x00000801); this place needs the image file "
          + "(0x00000803)"
      case .mismatched: "\(images): has 120 images, but \(labels) has 119 labels"
      }
    }

    func apply(to tool: Tool) throws {
      var bytes = try tool.bytes(images)
      switch self {
      case .missing: return try Files.removeIfPresent(tool.path(labels))
      case .truncated: bytes.removeLast()
      case .empty: bytes = []
      case .webPage: bytes = Array("<!DOCTYPE html><html></html>".utf8)
      case .wrongMagic: bytes[2] = 10
      case .swapped: bytes = try tool.bytes(labels)
      case .mismatched:
        var other = try tool.bytes(labels)
        other.removeLast()
        other[7] = 119
        return try Files.writeAtomically(other, to: tool.path(labels))
      }
      try Files.writeAtomically(bytes, to: tool.path(images))
    }
  }

  @Test(arguments: Damage.allCases)
  func damagedData(damage: Damage) async throws {
    try await withTool { tool in
      try tool.writeData()
      try damage.apply(to: tool)
      let result = try await tool.run("train", "--data", "data", "--output", "new/run")
      #expect(result.errors == "lenet: error: \(damage.message)\n")
      #expect(result.output == "")
      #expect(result.status == 1)
      #expect(!Files.exists(tool.path("new")))
    }
  }

  @Test(arguments: [
    (["evaluate", "--weights", "w.safetensors", "--data", "data"]),
    (["predict", "seven.png", "--weights", "w.safetensors"]),
    (["info", "--weights", "w.safetensors"]),
  ])
  func weightsThatCannotBeUsed(command: [String]) async throws {
    try await withTool { tool in
      try tool.writeData()
      try tool.writeDrawing(of: 7, to: "seven.png")
      for (make, message) in Self.badWeights {
        try Files.writeAtomically(try make(), to: tool.path("w.safetensors"))
        let result = try await tool.run(command)
        #expect(result.errorLines.last == "lenet: error: w.safetensors: \(message)")
        #expect(result.status == 1)
        #expect(result.output == "")
      }
    }
  }

  private static let badWeights: [(make: @Sendable () throws -> [UInt8], message: String)] = [
    ({ [] }, "is not a safetensors file: it has 0 bytes of at least 8"),
    (
      { try file(["model": "alexnet"]) },
      "is for the model 'alexnet'; known models: lenet5, lenet5-original, digit-cnn, "
        + "digit-cnn-large, digit-cnn-columns"
    ),
    (
      { Array("<!DOCTYPE html><html></html>".utf8) },
      "is not a safetensors file: the header that it declares would have 5789751444030890300 "
        + "bytes; at most 16777216 are accepted"
    ),
    ({ try file(["model": "digit-cnn"]) }, "does not fit digit-cnn: conv1.weight is missing"),
    (
      { try file([:]) },
      "its tensors are those of no known model (lenet5, lenet5-original, digit-cnn, "
        + "digit-cnn-large, digit-cnn-columns)"
    ),
  ]

  private static func file(_ metadata: [String: String]) throws -> [UInt8] {
    let entry = WeightEntry(name: "c1.bias", shape: [2], scalars: [1, 2])
    return try WeightArchive(entries: [entry], metadata: metadata).encoded()
  }

  @Test func damagedWeightsAreFound() async throws {
    try await withTool { tool in
      try tool.writeDrawing(of: 7, to: "seven.png")
      var bytes = try Self.file(["model": "lenet5"])
      bytes[bytes.count - 1] ^= 1
      try Files.writeAtomically(bytes, to: tool.path("w.safetensors"))
      let result = try await tool.run("predict", "seven.png", "--weights", "w.safetensors")
      #expect(
        result.errors.hasPrefix("lenet: error: w.safetensors: tensor 'c1.bias' is damaged: "))
      #expect(result.errorLines.count == 1)
      #expect(result.status == 1)
    }
  }

  @Test func anOutputFolderBelowAFile() async throws {
    try await withTool { tool in
      try tool.write("a file", to: "occupied")
      let result = try await tool.run("train", "--output", "occupied/run", "--data", "synthetic")
      #expect(
        result.errors
          == "lenet: error: occupied/run: cannot be created as a folder: 'occupied' is not a "
          + "folder\n")
      #expect(result.status == 1)
    }
  }

  @Test func anOutputFolderWithARun() async throws {
    try await withTool { tool in
      try tool.write("", to: "model.safetensors")
      let result = try await tool.run("train", "--output", ".", "--data", "synthetic")
      #expect(
        result.errors
          == "lenet: error: --output . already holds a run; choose another folder or go on with "
          + "--resume . (see 'lenet train --help')\n")
      #expect(result.status == 2)
    }
  }

  /// What is not a run's stays as it is, in a folder that looks free.
  @Test(arguments: ["config.json", "metrics.csv", "report.html", "model-card.md"])
  func anOutputFolderWithSomebodysFiles(name: String) async throws {
    try await withTool { tool in
      try tool.write(#"{"name":"mine"}"#, to: name)
      let result = try await tool.run("train", "--output", ".", "--data", "synthetic")
      #expect(
        result.errors
          == "lenet: error: --output . holds '\(name)', which no run wrote and this one would "
          + "overwrite; choose another folder (see 'lenet train --help')\n")
      #expect(result.status == 2)
      #expect(try tool.lines(name) == [#"{"name":"mine"}"#])
    }
  }

  @Test(arguments: [
    (nil, "run: holds no run to resume: there is no config.json"),
    (
      "{",
      "run/config.json: is not the settings of a run: it is not well-formed JSON, or has a "
        + "number that is out of range"
    ),
    ("{}", "run/config.json: is not the settings of a run: 'backend' is missing"),
    (
      settings(epochs: "\"ten\""),
      "run/config.json: is not the settings of a run: 'epochs' has the wrong type"
    ),
    (
      settings(epochs: "1e300"),
      "run/config.json: 'epochs' must be a whole number from 0 to 9223372036854775807, but is "
        + "1e+300"
    ),
    (settings(epochs: "0"), "run/config.json: 'epochs' must be 1 to 100000, but is 0"),
    (
      settings(epochs: "1,\"epoch\":2"),
      "run/config.json: has the unknown key 'epoch'; known: augment, backend, batch_size, "
        + "changed_on_the_way, data, drawn, early_stopping, epochs, learning_rate, limit, model, optimizer, schedule, seed, "
        + "target_accuracy, threads, training_images, validation_split, version, weight_decay"
    ),
    (
      settings(epochs: "1"),
      "run: the run had 7 training images, data from data has 120"
    ),
  ])
  func aRunThatCannotBeResumed(config: String?, message: String) async throws {
    try await withTool { tool in
      try tool.writeData()
      try Files.createFolder(tool.path("run"))
      if let config { try tool.write(config, to: "run/config.json") }
      let result = try await tool.run("train", "--resume", "run")
      #expect(result.errorLines.last == "lenet: error: \(message)")
      #expect(result.status == 1)
    }
  }

  private static func settings(epochs: String) -> String {
    """
    {"backend":"naive","threads":1,"data":"data","model":"lenet5","epochs":\(epochs),
    "batch_size":8,"seed":1,"optimizer":"adam","learning_rate":0.001,"schedule":"cosine",
    "weight_decay":0,"training_images":7,"version":"0.1.0"}
    """
  }

  @Test func aLossThatIsNoNumber() async throws {
    try await withTool { tool in
      try tool.writeData()
      let options = [
        "train", "--data", "data", "--batch-size", "32", "--backend", "naive", "--optimizer",
        "sgd", "--epochs", "1", "--output", "run",
      ]
      let result = try await tool.run(options + ["--learning-rate", "1e30"])
      let last = try #require(result.errorLines.last)
      #expect(last.hasPrefix("lenet: error: training diverged after "))
      #expect(
        last.hasSuffix(
          ": the loss or a weight is not a finite number; start again with a --learning-rate "
            + "below 1e+30"))
      #expect(result.status == 1)
      // What it left behind is in nobody's way.
      #expect(try tool.names(in: "run") == ["config.json"])
      #expect(try await tool.run(options).status == 0)
    }
  }

  @Test func weightsThatGiveNoNumbers() async throws {
    try await withTool { tool in
      try tool.writeData()
      try tool.writeDrawing(of: 7, to: "seven.png")
      var weights = try LeNet5(on: NaiveBackend<Float>(), seed: 1).weights()
      for index in weights.entries.indices {
        let entry = weights.entries[index]
        weights.entries[index] = WeightEntry(
          name: entry.name, shape: entry.shape,
          scalars: entry.scalars.map { _ in .greatestFiniteMagnitude })
      }
      try WeightFile.write(weights, to: tool.path("w.safetensors"))
      for command in [["evaluate", "--data", "data"], ["predict", "seven.png"]] {
        let result = try await tool.run(command + ["--weights", "w.safetensors"])
        #expect(
          result.errors
            == "lenet: error: w.safetensors: its results are not finite numbers; give weights of "
            + "a training that went well\n")
        #expect(result.output == "")
        #expect(result.status == 1)
      }
    }
  }

  /// In double precision these are numbers that can be used, in single precision they are not.
  @Test(arguments: [("std", "1e-46"), ("std", "1e300"), ("mean", "-1e300")])
  func aScaleThatPixelsCannotHave(key: String, value: String) async throws {
    try await withTool { tool in
      try tool.writeDrawing(of: 7, to: "seven.png")
      let weights = try LeNet5(on: NaiveBackend<Float>(), seed: 1).weights(metadata: [key: value])
      try WeightFile.write(weights, to: tool.path("w.safetensors"))
      for command in [["predict", "seven.png"], ["export", "--onnx", "a.onnx"]] {
        let result = try await tool.run(command + ["--weights", "w.safetensors"])
        #expect(
          result.errors
            == "lenet: error: w.safetensors: its metadata '\(key)' is not a usable number\n")
        #expect(result.status == 1)
      }
    }
  }

  /// A name is whatever its giver likes; what is told of it stays one plain line.
  @Test func aNameWithControlCharacters() async throws {
    try await withTool { tool in
      let result = try await tool.run("predict", "a\n\u{1B}[31mb.png")
      #expect(
        result.errorLines.last
          == "lenet: error: a??[31mb.png: cannot be opened: No such file or directory")
      #expect(result.status == 1)
    }
  }

  @Test func anOutputFolderThatCannotBeWrittenIsFoundBeforeTheDataAreLoaded() async throws {
    try await withTool { tool in
      let result = try await tool.run("train", "--output", "/proc/run", "--data", "synthetic")
      #expect(result.errors.hasPrefix("lenet: error: /proc/run: files cannot be written here: "))
      #expect(result.errorLines.count == 1)
      #expect(result.status == 1)
    }
  }
}
