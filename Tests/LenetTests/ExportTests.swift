import DLCore
import FileAccess
import TestSupport
import Testing

/// Models and logits for other programs.
@Suite struct ExportTests {
  private static let weights = "runs/lenet5-data-1/model.safetensors"

  private func withTrainedTool(_ body: (Tool) async throws -> Void) async throws {
    try await withTool { tool in
      try tool.writeData(training: 32, test: 20)
      let result = try await tool.run(
        "train", "--data", "data", "--backend", "naive", "--epochs", "1", "--batch-size", "16")
      #expect(result.status == 0, "\(result.errors)")
      try await body(tool)
    }
  }

  @Test func aModelIsWrittenAsONNX() async throws {
    try await withTrainedTool { tool in
      let result = try await tool.run(
        "export", "--onnx", "model.onnx", "--weights", Self.weights)
      #expect(result.status == 0)
      #expect(result.output == "model.onnx\n")
      #expect(result.errors == "")
      let bytes = try tool.bytes("model.onnx")
      // The first fields of ModelProto: the format's version, the producer's name.
      #expect(bytes.starts(with: [0x08, 8, 0x12, 5] + Array("lenet".utf8)))
      let text = String(decoding: bytes, as: UTF8.self)
      for name in ["c1.weight", "logits", "image", "dataset", "LeNet5 for handwritten digits"] {
        #expect(text.contains(name), "\(name)")
      }
      #expect(!text.contains("std"))
    }
  }

  /// Where the model itself comes out, its name does not.
  @Test func aModelIsWrittenToStandardOutput() async throws {
    try await withTrainedTool { tool in
      let result = try await tool.run(
        "export", "--onnx", "/dev/stdout", "--weights", Self.weights)
      #expect(result.status == 0)
      #expect(result.errors == "")
      #expect(result.output.contains("LeNet5 for handwritten digits"))
      #expect(!result.output.contains("/dev/stdout"))
    }
  }

  @Test func anotherScaleIsPartOfTheGraph() async throws {
    try await withTrainedTool { tool in
      let weights = tool.path(Self.weights)
      var archive = try WeightFile.read(weights)
      archive.metadata["std"] = "0.5"
      try WeightFile.write(archive, to: weights)
      let result = try await tool.run(
        "export", "--onnx", "model.onnx", "--weights", Self.weights)
      #expect(result.status == 0)
      #expect(String(decoding: try tool.bytes("model.onnx"), as: UTF8.self).contains("std"))
    }
  }

  @Test func whatCannotBeExportedIsToldInOneLine() async throws {
    try await withTool { tool in
      try tool.write("no weights", to: "bad.safetensors")
      let result = try await tool.run("export", "--weights", "bad.safetensors", "--onnx", "m.onnx")
      #expect(result.status == 1)
      #expect(result.errorLines.count == 1)
      #expect(result.errors.hasPrefix("lenet: error: bad.safetensors: "))
      #expect(!Files.exists(tool.path("m.onnx")))
    }
  }

  @Test func logitsAreThoseThatAccuracyIsCountedFrom() async throws {
    try await withTrainedTool { tool in
      let result = try await tool.run(
        "evaluate", "--data", "data", "--weights", Self.weights, "--logits",
        "logits.safetensors", "--format", "json")
      #expect(result.status == 0, "\(result.errors)")
      let object = try #require(try objects(result.outputLines).first)
      let confusion = try #require(object["confusion"] as? [[Int]])
      let logits = try #require(try WeightFile.read(tool.path("logits.safetensors"))["logits"])
      #expect(logits.shape == [20, 10])
      var predicted = Array(repeating: 0, count: 10)
      for row in 0..<20 {
        let scores = Array(logits.scalars[(row * 10)..<(row * 10 + 10)])
        predicted[try #require(scores.indices.max { scores[$0] < scores[$1] })] += 1
      }
      #expect(predicted == (0..<10).map { digit in confusion.reduce(0) { $0 + $1[digit] } })
    }
  }
}
