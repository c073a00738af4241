import BackendNaive
import BackendSIMD
import DLCore
import Datasets
import DigitImages
import Foundation
import Models
import PretrainedModels
import StandardBackends
import Testing

@Suite("The model that is part of the library")
struct PretrainedLeNet5Tests {
  @Test("It loads and reads drawn digits on every backend", arguments: backends)
  func drawings(backend: String) throws {
    try read(
      on: BackendRegistry.standard.make(named: backend, BackendConfiguration(threadCount: 1)))
  }

  private static let backends = BackendRegistry.standard.names

  private func read<B: Backend<Float>>(on backend: B) throws {
    let predictor = try Predictor(PretrainedLeNet5.make(on: backend))
    for digit in 0...9 {
      let drawn = try SyntheticDigits.drawing(of: digit, size: 120, seed: 1)
      let picture = try #require(GrayImage(width: 120, height: 120, pixels: drawn))
      guard case .digit(let found) = DigitExtractor().extract(picture) else {
        Issue.record("no digit was found in the drawing of \(digit)")
        continue
      }
      let pixels = found.pixels.map { Float($0) / 255 }
      let logits = try predictor.predict(pixels)
      #expect(logits.indices.max { logits[$0] < logits[$1] } == digit)
    }
  }

  @Test("What is stated about it is what its file says")
  func facts() throws {
    let metadata = try PretrainedLeNet5.weights().metadata
    #expect(metadata["model"] == LeNet5<NaiveBackend<Float>>.identifier)
    #expect(metadata["seed"] == "\(PretrainedLeNet5.seed)")
    #expect(metadata["accuracy"].flatMap(Double.init) == PretrainedLeNet5.testAccuracy)
    #expect(metadata["mean"].flatMap(Double.init) == PretrainedLeNet5.inputMean)
    #expect(metadata["std"].flatMap(Double.init) == PretrainedLeNet5.inputDeviation)
    #expect(metadata["dataset"] == "mnist")
    let epochs = try #require(metadata["epochs"])
    #expect(PretrainedLeNet5.recipe.contains("--epochs \(epochs) "))
  }

  private static let environment = ProcessInfo.processInfo.environment
  private static let hasMNIST =
    environment["DLCORE_DATA"].map { DatasetFolder($0 + "/mnist").isComplete } == true

  @Test(
    "The stated accuracy is what evaluation gives",
    .enabled(if: hasMNIST, "needs the four files in $DLCORE_DATA/mnist"))
  func accuracy() throws {
    let loader = DatasetLoader(environment: Self.environment, allowDownload: false)
    let images = try loader.load(.mnist).test
    let predictor = try Predictor(
      PretrainedLeNet5.make(on: SIMDBackend(threadCount: 2)), batchSize: 256)
    let metrics = try predictor.evaluate(images)
    #expect(metrics.count == 10_000)
    #expect(metrics.accuracy == PretrainedLeNet5.testAccuracy)
  }

  @Test("A failure names the model")
  func error() {
    let error = PretrainedModelError(problem: "is damaged")
    #expect(error.description == "the pretrained LeNet-5: is damaged")
  }
}
