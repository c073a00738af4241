import BackendBLAS
import BackendNaive
import BackendSIMD
import DLCore
import Datasets
import Models
import Testing

@Suite struct BackendAgreementTests {
  /// The logits of LeNet-5 on test images, after one epoch over 2,000 images.
  private func logits<Base: Backend>(on base: Base) throws -> [Double] {
    let digits = try SyntheticDigits.make(trainingCount: 2_000, testCount: 100, seed: 3)
    let backend = Autodiff(base)
    var trainer = Trainer(
      model: try LeNet5(on: backend, seed: 5), optimizer: try Adam<Autodiff<Base>>())
    try trainer.fit(
      digits.training, configuration: TrainingConfiguration(epochs: 1, batchSize: 100, seed: 5))
    let batch = try digits.test.batch(Array(0..<100)[...], on: backend)
    return try trainer.model(batch.examples).scalars.map { Double($0) }
  }

  /// What rounding alone does to the logits is seen between `Float` and `Double` on the same loops;
  /// another backend of single precision may be off by as much again, and a little more.
  @Test func backendsAgreeWithinFloatError() throws {
    let exact = try logits(on: NaiveBackend<Double>())
    let naive = try logits(on: NaiveBackend<Float>())
    let blas = try logits(on: BLASBackend(threadCount: 2))
    func distance(_ a: [Double], _ b: [Double]) -> Double {
      let distances = zip(a, b).map { abs($0 - $1) }
      // A maximum overlooks NaN.
      return distances.allSatisfy(\.isFinite) ? distances.max() ?? .infinity : .infinity
    }
    let rounding = distance(naive, exact)
    #expect(rounding > 0 && rounding < 1e-2)
    #expect(distance(blas, exact) < 4 * rounding, "rounding alone: \(rounding)")
    #expect(distance(blas, naive) < 4 * rounding, "rounding alone: \(rounding)")
    let simd = try logits(on: SIMDBackend(threadCount: 2))
    #expect(distance(simd, exact) < 4 * rounding, "rounding alone: \(rounding)")
    #expect(distance(simd, naive) < 4 * rounding, "rounding alone: \(rounding)")
    // The run has learned something, so the logits are not all alike.
    #expect((exact.max() ?? 0) - (exact.min() ?? 0) > 5)
  }
}
