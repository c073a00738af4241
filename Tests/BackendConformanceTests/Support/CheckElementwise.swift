import DLCore

/// Numbers that break loops: not finite, signed zeros, subnormal, the ends of the range.
func specialValues<Scalar: BackendScalar>(of type: Scalar.Type) -> [Scalar] {
  [
    .nan, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
    .leastNormalMagnitude, 1e20, -1e20, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1,
    -1,
  ]
}

/// Every function of one scalar, with parameters of every kind.
let unaryOperations: [UnaryOperation] = [
  .negate, .absolute, .sign, .exponential, .logarithm, .squareRoot, .reciprocal, .square, .tanh,
  .sigmoid, .errorFunction, .relu, .leakyReLU(slope: 0.01), .leakyReLU(slope: -0.5), .gelu,
  .affine(multiplier: -1.5, offset: 0.1), .affine(multiplier: 0, offset: 2),
  .clamp(lower: -0.75, upper: 1.25),
]

/// Each special value at each position of each length up to 17, among ordinary ones.
func checkUnarySpecialValues<B: Backend>(_ backend: B) throws {
  let specials = specialValues(of: B.Scalar.self)
  for operation in unaryOperations {
    var trial = Trial("unary \(operation)", on: backend, seed: 1, number: 0)
    for length in 1...17 {
      let ordinary = trial.scalars(length)
      for position in 0..<length {
        for special in specials {
          var input = ordinary
          input[position] = special
          trial.detail = "\(special) at \(position) of \(length)"
          let output = backend.unary(operation, backend.makeStorage(input), count: length)
          try trial.expect(output, near: input.map { expectation(operation, $0) })
        }
      }
    }
  }
}

/// Random and empty inputs, near and far from zero.
func checkUnary<B: Backend>(_ backend: B) throws {
  for operation in unaryOperations {
    try runTrials("unary \(operation)", on: backend, count: 8) { trial in
      let reach = B.Scalar(trial.pick([0.01, 1, 10, 60], or: 1))
      let input = trial.scalars([0, 1, 40, 33][trial.number % 4]).map { $0 * reach }
      let output = backend.unary(operation, backend.makeStorage(input), count: input.count)
      try trial.expect(output, near: input.map { expectation(operation, $0) })
    }
  }
}

/// The signs of zeros where the law names them.
func checkZeroSigns<B: Backend>(_ backend: B) throws {
  let zeros: [B.Scalar] = [0, -0.0]
  let expected: [(UnaryOperation, [B.Scalar])] = [
    (.negate, [-0.0, 0]), (.absolute, [0, 0]), (.sign, [0, -0.0]), (.relu, [0, 0]),
    (.reciprocal, [.infinity, -.infinity]), (.squareRoot, [0, -0.0]), (.square, [0, 0]),
  ]
  for (operation, result) in expected {
    let trial = Trial("unary \(operation)", on: backend, seed: 1, number: 0)
    try trial.expect(
      backend.unary(operation, backend.makeStorage(zeros), count: 2), equals: result)
  }
}

/// What a function gives, and how exactly.
private func expectation<Scalar: BackendScalar>(
  _ operation: UnaryOperation, _ input: Scalar
) -> Bounded {
  let x = Double(input)
  func ulps(_ count: Double, _ value: Double) -> Bounded {
    .ulps(count, of: value, as: Scalar.self)
  }
  switch operation {
  case .negate: return ulps(0, -x)
  case .absolute: return ulps(0, abs(x))
  case .sign: return ulps(0, x.isNaN || x == 0 ? x : x > 0 ? 1 : -1)
  case .exponential: return ulps(2, .exp(x))
  case .logarithm: return ulps(2, .log(x))
  case .squareRoot: return ulps(0, x.squareRoot())
  case .reciprocal: return ulps(0, 1 / x)
  case .square: return ulps(0, x * x)
  case .tanh: return ulps(3, .tanh(x))
  case .sigmoid: return ulps(4, logistic(x))
  case .errorFunction: return ulps(3, .erf(x))
  case .relu: return ulps(0, x.isNaN ? x : max(x, 0))
  case .leakyReLU(let slope): return ulps(0, x > 0 ? x : Double(Scalar(slope)) * x)
  case .gelu:
    let value = x / 2 * (1 + .erf(x * 0.5.squareRoot()))
    let scale = Scalar(max(abs(x), abs(value)))
    return Bounded(value: value, bound: scale.isFinite ? 16 * Double(scale.ulp) : 0)
  case .affine(let multiplier, let offset):
    let product = Double(Scalar(Double(Scalar(multiplier)) * x))
    return ulps(0, product + Double(Scalar(offset)))
  case .clamp(let lower, let upper):
    return ulps(0, x.isNaN ? x : min(max(x, Double(Scalar(lower))), Double(Scalar(upper))))
  }
}

private func logistic(_ x: Double) -> Double {
  x < 0 ? .exp(x) / (1 + .exp(x)) : 1 / (1 + .exp(-x))
}

/// The gradient of every function against its derivative, as a formula.
func checkUnaryGradient<B: Backend>(_ backend: B) throws {
  for operation in unaryOperations {
    try runTrials("unaryGradient \(operation)", on: backend, count: 6) { trial in
      let count = [0, 1, 17, 40, 9, 33][trial.number]
      var input = trial.scalars(count)
      if operation == .logarithm || operation == .squareRoot {
        input = input.map { $0.magnitude + 0.125 }
      }
      let gradient = trial.scalars(count)
      let storage = backend.makeStorage(input)
      let output = backend.unary(operation, storage, count: count)
      let result = backend.unaryGradient(
        operation, input: storage, output: output, gradient: backend.makeStorage(gradient),
        count: count)
      let expected = zip(input, gradient).map { input, gradient in
        let slope = derivative(operation, Double(input))
        return Bounded(
          value: Double(gradient) * slope,
          bound: 32 * Double(B.Scalar.ulpOfOne) * abs(Double(gradient)) * max(1, abs(slope)))
      }
      try trial.expect(result, near: expected)
    }
  }
}

/// Derivatives written out anew, from the input alone.
func derivative(_ operation: UnaryOperation, _ x: Double) -> Double {
  switch operation {
  case .negate: return -1
  case .absolute: return x > 0 ? 1 : x < 0 ? -1 : x
  case .sign: return 0
  case .exponential: return .exp(x)
  case .logarithm: return 1 / x
  case .squareRoot: return 0.5 / x.squareRoot()
  case .reciprocal: return -1 / (x * x)
  case .square: return 2 * x
  case .tanh: return 1 - .tanh(x) * .tanh(x)
  case .sigmoid: return logistic(x) * logistic(-x)
  case .errorFunction: return 2 / Double.pi.squareRoot() * .exp(-x * x)
  case .relu: return x > 0 ? 1 : 0
  case .leakyReLU(let slope): return x > 0 ? 1 : slope
  case .gelu:
    return 0.5 * (1 + .erf(x / 2.0.squareRoot())) + x * .exp(-x * x / 2)
      / (2 * Double.pi).squareRoot()
  case .affine(let multiplier, _): return multiplier
  case .clamp(let lower, let upper): return lower <= x && x <= upper ? 1 : 0
  }
}

/// Where a function has pieces, the condition of the piece chooses; the other has no influence.
func checkPiecewiseGradients<B: Backend>(_ backend: B) throws {
  let input: [B.Scalar] = [-1, -0.0, 0, 1, .nan, -3, 3, .infinity, -.infinity]
  let gradient: [B.Scalar] = [.nan, .infinity, 5, .nan, 7, .infinity, 2, 3, .nan]
  let cases: [(UnaryOperation, [B.Scalar])] = [
    (.relu, [0, 0, 0, .nan, 0, 0, 2, 3, 0]),
    (.clamp(lower: -1, upper: 1), [.nan, .infinity, 5, .nan, 0, 0, 0, 0, 0]),
    (.leakyReLU(slope: 0.5), [.nan, .infinity, 2.5, .nan, 3.5, .infinity, 2, 3, .nan]),
  ]
  for (operation, expected) in cases {
    let trial = Trial("unaryGradient \(operation)", on: backend, seed: 1, number: 0)
    let storage = backend.makeStorage(input)
    let result = backend.unaryGradient(
      operation, input: storage,
      output: backend.unary(operation, storage, count: input.count),
      gradient: backend.makeStorage(gradient), count: input.count)
    try trial.expect(result, equals: expected)
  }
}

/// Broadcast pairs of random scalars, with ties and zeros among them.
func checkBinary<B: Backend>(_ backend: B) throws {
  for operation in BinaryOperation.allCases {
    try runTrials("binary \(operation)", on: backend, count: 30) { trial in
      let geometry = try trial.broadcast()
      let hasTies = trial.coin()
      let lhs = hasTies ? trial.ties(geometry.lhsCount) : trial.scalars(geometry.lhsCount)
      let rhs = hasTies ? trial.ties(geometry.rhsCount) : trial.scalars(geometry.rhsCount)
      let output = backend.binary(
        operation, backend.makeStorage(lhs), backend.makeStorage(rhs), geometry)
      try trial.expect(
        output, near: pairs(geometry).map { expectation(operation, lhs[$0], rhs[$1]) })
    }
  }
}

/// Every pair of special values, at every position of each length up to 17.
func checkBinarySpecialValues<B: Backend>(_ backend: B) throws {
  let specials = specialValues(of: B.Scalar.self)
  let all = specials.flatMap { a in specials.map { (a, $0) } }
  for operation in BinaryOperation.allCases {
    var trial = Trial("binary \(operation)", on: backend, seed: 1, number: 0)
    for length in 1...17 {
      for start in all.indices {
        let window = (0..<length).map { all[(start + $0 * 11) % all.count] }
        trial.detail = "length \(length), from pair \(start)"
        let output = backend.binary(
          operation, backend.makeStorage(window.map(\.0)), backend.makeStorage(window.map(\.1)),
          count: length)
        guard operation == .power else {
          try trial.expect(output, equals: window.map { exactValue(operation, $0, $1) })
          continue
        }
        try trial.expect(output, near: window.map { expectation(operation, $0, $1) })
      }
    }
  }
}

private func expectation<Scalar: BackendScalar>(
  _ operation: BinaryOperation, _ a: Scalar, _ b: Scalar
) -> Bounded {
  guard operation == .power else {
    return Bounded(value: Double(exactValue(operation, a, b)))
  }
  return .ulps(3, of: .pow(Double(a), Double(b)), as: Scalar.self)
}

/// IEEE 754's result, or for extrema the law's.
private func exactValue<Scalar: BackendScalar>(
  _ operation: BinaryOperation, _ a: Scalar, _ b: Scalar
) -> Scalar {
  switch operation {
  case .add: return Scalar(Double(a) + Double(b))
  case .subtract: return Scalar(Double(a) - Double(b))
  case .multiply: return Scalar(Double(a) * Double(b))
  case .divide: return Scalar(Double(a) / Double(b))
  case .power: return .pow(a, b)
  case .maximum, .minimum:
    if a.isNaN || b.isNaN { return .nan }
    if a == b { return a }
    return (a > b) == (operation == .maximum) ? a : b
  }
}

/// Every pair of special values under every relation, and random broadcasts.
func checkCompare<B: Backend>(_ backend: B) throws {
  let specials = specialValues(of: B.Scalar.self)
  let count = specials.count
  let table = BroadcastGeometry(lhs: [count, 1], rhs: [count], result: [count, count])
  let storage = backend.makeStorage(specials)
  for comparison in Comparison.allCases {
    let trial = Trial("compare \(comparison)", on: backend, seed: 1, number: 0)
    let expected = specials.flatMap { a in specials.map { holds(comparison, a, $0) } }
    try trial.expect(backend.compare(comparison, storage, storage, table), equals: expected)
    try runTrials("compare \(comparison)", on: backend, count: 10) { trial in
      let geometry = try trial.broadcast()
      let (lhs, rhs) = (trial.ties(geometry.lhsCount), trial.ties(geometry.rhsCount))
      let output = backend.compare(
        comparison, backend.makeStorage(lhs), backend.makeStorage(rhs), geometry)
      try trial.expect(
        output, equals: pairs(geometry).map { holds(comparison, lhs[$0], rhs[$1]) })
    }
  }
}

private func holds<Scalar: BackendScalar>(
  _ comparison: Comparison, _ a: Scalar, _ b: Scalar
) -> Scalar {
  let (isLess, isGreater) = (a < b, a > b)
  let isEqual = !isLess && !isGreater && !a.isNaN && !b.isNaN
  return switch comparison {
  case .equal: isEqual ? 1 : 0
  case .notEqual: isEqual ? 0 : 1
  case .less: isLess ? 1 : 0
  case .lessOrEqual: isLess || isEqual ? 1 : 0
  case .greater: isGreater ? 1 : 0
  case .greaterOrEqual: isGreater || isEqual ? 1 : 0
  }
}

/// Masks of any value, NaN among them; what is not chosen is NaN and must not show.
func checkSelect<B: Backend>(_ backend: B) throws {
  let specials = specialValues(of: B.Scalar.self)
  try runTrials("select", on: backend, count: 20) { trial in
    let count = trial.number
    let mask = (0..<count).map { _ in trial.pick(specials, or: 0) }
    let chosen = trial.scalars(count)
    let whenTrue = zip(mask, chosen).map { $0 != 0 ? $1 : .nan }
    let whenFalse = zip(mask, chosen).map { $0 != 0 ? .nan : $1 }
    let output = backend.select(
      mask: backend.makeStorage(mask), whenTrue: backend.makeStorage(whenTrue),
      whenFalse: backend.makeStorage(whenFalse), count: count)
    try trial.expect(output, equals: chosen)
  }
}

/// The positions of both operands for each element of a broadcast, by division.
private func pairs(_ geometry: BroadcastGeometry) -> [(Int, Int)] {
  (0..<geometry.count).map { element in
    var rest = element
    var pair = (0, 0)
    for dimension in geometry.extents.indices.reversed() {
      let index = rest % geometry.extents[dimension]
      rest /= geometry.extents[dimension]
      pair.0 += index * geometry.lhsStrides[dimension]
      pair.1 += index * geometry.rhsStrides[dimension]
    }
    return pair
  }
}
