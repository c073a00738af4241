import BackendBLAS
import BackendNaive
import BackendSIMD
import DLCore
import Datasets
import Foundation
import Models
import Testing

/// The same trained weights give the same answers on every backend.
@Suite struct PredictionAgreementTests {
  /// What one backend answers, and how far ahead of the second each answer is.
  private struct Answers {
    var digits: [Int] = []
    var margins: [Float] = []
  }

  private static let environment = ProcessInfo.processInfo.environment
  private static let data = environment["DLCORE_DATA"] ?? ""
  private static let hasMNIST = (try? mnist()) != nil

  private static func mnist() throws -> DatasetPair {
    try DatasetLoader(environment: environment, allowDownload: false)
      .load(.folder(data + "/mnist"))
  }

  /// The weights of LeNet-5 after one epoch.
  private func trained(on examples: some ExampleSource) throws -> WeightArchive {
    typealias B = Autodiff<SIMDBackend>
    let backend = B(SIMDBackend(threadCount: 2))
    var trainer = Trainer(
      model: try LeNet5(on: backend, seed: 5), optimizer: try Adam<B>(learningRate: 0.002))
    try trainer.fit(
      examples, configuration: TrainingConfiguration(epochs: 1, batchSize: 50, seed: 5))
    return try trainer.model.weights()
  }

  private func answers<B: Backend>(
    _ weights: WeightArchive, _ examples: some ExampleSource, on backend: B
  ) throws -> Answers {
    var model = try LeNet5(on: backend, seed: 0)
    try model.load(weights)
    var answers = Answers()
    _ = try Predictor(model, batchSize: 250).evaluate(examples) { batch in
      let scalars = batch.logits.scalars.map { Float($0) }
      for row in batch.positions.indices.map({ $0 - batch.positions.startIndex }) {
        let ranked = (0..<10).sorted { scalars[row * 10 + $0] > scalars[row * 10 + $1] }
        answers.digits.append(ranked[0])
        answers.margins.append(scalars[row * 10 + ranked[0]] - scalars[row * 10 + ranked[1]])
      }
      return .proceed
    }
    return answers
  }

  private func expectSame(_ other: Answers, _ first: Answers, _ name: String) {
    let different = other.digits.indices.filter { other.digits[$0] != first.digits[$0] }
    let shown = different.prefix(5).map {
      "image \($0): \(other.digits[$0]), not \(first.digits[$0]), ahead by \(first.margins[$0])"
    }
    #expect(different.isEmpty, "\(name): \(different.count) differ: \(shown)")
  }

  private func expectAgreement(
    training: some ExampleSource, test: LabeledImages, accuracy: Double
  ) throws {
    let weights = try trained(on: training)
    let simd = try answers(weights, test, on: SIMDBackend(threadCount: 2))
    let right = simd.digits.indices.count { simd.digits[$0] == test.label(at: $0) }
    // Weights that have learned nothing would agree on anything.
    #expect(Double(right) >= accuracy * Double(test.count))
    #expect(simd.digits.count == test.count)
    expectSame(try answers(weights, test, on: BLASBackend(threadCount: 2)), simd, "blas")
    let naive = try answers(weights, test, on: NaiveBackend<Float>())
    #expect(naive.digits.count == test.count)
    expectSame(naive, simd, "naive")
  }

  @Test func allBackendsGiveTheSameDigitsForDrawnPictures() throws {
    let digits = try SyntheticDigits.make(trainingCount: 4_000, testCount: 500, seed: 3)
    try expectAgreement(
      training: digits.training, test: digits.test, accuracy: 0.6)
  }

  @Test(.enabled(if: hasMNIST, "needs the four files in $DLCORE_DATA/mnist"))
  func allBackendsGiveTheSameDigitsForTheWholeOfMNIST() throws {
    let pair = try Self.mnist()
    #expect(pair.test.count == 10_000)
    try expectAgreement(
      training: pair.training.prefix(15_000), test: pair.test, accuracy: 0.93)
  }
}
