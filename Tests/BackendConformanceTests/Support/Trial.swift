import DLCore

/// A broken law, in one line: which backend and operation, which trial of which seed, what is off.
struct ConformanceFailure: Error, CustomStringConvertible {
  let description: String
}

/// One try of one operation on one backend, with random numbers of its own.
///
/// A trial is repeated by its seed and number alone, whatever ran before it.
struct Trial<B: Backend> {
  let backend: B
  let operation: String
  let seed: UInt64
  let number: Int
  var random: RandomSource
  /// The parameters, for the failure's message.
  var detail = ""

  init(_ operation: String, on backend: B, seed: UInt64, number: Int) {
    self.backend = backend
    self.operation = operation
    self.seed = seed
    self.number = number
    random = RandomSource(seed: seed, stream: "\(operation) \(number)")
  }

  /// A failure of this trial.
  func failure(_ problem: String) -> ConformanceFailure {
    ConformanceFailure(
      description: "\(backend.name) (\(B.Scalar.self)): \(operation), seed \(seed), trial \(number)"
        + (detail.isEmpty ? "" : ", \(detail)") + ": \(problem)")
  }

  /// Fails unless every element is within its bound.
  func expect(
    _ storage: B.Storage, _ part: String = "output", near expected: [Bounded]
  ) throws(ConformanceFailure) {
    let actual = backend.scalars(of: storage, count: expected.count)
    let excesses = zip(actual, expected).map { $1.excess(of: $0) }
    let wrong = excesses.count { $0 > 1 }
    guard wrong > 0, let worst = excesses.indices.max(by: { excesses[$0] < excesses[$1] }) else {
      return
    }
    throw failure(
      "\(part)[\(worst)] is \(actual[worst]), expected \(expected[worst].value) within "
        + "\(expected[worst].bound) (the worst of \(wrong) wrong among \(actual.count))")
  }

  /// Fails unless every element has exactly the expected value; zeros must agree in sign too.
  func expect(
    _ storage: B.Storage, _ part: String = "output", equals expected: [B.Scalar]
  ) throws(ConformanceFailure) {
    let actual = backend.scalars(of: storage, count: expected.count)
    let wrong = expected.indices.filter { !isSame(actual[$0], expected[$0]) }
    guard let first = wrong.first else { return }
    throw failure(
      "\(part)[\(first)] is \(actual[first]), expected exactly \(expected[first]) "
        + "(the first of \(wrong.count) wrong among \(actual.count))")
  }

  /// Fails unless the lists are equal.
  func expect(_ actual: [Int32], equals expected: [Int32]) throws(ConformanceFailure) {
    guard actual != expected else { return }
    throw failure("positions are \(actual), expected \(expected)")
  }

  private func isSame(_ a: B.Scalar, _ b: B.Scalar) -> Bool {
    a.isNaN || b.isNaN ? a.isNaN && b.isNaN : a == b && a.sign == b.sign
  }
}

/// Runs a number of trials of one operation; the first that fails ends them.
func runTrials<B: Backend>(
  _ operation: String, on backend: B, seed: UInt64 = 1, count: Int,
  _ body: (inout Trial<B>) throws -> Void
) throws {
  for number in 0..<count {
    var trial = Trial(operation, on: backend, seed: seed, number: number)
    try body(&trial)
  }
}
