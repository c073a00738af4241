import DLCore
import Datasets
import DigitImages
import FileAccess
import Foundation
import PretrainedModels
import RunReport
import TestSupport
import Testing

@Suite struct PredictionTests {
  private static let run = "runs/lenet5-data-1"
  private static let weights = "\(run)/model.safetensors"
  private static let files = ["model.safetensors", "checkpoints/last.safetensors"]
    .map { "\(run)/\($0)" }

  /// A run, trained once for all tests, well enough for clear digits.
  private static let trained = Task {
    var contents: [String: [UInt8]] = [:]
    try await withTool { tool in
      try tool.writeData(training: 400, test: 50)
      let result = try await tool.run(
        "train", "--data", "data", "--backend", "naive", "--epochs", "4", "--batch-size", "16",
        "--learning-rate", "0.003")
      #expect(result.status == 0, "\(result.errors)")
      for file in files { contents[file] = try tool.bytes(file) }
    }
    return contents
  }

  /// Runs some code in a folder with data and a trained model.
  private func withTrainedTool(_ body: (Tool) async throws -> Void) async throws {
    let contents = try await Self.trained.value
    try await withTool { tool in
      try tool.writeData(training: 400, test: 50)
      try Files.createFolder(tool.path("\(Self.run)/checkpoints"))
      for (file, bytes) in contents { try Files.writeAtomically(bytes, to: tool.path(file)) }
      try await body(tool)
    }
  }

  @Test func aDrawnDigitIsRecognised() async throws {
    try await withTrainedTool { tool in
      try tool.writeDrawing(of: 2, to: "two.png")
      let text = try await tool.run(
        "predict", "two.png", "--top", "1", "--weights", Self.weights)
      #expect(text.errors == "")
      #expect(text.output.hasPrefix("two.png: 2 ("))
      #expect(text.output.hasSuffix(" %)\n"))
      #expect(text.status == 0)

      let json = try await tool.run(
        "predict", "two.png", "--format", "json", "--top", "10", "--weights", Self.weights)
      let object = try #require(try objects(json.outputLines).first)
      #expect(object["file"] as? String == "two.png")
      #expect(object["digit"] as? Int == 2)
      let top = try #require(object["top"] as? [[String: Any]])
      let probabilities = top.compactMap { $0["probability"] as? Double }
      #expect(object["confidence"] as? Double == probabilities.first)
      #expect(Set(top.compactMap { $0["digit"] as? Int }) == Set(0..<10))
      #expect(probabilities == probabilities.sorted(by: >))
      #expect(abs(probabilities.reduce(0, +) - 1) < 1e-5)
    }
  }

  @Test func aNumberIsReadDigitByDigit() async throws {
    try await withTool { tool in
      let digits = [2, 0, 4, 7]
      let drawn = try digits.map { try SyntheticDigits.drawing(of: $0, size: 120, seed: 1) }
      var pixels: [UInt8] = []
      for y in 0..<120 {
        for picture in drawn {
          pixels += picture[y * 120..<(y + 1) * 120].map { $0 < 128 ? 30 : 235 }
        }
      }
      let picture = try #require(GrayImage(width: 480, height: 120, pixels: pixels))
      try Files.writeAtomically(try PNG.encode(picture), to: tool.path("year.png"))
      let text = try await tool.run("predict", "year.png", "--multi", "--explain", "why")
      #expect(text.output.hasPrefix("year.png: 2047 ("))
      #expect(try tool.names(in: "why").count == 4)
      let json = try await tool.run("predict", "year.png", "--multi", "--format", "json")
      let object = try #require(try objects(json.outputLines).first)
      #expect(object["number"] as? String == "2047")
      let parts = try #require(object["digits"] as? [[String: Any]])
      #expect(parts.map { $0["digit"] as? Int } == digits)
      #expect(parts.allSatisfy { ($0["confidence"] as? Double ?? 0) > 0.5 })
      try tool.writeBlank(to: "blank.png")
      let blank = try await tool.run("predict", "blank.png", "--multi")
      #expect(blank.output == "blank.png: no digit: the picture has one even colour\n")
      #expect(try await tool.run("predict", "a.png", "--multi", "--raw").status == 2)
    }
  }

  @Test func whatCannotBeReadIsToldAndTheRestIsDone() async throws {
    try await withTrainedTool { tool in
      try tool.writeBlank(to: "blank.png")
      try tool.write("no picture", to: "text.png")
      try tool.writeDrawing(of: 1, to: "one.png")
      let pictures = ["text.png", "none.png", "blank.png", "one.png"]
      let text = try await tool.run(["predict"] + pictures)
      #expect(
        text.errorLines.dropFirst() == [
          "lenet: error: text.png: is not a PNG or JPEG picture (starts with \"no picture\")",
          "lenet: error: none.png: cannot be opened: No such file or directory",
        ])
      #expect(text.outputLines.count == 2)
      #expect(
        text.outputLines.first == "blank.png: no digit: the picture has one even colour")
      #expect(text.outputLines.last?.hasPrefix("one.png: ") == true)
      #expect(text.status == 1)

      let json = try await tool.run(["predict", "--format", "json"] + pictures)
      let results = try objects(json.outputLines)
      #expect(results.map { $0["file"] as? String } == pictures)
      #expect(
        results[0]["error"] as? String
          == "is not a PNG or JPEG picture (starts with \"no picture\")")
      #expect(results[2]["digit"] is NSNull)
      #expect(results[2]["reason"] as? String == "blank")
      #expect(json.status == 1)

      let blank = try await tool.run("predict", "blank.png")
      #expect(blank.status == 0)
    }
  }

  @Test func rawPicturesAndExplanations() async throws {
    try await withTrainedTool { tool in
      try tool.writeBlank(to: "blank.png")
      try tool.writeDrawing(of: 3, to: "three.png")
      let raw = try await tool.run("predict", "--raw", "blank.png", "three.png")
      #expect(raw.outputLines.count == 1)
      #expect(
        raw.errorLines.last
          == "lenet: error: three.png: has 120 x 120 pixels; a raw digit has 28 x 28: "
          + "leave out --raw to have it fitted")
      #expect(raw.status == 1)

      let explained = try await tool.run("predict", "three.png", "--explain", "why")
      #expect(explained.status == 0)
      #expect(try tool.names(in: "why") == ["1-three.png.png"])
      #expect(try tool.bytes("why/1-three.png.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
  }

  @Test func anExplanationEndsWithTheTenProbabilities() async throws {
    try await withTool { tool in
      try tool.writeDrawing(of: 3, to: "three.png")
      let result = try await tool.run(
        "predict", "three.png", "--explain", "why", "--format", "json", "--top", "10")
      let object = try #require(try objects(result.outputLines).first)
      let top = try #require(object["top"] as? [[String: Any]])
      let picture = try PictureFile.read(tool.path("why/1-three.png.png"))
      #expect(picture.height == 280)
      // Ten rows of 28 pixels; a bar begins 318 pixels before the right side, and
      // nothing stands at that side.
      for entry in top {
        let digit = try #require(entry["digit"] as? Int)
        let row = (digit * 28 + 20) * picture.width
        let bar = picture.pixels[row + picture.width - 318..<row + picture.width - 118]
        let length = bar.prefix { $0 == 40 || $0 == 150 }.count
        let probability = try #require(entry["probability"] as? Double)
        #expect(length == max(Int((probability * 200).rounded()), 1))
        let margin = picture.pixels[row + picture.width - 12..<row + picture.width]
        #expect(margin.allSatisfy { $0 == 255 })
      }
    }
  }

  @Test func evaluationCountsEveryTestImage() async throws {
    try await withTrainedTool { tool in
      let weights = Self.weights
      let json = try await tool.run(
        "evaluate", "--data", "data", "--weights", weights, "--format", "json")
      #expect(json.errors == "data: 400 training and 50 test images\n" || json.errors == "")
      let object = try #require(try objects(json.outputLines).first)
      let confusion = try #require(object["confusion"] as? [[Int]])
      #expect(confusion.map { $0.reduce(0, +) } == Array(repeating: 5, count: 10))
      #expect(object["count"] as? Int == 50)
      let right = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
      #expect(object["accuracy"] as? Double == Double(right) / 50)
      #expect(object["data"] as? String == "data")
      #expect(object["loss"] is Double && object["images_per_second"] is Double)
      let stored = try WeightFile.read(tool.path(weights)).metadata["accuracy"]
      #expect(stored.flatMap(Double.init) == object["accuracy"] as? Double)

      let text = try await tool.run(
        "evaluate", "--data", "data", "--limit", "20", "--weights", weights)
      #expect(text.outputLines.count == 14)
      #expect(text.outputLines[1].hasSuffix("of 20 images (data)"))
      #expect(Set(text.outputLines.suffix(11).map(\.count)) == [84])
    }
  }

  @Test func checkpointsAndForeignFilesAreModelsToo() async throws {
    try await withTrainedTool { tool in
      let run = "runs/lenet5-data-1"
      let usual = try await tool.run(
        "evaluate", "--data", "data", "--format", "json", "--weights", Self.weights)
      var archive = try WeightFile.read(tool.path("\(run)/model.safetensors"))
      archive.metadata = [:]
      try WeightFile.write(archive, to: tool.path("foreign.safetensors"))
      for file in ["\(run)/checkpoints/last.safetensors", "foreign.safetensors"] {
        let result = try await tool.run(
          "evaluate", "--data", "data", "--format", "json", "--weights", file)
        #expect(result.status == 0, "\(result.errors)")
        let losses = try [usual, result].map { try objects($0.outputLines).first?["loss"] }
        #expect(losses[0] as? Double == losses[1] as? Double)
      }
    }
  }

  @Test func pixelsAreScaledAsTheWeightsSay() async throws {
    try await withTrainedTool { tool in
      let path = tool.path(Self.weights)
      var archive = try WeightFile.read(path)
      archive.metadata["std"] = "0.5"
      // Twice as large pixels and half as large first weights: the same sums, bit for bit.
      for index in archive.entries.indices where archive.entries[index].name == "c1.weight" {
        archive.entries[index].scalars = archive.entries[index].scalars.map { $0 / 2 }
      }
      try WeightFile.write(archive, to: tool.path("scaled.safetensors"))
      try tool.writeDrawing(of: 4, to: "four.png")
      let arguments = ["predict", "four.png", "--format", "json"]
      let usual = try await tool.run(arguments + ["--weights", Self.weights])
      let scaled = try await tool.run(arguments + ["--weights", "scaled.safetensors"])
      #expect(usual.output == scaled.output)
    }
  }

  @Test func withoutWeightsThePretrainedModelIsUsed() async throws {
    try await withTool { tool in
      let accuracy = Format.percent(PretrainedLeNet5.testAccuracy)
      try tool.writeData(training: 20, test: 20)
      try tool.writeDrawing(of: 2, to: "two.png")
      for command in [
        ["predict", "two.png"], ["evaluate", "--data", "data"], ["export", "--onnx", "a.onnx"],
        ["info"],
      ] {
        let result = try await tool.run(command)
        #expect(result.status == 0)
        #expect(
          result.errors
            == "lenet: using the pretrained LeNet-5 (\(accuracy) on MNIST's test images)\n")
      }
      let json = try await tool.run("evaluate", "--data", "data", "--format", "json")
      #expect(try objects(json.outputLines).first?["weights"] as? String == "pretrained")
      #expect(try await tool.run("predict", "two.png").output.hasPrefix("two.png: 2 ("))
    }
  }

  @Test func infoDescribesModelWeightsAndBackends() async throws {
    try await withTool { tool in
      let text = try await tool.run("info")
      #expect(text.status == 0)
      #expect(text.outputLines.first == "LeNet5, input [1, 28, 28]")
      #expect(
        text.output.contains("\nTotal                                 61,706        416,520\n"))
      #expect(text.output.contains("\nBackends\n"))
      #expect(text.output.contains("\n  naive     readable loops on one thread; slow"))
      let json = try await tool.run("info", "--format", "json")
      let object = try #require(try objects(json.outputLines).first)
      #expect(object["parameters"] as? Int == 61706)
      #expect(object["weights"] as? String == "pretrained")
      #expect((object["layers"] as? [Any])?.count == 12)
    }
  }
}
