import DLCore

extension CaseList {
  mutating func addUnary() {
    for operation in UnaryOperation.all {
      let group = "unary/\(operation.label)"
      addLengths("\(group)/special", law: "NaN, infinities, zeros and the range's ends, anywhere") {
        try checkSpecialValues($0, $1, operation)
      }
      add("\(group)/random", 10, law: "the function, within its stated error") {
        try checkRandom($0, $1, operation)
      }
      add("\(group)/long", law: "the function, within its stated error") {
        try checkLong($0, $1, operation)
      }
    }
    for operation in [UnaryOperation.tanh, .errorFunction, .negate, .sign, .reciprocal] {
      add("unary/\(operation.label)/odd", 5, law: "f(-x) = -f(x)") {
        try checkSymmetry($0, $1, operation, sign: -1)
      }
    }
    for operation in [UnaryOperation.absolute, .square] {
      add("unary/\(operation.label)/even", 5, law: "f(-x) = f(x)") {
        try checkSymmetry($0, $1, operation, sign: 1)
      }
    }
    for (operation, expected) in zeroSigns {
      add("unary/\(operation.label)/zeros", law: "signed zeros follow IEEE 754") {
        try checkZeros($0, $1, operation, expected)
      }
    }
    add("unary/gelu/known", law: "x·Φ(x), exact, not the tanh approximation") {
      try checkKnownGELU($0, $1)
    }
  }
}

/// What functions make of 0 and -0.
private let zeroSigns: [(UnaryOperation, [Double])] = [
  (.negate, [-0.0, 0]), (.absolute, [0, 0]), (.sign, [0, -0.0]), (.relu, [0, 0]),
  (.reciprocal, [.infinity, -.infinity]), (.squareRoot, [0, -0.0]), (.square, [0, 0]),
  (.exponential, [1, 1]), (.logarithm, [-.infinity, -.infinity]), (.tanh, [0, -0.0]),
  (.errorFunction, [0, -0.0]), (.sigmoid, [0.5, 0.5]),
]

/// Every special value at every position, among others and among ordinary numbers.
private func checkSpecialValues<B: Backend>(
  _ backend: B, _ key: CaseKey, _ operation: UnaryOperation
) throws {
  var trial = Trial(backend, key)
  let (specials, length, format) = (trial.format.specialValues, key.number, trial.format)
  let ordinary = trial.scalars(length)
  for turn in specials.indices {
    let input = (0..<length).map { position in
      (position + turn) % 2 == 0 || length == 1
        ? specials[(position + turn) % specials.count] : ordinary[position]
    }
    for values in [input, (0..<length).map { specials[($0 + turn) % specials.count] }] {
      trial.detail = "turn \(turn)"
      let output = backend.unary(operation, trial.store(values), count: length)
      try trial.expect(output, near: values.map { operation.expectation($0, format) })
    }
  }
}

private func checkRandom<B: Backend>(
  _ backend: B, _ key: CaseKey, _ operation: UnaryOperation
) throws {
  var trial = Trial(backend, key)
  let reach = trial.pick([0.01, 1, 10, 60, 1000], or: 1)
  let input = trial.scalars([0, 1, 40, 33, 17][trial.number % 5], upTo: reach)
  let output = backend.unary(operation, trial.store(input), count: input.count)
  let format = trial.format
  try trial.expect(output, near: input.map { operation.expectation($0, format) })
}

private func checkLong<B: Backend>(
  _ backend: B, _ key: CaseKey, _ operation: UnaryOperation
) throws {
  var trial = Trial(backend, key)
  let input = trial.scalars(longCount, upTo: 8)
  let output = backend.unary(operation, trial.store(input), count: input.count)
  let format = trial.format
  try trial.expect(output, near: input.map { operation.expectation($0, format) })
}

/// Both sides are within 3 ulp of the same number.
private func checkSymmetry<B: Backend>(
  _ backend: B, _ key: CaseKey, _ operation: UnaryOperation, sign: Double
) throws {
  var trial = Trial(backend, key)
  let input = trial.scalars(33, upTo: 4)
  let output = backend.unary(operation, trial.store(input), count: 33)
  let mirrored = backend.unary(operation, trial.store(input.map { -$0 }), count: 33)
  let expected = try trial.load(output, 33).map { Bounded.ulps(6, of: sign * $0, trial.format) }
  try trial.expect(mirrored, near: expected)
}

private func checkZeros<B: Backend>(
  _ backend: B, _ key: CaseKey, _ operation: UnaryOperation, _ expected: [Double]
) throws {
  let trial = Trial(backend, key)
  // Once in a vector's tail and once in its body.
  for copies in [1, 20] {
    let zeros = (0..<copies).flatMap { _ in [0.0, -0.0] }
    try trial.expect(
      backend.unary(operation, trial.store(zeros), count: zeros.count),
      equals: repeatElement(expected, count: copies).flatMap { $0 })
  }
}

/// Numbers computed by PyTorch 2.13 in double precision.
private func checkKnownGELU<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  let gelu = backend.unary(.gelu, trial.store([-3, -1, 0, 0.5, 2]), count: 5)
  let expected = [-0.004049694, -0.158655254, 0, 0.345731231, 1.954499736]
  try trial.expect(gelu, near: expected.map { Bounded(value: $0, bound: 1e-6) })
}
