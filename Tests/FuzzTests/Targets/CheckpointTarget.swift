import BackendNaive
import DLCore

extension FuzzTarget {
  /// Checkpoints, without the checksums that would stop nearly all damage from being looked into.
  static let checkpoint = FuzzTarget(name: "checkpoint", corpus: checkpoints) { bytes in
    let archive = try WeightArchive(decoding: bytes)
    var trainer = try TinyModel.trainer()
    let before = try trainer.checkpoint()
    do throws(TensorError) {
      try trainer.restore(archive)
    } catch {
      try Broken.require(try trainer.checkpoint() == before, "a refused checkpoint left a trace")
      throw error
    }
    // Weights that are no numbers are read, but never written.
    guard archive.entries.allSatisfy({ $0.scalars.allSatisfy(\.isFinite) }) else { return [] }
    let written = try trainer.checkpoint()
    var again = try TinyModel.trainer()
    try again.restore(written)
    try Broken.require(
      try again.checkpoint() == written, "what was restored differs when it is restored again")
    return written.plain
  }

  /// After a step, and at the beginning of everything.
  private static var checkpoints: [[UInt8]] {
    guard let new = try? TinyModel.trainer(), var trained = try? TinyModel.trainer() else {
      return []
    }
    _ = try? trained.fit(
      TinyExamples(), configuration: TrainingConfiguration(epochs: 2, batchSize: 2, seed: 1)
    ) { event, _ in
      if case .stepEnded = event { .stop } else { .proceed }
    }
    return [new, trained].compactMap { try? $0.checkpoint(metadata: ["model": "tiny"]).plain }
  }
}

/// Two features to two classes.
private struct TinyModel<B: Backend>: Model {
  static var identifier: String { "tiny" }
  static var inputShape: Shape { [2] }
  var layers: Sequential<B>

  init(on backend: B, seed: UInt64) throws(TensorError) {
    let start = Initialization(on: backend, seed: seed)
    layers = try Sequential("Tiny") { () throws(TensorError) in
      try Linear("only", from: 2, to: 2, start)
    }
  }
}

extension TinyModel where B == Autodiff<NaiveBackend<Float>> {
  static func trainer() throws(TensorError) -> Trainer<NaiveBackend<Float>, Self, Adam<B>> {
    let backend = Autodiff(NaiveBackend<Float>())
    return Trainer(model: try Self(on: backend, seed: 1), optimizer: try Adam())
  }
}

/// Four examples of two classes.
private struct TinyExamples: ExampleSource {
  var count: Int { 4 }
  var exampleShape: Shape { [2] }
  var classCount: Int { 2 }

  func label(at index: Int) -> Int { index % 2 }

  func write<Scalar: BackendScalar>(
    _ indices: ArraySlice<Int>, into examples: inout MutableSpan<Scalar>
  ) {
    for index in examples.indices { examples[index] = Scalar(index % 3) }
  }
}
