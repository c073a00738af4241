import DLCore

extension CaseList {
  mutating func addUnaryGradient() {
    for operation in UnaryOperation.all {
      let group = "unaryGradient/\(operation.label)"
      add("\(group)/random", 8, law: "the gradient is g·f′(x)") {
        try checkRandom($0, $1, operation)
      }
      add("\(group)/long", law: "the gradient is g·f′(x)") { try checkLong($0, $1, operation) }
    }
    addLengths(
      "unaryGradient/pieces", law: "the condition of a piece chooses, NaN has no influence"
    ) { try checkPieces($0, $1) }
    for operation in [UnaryOperation.negate, .square, .exponential, .tanh, .sigmoid, .reciprocal] {
      addLengths("unaryGradient/\(operation.label)/lost", law: "NaN in gives NaN out") {
        try checkLostGradient($0, $1, operation)
      }
    }
  }
}

private func checkRandom<B: Backend>(
  _ backend: B, _ key: CaseKey, _ operation: UnaryOperation
) throws {
  var trial = Trial(backend, key)
  let count = [0, 1, 17, 40, 9, 33][trial.number % 6]
  try check(&trial, operation, trial.scalars(count))
}

private func checkLong<B: Backend>(
  _ backend: B, _ key: CaseKey, _ operation: UnaryOperation
) throws {
  var trial = Trial(backend, key)
  try check(&trial, operation, trial.scalars(longCount))
}

/// A few roundings of terms no larger than |g|·max(1, |f′|).
private func check<B: Backend>(
  _ trial: inout Trial<B>, _ operation: UnaryOperation, _ numbers: [Double]
) throws {
  let (backend, format, count) = (trial.backend, trial.format, numbers.count)
  let isPositive = operation == .logarithm || operation == .squareRoot
  let input = isPositive ? numbers.map { format.rounded(abs($0) + 0.125) } : numbers
  let gradient = trial.scalars(count)
  let storage = trial.store(input)
  let output = backend.unary(operation, storage, count: count)
  let result = backend.unaryGradient(
    operation, input: storage, output: output, gradient: trial.store(gradient), count: count)
  try trial.expect(
    result, "gradient",
    near: zip(input, gradient).map { input, gradient in
      let slope = operation.derivative(input, format)
      return Bounded(
        value: gradient * slope, bound: 32 * format.epsilon * abs(gradient) * max(1, abs(slope)))
    })
}

/// Inputs, gradients, and what three functions of pieces make of them.
private let pieces:
  [(input: Double, gradient: Double, relu: Double, clamp: Double, leaky: Double)] =
    [
      (-1, .nan, 0, .nan, .nan), (-0.0, .infinity, 0, .infinity, .infinity), (0, 5, 0, 5, 2.5),
      (1, .nan, .nan, .nan, .nan), (.nan, 7, 0, 0, 3.5), (-3, .infinity, 0, 0, .infinity),
      (3, 2, 2, 0, 2), (.infinity, 3, 3, 0, 3), (-.infinity, .nan, 0, 0, .nan),
    ]

private func checkPieces<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let length = key.number
  for turn in pieces.indices {
    let row = (0..<length).map { pieces[($0 + turn) % pieces.count] }
    let input = trial.store(row.map(\.input))
    let gradient = trial.store(row.map(\.gradient))
    let cases: [(UnaryOperation, [Double])] = [
      (.relu, row.map(\.relu)), (.clamp(lower: -1, upper: 1), row.map(\.clamp)),
      (.leakyReLU(slope: 0.5), row.map(\.leaky)),
    ]
    for (operation, expected) in cases {
      trial.detail = "\(operation.label), turn \(turn)"
      let output = backend.unary(operation, input, count: length)
      try trial.expect(
        backend.unaryGradient(
          operation, input: input, output: output, gradient: gradient, count: length),
        "gradient", equals: expected)
    }
  }
}

/// A NaN in the gradient, at every position.
private func checkLostGradient<B: Backend>(
  _ backend: B, _ key: CaseKey, _ operation: UnaryOperation
) throws {
  var trial = Trial(backend, key)
  let length = key.number
  let input = trial.store(trial.scalars(length).map { abs($0) + 0.5 })
  let output = backend.unary(operation, input, count: length)
  for position in 0..<length {
    var gradient = trial.scalars(length)
    gradient[position] = .nan
    let result = backend.unaryGradient(
      operation, input: input, output: output, gradient: trial.store(gradient), count: length)
    let isLost = try trial.load(result, length).map(\.isNaN)
    guard isLost == (0..<length).map({ $0 == position }) else {
      throw trial.failure("gradient[\(position)] is not the only NaN of \(length)")
    }
  }
}
