import DLCore

/// A workload that is one call of a backend's requirement.
protocol Operation: WorkloadBody {
  /// What it is called with.
  var operands: [Operand] { get }

  /// Gets a call ready.
  ///
  /// What the call depends on, such as which elements a pooling chose, follows from `operands`; what
  /// it computes with are the `factors`, which are the operands themselves or their magnitudes.
  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>]

  /// How far off the outputs may be from those of the reference, by the numeric law of `Backend`.
  ///
  /// `magnitudes` are the outputs for the operands' magnitudes: sums of products give Σ|a·b|.
  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]]
}

/// One output of a call.
struct Output<B: Backend> {
  let name: String
  let storage: B.Storage
  let count: Int
}

/// A storage's worth of random numbers.
struct Operand: Hashable, Sendable {
  let count: Int
  var values = Values.uniform(-1...1)

  /// How the numbers are drawn.
  enum Values: Hashable, Sendable {
    /// Evenly from a range.
    case uniform(ClosedRange<Double>)
    /// Multiples of 1/8 in -1 ... 1. Sums of up to 2¹⁸ products of two are exact, so that all
    /// backends agree on which of them is the largest, or above 0.
    case eighths
  }

  func scalars(seed: UInt64, number: Int) -> [Float] {
    var random = RandomSource(seed: seed, stream: "operand/\(number)")
    return (0..<count).map { _ in
      switch values {
      case .uniform(let range):
        Float(random.uniform(from: range.lowerBound, to: range.upperBound))
      case .eighths: Float(random.integer(below: 17) - 8) / 8
      }
    }
  }
}

extension Operation {
  func prepare<B: Backend<Float>>(on backend: B) throws -> (Int) throws -> Void {
    let storages = operandScalars.map { backend.makeStorage($0) }
    let call = bind(backend, storages, factors: storages)
    return { runs in
      for _ in 0..<runs { _ = call() }
    }
  }

  func outputs<B: Backend<Float>>(on backend: B) throws -> [[Float]] {
    let storages = operandScalars.map { backend.makeStorage($0) }
    return bind(backend, storages, factors: storages)().map {
      backend.scalars(of: $0.storage, count: $0.count)
    }
  }

  func expectation<B: Backend<Float>>(on reference: B) throws -> [ExpectedOutput] {
    let scalars = operandScalars
    let storages = scalars.map { reference.makeStorage($0) }
    let outputs = bind(reference, storages, factors: storages)()
    let values = outputs.map { reference.scalars(of: $0.storage, count: $0.count) }
    let bounds = bounds(values) {
      let magnitudes = scalars.map { reference.makeStorage($0.map(\.magnitude)) }
      return bind(reference, storages, factors: magnitudes)().map {
        reference.scalars(of: $0.storage, count: $0.count)
      }
    }
    return outputs.indices.map {
      ExpectedOutput(outputs[$0].name, values: values[$0], bounds: bounds[$0])
    }
  }

  private var operandScalars: [[Float]] {
    operands.enumerated().map { $1.scalars(seed: 1, number: $0) }
  }
}
