import BackendBLAS
import BackendSIMD
import DLCore
import Datasets
import Foundation
import Models
import Testing

@Suite("Learning")
struct LearningTests {
  /// Drawn once for all tests.
  private static let digits = Result {
    try SyntheticDigits.make(trainingCount: 2_000, testCount: 300, seed: 1)
  }

  /// Trains on drawn digits and returns the accuracy on others.
  private func accuracy<M: Model, Base: Backend>(
    _ model: M, epochs: Int, rate: Double
  ) throws -> Double where M.B == Autodiff<Base> {
    let digits = try Self.digits.get()
    var trainer = Trainer(model: model, optimizer: try Adam(learningRate: rate))
    try trainer.fit(
      digits.training,
      configuration: .init(
        epochs: epochs, batchSize: 16, seed: 1, schedule: .oneCycle(warmup: 0.25)))
    return try trainer.evaluate(digits.test).accuracy
  }

  @Test("LeNet-5 learns drawn digits")
  func lenet5() throws {
    let model = try LeNet5(on: Autodiff(BLASBackend()), seed: 1)
    #expect(try accuracy(model, epochs: 4, rate: 0.003) > 0.97)
  }

  @Test("LeNet-5 of 1998 learns drawn digits")
  func lenet5Original() throws {
    let model = try LeNet5Original(on: Autodiff(BLASBackend()), seed: 1)
    #expect(try accuracy(model, epochs: 2, rate: 0.002) > 0.9)
  }

  @Test("The small network of 3x3 convolutions learns drawn digits")
  func digitCNN() throws {
    let model = try DigitCNN(on: Autodiff(BLASBackend()), seed: 1)
    #expect(try accuracy(model, epochs: 2, rate: 0.002) > 0.9)
  }

  @Test("The larger network learns drawn digits")
  func digitCNNLarge() throws {
    let model = try DigitCNNLarge(on: Autodiff(SIMDBackend(threadCount: 2)), seed: 1)
    #expect(try accuracy(model, epochs: 1, rate: 0.002) > 0.9)
  }

  @Test("The network of three columns learns drawn digits")
  func digitCNNColumns() throws {
    let model = try DigitCNNColumns(on: Autodiff(SIMDBackend(threadCount: 2)), seed: 1)
    #expect(try accuracy(model, epochs: 2, rate: 0.002) > 0.9)
  }

  /// The folder with real data, where there is one.
  private static var dataFolder: String? { ProcessInfo.processInfo.environment["DLCORE_DATA"] }

  @Test(
    "LeNet-5 learns MNIST",
    .enabled(if: dataFolder != nil, "set DLCORE_DATA to a folder with mnist in it"))
  func mnist() throws {
    let environment = ProcessInfo.processInfo.environment
    let pair = try DatasetLoader(environment: environment, allowDownload: false).load(.mnist)
    var trainer = Trainer(
      model: try LeNet5(on: Autodiff(BLASBackend()), seed: 1),
      optimizer: try Adam(learningRate: 0.002))
    try trainer.fit(
      pair.training.prefix(15_000),
      configuration: .init(epochs: 1, batchSize: 32, seed: 1, schedule: .oneCycle(warmup: 0.3)))
    let accuracy = try trainer.evaluate(pair.test).accuracy
    #expect(accuracy > 0.96)
  }
}
