import BackendBLAS
import BackendNaive
import BackendSIMD
import DLCore
import FileAccess
import Models
import Testing

/// The same first weights and the same batches as `Scripts/make-golden-training.py` gives PyTorch.
enum GoldenData {
  static let batchSize = 32
  static let steps = 50

  /// A well mixed integer for each integer.
  static func hashed(_ number: Int) -> UInt32 {
    var x = UInt32(truncatingIfNeeded: number)
    x = (x ^ (x >> 16)) &* 0x7feb_352d
    x = (x ^ (x >> 15)) &* 0x846c_a68b
    return x ^ (x >> 16)
  }

  /// First weights: uniform in ±√(6 / fan in), or ±0.125 for lists.
  static func weights<B: Backend>(
    of model: some Layer<B>
  ) throws -> [String: Tensor<B>] where B.Scalar == Float {
    var found: [String: Tensor<B>] = [:]
    for (ordinal, parameter) in try model.parameters.enumerated() {
      let shape = parameter.tensor.shape
      let fanIn = shape.extents.dropFirst().reduce(1, *)
      let bound = shape.rank == 1 ? 0.125 : Float((6 / Double(fanIn)).squareRoot())
      let scalars = (0..<shape.count).map { index in
        (Float(hashed(ordinal << 20 + index) >> 8) / 0x1p23 - 1) * bound
      }
      found[parameter.name] = try Tensor(scalars, shape: shape, on: parameter.tensor.backend)
    }
    return found
  }

  /// Sawtooth waves whose direction is the class, with noise.
  static func batch<B: Backend>(
    _ step: Int, on backend: B
  ) throws -> (examples: Tensor<B>, labels: IndexTensor) where B.Scalar == Float {
    var pixels: [Float] = []
    var labels: [Int] = []
    for index in step * batchSize..<(step + 1) * batchSize {
      let label = Int(hashed(index) % 10)
      labels.append(label)
      for place in 0..<784 {
        let wave = 13 * (place / 28 * (label + 2) + place % 28 * (3 * label + 1))
        let noise = Int(hashed(index * 784 + place + 1 << 30) % 64)
        pixels.append(Float((wave + noise) % 256) / 255)
      }
    }
    return (
      try Tensor(pixels, shape: [batchSize, 1, 28, 28], on: backend), try IndexTensor(labels)
    )
  }

  /// The path of a file in `Golden`.
  static func path(_ file: String) -> String {
    "/" + "\(#filePath)".split(separator: "/").dropLast().joined(separator: "/") + "/Golden/\(file)"
  }
}

/// The backends that are compared with PyTorch.
enum GoldenBackend: String, CaseIterable, Sendable {
  case naive
  case blas
  case simd

  /// Runs `body` on the backend.
  func run(_ body: (any Backend<Float>) throws -> Void) rethrows {
    switch self {
    case .naive: try body(NaiveBackend<Float>())
    case .blas: try body(BLASBackend())
    case .simd: try body(SIMDBackend(threadCount: 2))
    }
  }
}

@Suite("Beside PyTorch")
struct GoldenTrainingTests {
  /// How far losses and weights may be from PyTorch's after 50 steps, each in single precision.
  private static let tolerance: Float = 1e-4

  @Test("LeNet-5 learns the same in 50 steps of Adam", arguments: GoldenBackend.allCases)
  func lenet5(_ backend: GoldenBackend) throws {
    try backend.run { try trainLeNet5(on: $0) }
  }

  private func trainLeNet5<Base: Backend>(on base: Base) throws where Base.Scalar == Float {
    let backend = Autodiff(base)
    let text = String(
      decoding: try Files.read(GoldenData.path("lenet5-adam.csv"), limit: 1 << 20), as: UTF8.self)
    let losses = text.split(separator: "\n").compactMap { Double($0) }
    #expect(losses.count == GoldenData.steps)

    var model = try LeNet5(on: backend)
    try model.load(GoldenData.weights(of: model))
    var trainer = Trainer(model: model, optimizer: try Adam(learningRate: 1e-3))
    let configuration = TrainingConfiguration(epochs: 1, batchSize: 32, seed: 0)
    for (step, expected) in losses.enumerated() {
      let batch = try GoldenData.batch(step, on: backend)
      let (loss, _) = try trainer.step(
        examples: batch.examples, labels: batch.labels, configuration: configuration)
      #expect(abs(loss - expected) <= Double(Self.tolerance), "step \(step)")
    }
    let golden = try WeightFile.read(GoldenData.path("lenet5-adam.safetensors"))
    try expect(trainer.model.parameters.map { ($0.name, $0.tensor.scalars) }, near: golden)
  }

  @Test("The gradients of LeNet-5 of 1998 are the same", arguments: GoldenBackend.allCases)
  func original(_ backend: GoldenBackend) throws {
    try backend.run { try differentiateOriginal(on: $0) }
  }

  private func differentiateOriginal<Base: Backend>(on base: Base) throws
  where Base.Scalar == Float {
    let backend = Autodiff(base)
    var model = try LeNet5Original(on: backend)
    try model.load(GoldenData.weights(of: model))
    let batch = try GoldenData.batch(0, on: backend)
    let (loss, gradients) = try model.lossWithGradients { (model) throws(TensorError) in
      try model(batch.examples).softmaxCrossEntropy(labels: batch.labels)
    }
    let golden = try WeightFile.read(GoldenData.path("lenet5-original.safetensors"))
    let found = gradients.entries.map { ($0.name, $0.gradient.scalars) }
    try expect(found + [("loss", loss.scalars)], near: golden)
  }

  private func expect(_ found: [(String, [Float])], near golden: WeightArchive) throws {
    #expect(found.map(\.0).sorted() == golden.entries.map(\.name).sorted())
    for (name, scalars) in found {
      let expected = try #require(golden[name]?.scalars)
      try #require(scalars.count == expected.count)
      // Written so that NaN is far away from every number.
      let wrong = zip(scalars, expected).first { found, right in
        !(abs(found - right) <= Self.tolerance * max(1, abs(right)))
      }
      #expect(wrong == nil, "\(name): \(wrong?.0 ?? 0) instead of \(wrong?.1 ?? 0)")
    }
  }
}
