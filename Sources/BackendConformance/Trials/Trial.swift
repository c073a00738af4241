import DLCore

/// One run of one case on one backend, with random numbers of its own.
///
/// All numbers are `Double`s that the backend's scalars can hold, so that oracles need not be
/// generic. A trial is repeated by its name and seed alone, whatever ran before it.
struct Trial<B: Backend> {
  let backend: B
  let key: CaseKey
  let format: ScalarFormat
  var random: RandomSource
  /// The parameters, for the failure's message.
  var detail = ""

  init(_ backend: B, _ key: CaseKey) {
    self.backend = backend
    self.key = key
    format = ScalarFormat(B.Scalar.self)
    random = RandomSource(seed: key.seed, stream: key.name)
  }

  /// The number of the case among those of its group.
  var number: Int { key.number }

  /// Moves numbers to the backend.
  func store(_ values: [Double]) -> B.Storage { backend.makeStorage(scalars(of: values)) }

  /// Moves numbers to the backend, if there are any.
  func store(_ values: [Double]?) -> B.Storage? { values.map { store($0) } }

  /// Reads numbers back from the backend.
  func load(_ storage: B.Storage, _ count: Int) throws(ConformanceFailure) -> [Double] {
    let scalars = backend.withScalars(of: storage, count: count) { span in
      span.withUnsafeBufferPointer { Array($0) }
    }
    guard scalars.count == count else {
      throw failure("a storage has \(scalars.count) scalars, expected \(count)")
    }
    return doubles(of: scalars)
  }

  /// A failure of this trial.
  func failure(_ problem: String) -> ConformanceFailure {
    ConformanceFailure(problem + (detail.isEmpty ? "" : " (\(detail))"))
  }

  /// Fails unless every element is within its bound.
  func expect(
    _ storage: B.Storage, _ part: String = "output", near expected: @autoclosure () -> [Bounded]
  ) throws(ConformanceFailure) {
    guard key.verifies else { return }
    let expected = expected()
    try expect(values: try load(storage, expected.count), part, near: expected)
  }

  /// Fails unless every number is within its bound.
  func expect(
    values actual: [Double], _ part: String, near expected: [Bounded]
  ) throws(ConformanceFailure) {
    let format = format
    let wrong = expected.indices.filter { !expected[$0].allows(actual[$0], format) }
    guard let first = wrong.first else { return }
    throw mismatch(
      part, first, actual[first], "\(expected[first].value) within \(expected[first].bound)",
      wrong.count, of: actual.count)
  }

  /// Fails unless every element has exactly the expected value; zeros must agree in sign too.
  func expect(
    _ storage: B.Storage, _ part: String = "output", equals expected: @autoclosure () -> [Double]
  ) throws(ConformanceFailure) {
    guard key.verifies else { return }
    let expected = expected()
    let actual = try load(storage, expected.count)
    let wrong = expected.indices.filter { !isSame(actual[$0], expected[$0]) }
    guard let first = wrong.first else { return }
    throw mismatch(
      part, first, actual[first], "exactly \(expected[first])", wrong.count, of: actual.count)
  }

  /// Fails unless two storages hold the same numbers, zeros with their signs.
  func expect(
    _ storage: B.Storage, _ part: String = "output", same other: B.Storage, count: Int
  ) throws(ConformanceFailure) {
    let expected = try load(other, count)
    try expect(storage, part, equals: expected)
  }

  /// Fails unless the positions are equal.
  func expect(_ actual: [Int32], equals expected: [Int32]) throws(ConformanceFailure) {
    guard actual.count == expected.count else {
      throw failure("\(actual.count) positions, expected \(expected.count)")
    }
    let wrong = expected.indices.filter { actual[$0] != expected[$0] }
    guard let first = wrong.first else { return }
    throw failure(
      "position[\(first)] is \(actual[first]), expected exactly \(expected[first]) "
        + "(\(wrong.count) of \(actual.count) are wrong)")
  }

  /// Fails unless a gradient is there if and only if it was asked for, and is near what is expected.
  func expect(
    _ storage: B.Storage?, isWanted: Bool, _ part: String,
    near expected: @autoclosure () -> [Bounded]
  ) throws(ConformanceFailure) {
    guard (storage != nil) == isWanted else {
      throw failure("\(part) is \(storage == nil ? "missing" : "there unasked")")
    }
    if let storage { try expect(storage, part, near: expected()) }
  }

  private func mismatch(
    _ part: String, _ index: Int, _ actual: Double, _ expected: String, _ wrong: Int, of count: Int
  ) -> ConformanceFailure {
    failure(
      "\(part)[\(index)] is \(actual), expected \(expected); \(wrong) of \(count) are wrong")
  }

  private func isSame(_ a: Double, _ b: Double) -> Bool {
    a.isNaN || b.isNaN ? a.isNaN && b.isNaN : a == b && a.sign == b.sign
  }

  private func scalars(of values: [Double]) -> [B.Scalar] {
    // One of the casts succeeds for each type that there is. From `Any` they only compare types.
    let converted: Any = format == .double ? values : values.map { Float($0) }
    return converted as? [B.Scalar] ?? values.map { B.Scalar($0) }
  }

  private func doubles(of scalars: [B.Scalar]) -> [Double] {
    let any: Any = scalars
    if let doubles = any as? [Double] { return doubles }
    if let floats = any as? [Float] { return floats.map { Double($0) } }
    return scalars.map { Double($0) }
  }
}
