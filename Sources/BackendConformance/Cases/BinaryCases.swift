import DLCore

extension CaseList {
  mutating func addBinary() {
    for operation in BinaryOperation.allCases {
      let group = "binary/\(operation)"
      addLengths("\(group)/special", law: "every pair of special values, at any position") {
        try checkSpecialValues($0, $1, operation)
      }
      add("\(group)/random", 30, law: "IEEE 754's result, with broadcasting") {
        try checkRandom($0, $1, operation)
      }
      add("\(group)/long", 4, law: "IEEE 754's result, with broadcasting") {
        try checkLong($0, $1, operation)
      }
      add("\(group)/repeated", 8, law: "broadcasting is repeating, then combining") {
        try checkRepeated($0, $1, operation)
      }
      add("\(group)/itself", 4, law: "an operand may meet itself") {
        try checkItself($0, $1, operation)
      }
    }
    for operation in [BinaryOperation.add, .multiply] {
      add("binary/\(operation)/commutes", 8, law: "a ∘ b = b ∘ a") {
        try checkCommutes($0, $1, operation)
      }
    }
    add("binary/subtract/antisymmetric", 8, law: "a - b = -(b - a)") {
      try checkAntisymmetric($0, $1)
    }
  }
}

private func checkSpecialValues<B: Backend>(
  _ backend: B, _ key: CaseKey, _ operation: BinaryOperation
) throws {
  var trial = Trial(backend, key)
  let (specials, format) = (trial.format.specialValues, trial.format)
  let all = specials.flatMap { a in specials.map { (a, $0) } }
  for start in all.indices {
    let pairs = (0..<key.number).map { all[(start + $0 * 11) % all.count] }
    trial.detail = "from pair \(start)"
    let output = backend.binary(
      operation, trial.store(pairs.map(\.0)), trial.store(pairs.map(\.1)), count: key.number)
    if operation == .power {
      try trial.expect(output, near: pairs.map { operation.expectation($0, $1, format) })
    } else {
      try trial.expect(output, equals: pairs.map { operation.exact($0, $1, format) })
    }
  }
}

private func checkRandom<B: Backend>(
  _ backend: B, _ key: CaseKey, _ operation: BinaryOperation
) throws {
  var trial = Trial(backend, key)
  try check(&trial, operation, trial.broadcast())
}

private func checkLong<B: Backend>(
  _ backend: B, _ key: CaseKey, _ operation: BinaryOperation
) throws {
  var trial = Trial(backend, key)
  let shapes: [(Shape, Shape)] = [
    ([longCount], []), ([300, 233], [233]), ([300, 1], [300, 233]), ([longCount], [longCount]),
  ]
  let (lhs, rhs) = shapes[trial.number % shapes.count]
  try check(
    &trial, operation,
    BroadcastGeometry(lhs: lhs, rhs: rhs, result: try lhs.broadcast(with: rhs, for: key.name)))
}

private func check<B: Backend>(
  _ trial: inout Trial<B>, _ operation: BinaryOperation, _ geometry: BroadcastGeometry
) throws {
  let hasTies = trial.coin()
  let lhs = hasTies ? trial.integers(geometry.lhsCount) : trial.scalars(geometry.lhsCount)
  let rhs = hasTies ? trial.integers(geometry.rhsCount) : trial.scalars(geometry.rhsCount)
  let output = trial.backend.binary(operation, trial.store(lhs), trial.store(rhs), geometry)
  let format = trial.format
  try trial.expect(
    output, near: geometry.pairs.map { operation.expectation(lhs[$0.lhs], rhs[$0.rhs], format) })
}

private func checkRepeated<B: Backend>(
  _ backend: B, _ key: CaseKey, _ operation: BinaryOperation
) throws {
  var trial = Trial(backend, key)
  let geometry = try trial.broadcast()
  let (lhs, rhs) = (trial.scalars(geometry.lhsCount), trial.scalars(geometry.rhsCount))
  let pairs = geometry.pairs
  let plain = backend.binary(
    operation, trial.store(pairs.map { lhs[$0.lhs] }), trial.store(pairs.map { rhs[$0.rhs] }),
    count: geometry.count)
  let output = backend.binary(operation, trial.store(lhs), trial.store(rhs), geometry)
  guard operation == .power else {
    return try trial.expect(output, same: plain, count: geometry.count)
  }
  let format = trial.format
  let expected = try trial.load(plain, geometry.count).map { Bounded.ulps(6, of: $0, format) }
  try trial.expect(output, near: expected)
}

private func checkItself<B: Backend>(
  _ backend: B, _ key: CaseKey, _ operation: BinaryOperation
) throws {
  var trial = Trial(backend, key)
  let values = trial.scalars([1, 9, 33, 200][trial.number % 4])
  let (storage, format) = (trial.store(values), trial.format)
  let output = backend.binary(operation, storage, storage, count: values.count)
  try trial.expect(output, near: values.map { operation.expectation($0, $0, format) })
}

private func checkCommutes<B: Backend>(
  _ backend: B, _ key: CaseKey, _ operation: BinaryOperation
) throws {
  var trial = Trial(backend, key)
  let (a, b) = (trial.store(trial.scalars(33)), trial.store(trial.scalars(33)))
  try trial.expect(
    backend.binary(operation, a, b, count: 33), same: backend.binary(operation, b, a, count: 33),
    count: 33)
}

private func checkAntisymmetric<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let (a, b) = (trial.store(trial.scalars(33)), trial.store(trial.scalars(33)))
  let mirrored = backend.unary(.negate, backend.binary(.subtract, b, a, count: 33), count: 33)
  try trial.expect(backend.binary(.subtract, a, b, count: 33), same: mirrored, count: 33)
}
