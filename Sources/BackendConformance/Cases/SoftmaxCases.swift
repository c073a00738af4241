import DLCore

extension CaseList {
  mutating func addSoftmax() {
    add("softmax/random", 80, law: "softmax and its logarithm within their stated errors") {
      try checkRandom($0, $1)
    }
    for geometry in longGeometries {
      add("softmax/long/\(geometry.label)", law: "softmax within its stated error") {
        try check($0, $1, geometry)
      }
    }
    for geometry in emptyGeometries {
      add("softmax/empty/\(geometry.label)", law: "empty tensors are fine everywhere") {
        try check($0, $1, geometry)
      }
    }
    addLengths("softmax/special", law: "stable at ±1e30; NaN, +∞ and rows of -∞ give NaN") {
      try checkSpecialValues($0, $1)
    }
    add("softmax/gradients/random", 80, law: "y·(g - Σ g·y), and g - exp(y)·Σ g") {
      try checkGradients($0, $1)
    }
    add("softmax/shifted", 24, law: "a shift of all logits changes nothing") {
      try checkShift($0, $1)
    }
    add("softmax/sum", 24, law: "probabilities lie in 0...1, and their sum is 1") {
      try checkSum($0, $1)
    }
    add("softmax/logarithm", 12, law: "logSoftmax is the logarithm of softmax") {
      try checkLogarithm($0, $1)
    }
    add("softmax/uniform", 12, law: "equal logits have equal probabilities") {
      try checkUniform($0, $1)
    }
  }
}

private let longGeometries = [
  ReductionGeometry(outer: 7001, count: 10, inner: 1),
  ReductionGeometry(outer: 2, count: 130, inner: 300),
  ReductionGeometry(outer: 1, count: 70_001, inner: 1),
]

private let emptyGeometries = [
  ReductionGeometry(outer: 0, count: 10, inner: 1), ReductionGeometry(outer: 2, count: 0, inner: 3),
  ReductionGeometry(outer: 2, count: 3, inner: 0),
]

private func checkRandom<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = trial.reduction()
  try check(&trial, geometry, reach: trial.pick([1, 10, 40, 1e6], or: 1))
}

private func check<B: Backend>(
  _ backend: B, _ key: CaseKey, _ geometry: ReductionGeometry
) throws {
  var trial = Trial(backend, key)
  try check(&trial, geometry, reach: 8)
}

private func check<B: Backend>(
  _ trial: inout Trial<B>, _ geometry: ReductionGeometry, reach: Double
) throws {
  let input = trial.scalars(geometry.inputCount, upTo: reach)
  let (storage, format) = (trial.store(input), trial.format)
  let lines = geometry.lines(input)
  try trial.expect(
    trial.backend.softmax(storage, geometry), "softmax",
    near: geometry.joined(lines.map { SoftmaxOracle.softmax($0, format) }))
  try trial.expect(
    trial.backend.logSoftmax(storage, geometry), "logSoftmax",
    near: geometry.joined(lines.map { SoftmaxOracle.logSoftmax($0, format) }))
}

/// Logits at ±1e30, infinite ones, NaN: at each place of a line, and everywhere.
private func checkSpecialValues<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let (length, format) = (key.number, trial.format)
  for special in [format.rounded(1e30), format.rounded(-1e30), .infinity, -.infinity, .nan, -0.0] {
    let ordinary = trial.scalars(length)
    let lines = (0...length).map { position in
      var line = position == 0 ? [Double](repeating: special, count: length) : ordinary
      line[max(position - 1, 0)] = special
      return line
    }
    trial.detail = "\(special) among \(length)"
    for geometry in [
      ReductionGeometry(outer: length + 1, count: length, inner: 1),
      ReductionGeometry(outer: 1, count: length, inner: length + 1),
    ] {
      let storage = trial.store(geometry.joined(lines))
      try trial.expect(
        backend.softmax(storage, geometry), "softmax",
        near: geometry.joined(lines.map { SoftmaxOracle.softmax($0, format) }))
      try trial.expect(
        backend.logSoftmax(storage, geometry), "logSoftmax",
        near: geometry.joined(lines.map { SoftmaxOracle.logSoftmax($0, format) }))
    }
  }
}

/// Both gradients, from given outputs.
private func checkGradients<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let (geometry, format) = (trial.reduction(), trial.format)
  let output = trial.scalars(geometry.inputCount, upTo: 1)
  let gradient = trial.scalars(geometry.inputCount)
  let pairs = Array(zip(geometry.lines(output), geometry.lines(gradient)))
  let (storage, slopes) = (trial.store(output), trial.store(gradient))
  try trial.expect(
    backend.softmaxGradient(output: storage, gradient: slopes, geometry), "softmaxGradient",
    near: geometry.joined(pairs.map { SoftmaxOracle.softmaxGradient($0, $1, format) }))
  try trial.expect(
    backend.logSoftmaxGradient(output: storage, gradient: slopes, geometry), "logSoftmaxGradient",
    near: geometry.joined(pairs.map { SoftmaxOracle.logSoftmaxGradient($0, $1, format) }))
}

/// Whole numbers, which a shift by a power of two leaves exact.
private func checkShift<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let (geometry, format) = (trial.reduction(), trial.format)
  let input = trial.integers(geometry.inputCount, upTo: 9)
  let shift = Double(trial.pick([-65_536, -256, 1, 1024, 1_048_576], or: 1))
  let lines = geometry.lines(input)
  let shifted = trial.store(input.map { $0 + shift })
  try trial.expect(
    backend.softmax(shifted, geometry), "softmax",
    near: geometry.joined(lines.map { SoftmaxOracle.softmax($0, format) }))
  try trial.expect(
    backend.logSoftmax(shifted, geometry), "logSoftmax",
    near: geometry.joined(lines.map { SoftmaxOracle.logSoftmax($0, format) }))
}

private func checkSum<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let (geometry, format) = (trial.reduction(from: 1), trial.format)
  let input = trial.scalars(geometry.inputCount, upTo: trial.pick([1, 100, 1e4], or: 1))
  let output = try trial.load(
    backend.softmax(trial.store(input), geometry), geometry.inputCount)
  // Each probability is off by a few ulp of itself, and its logit's distance counts little.
  let bound = (16 + Double(geometry.count)) * format.epsilon
  for line in geometry.lines(output) {
    let sum = line.reduce(0, +)
    guard line.allSatisfy({ $0 >= 0 && $0 <= 1 }), abs(sum - 1) <= bound else {
      throw trial.failure("probabilities add up to \(sum), expected 1 within \(bound)")
    }
  }
}

private func checkLogarithm<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let (geometry, format) = (trial.reduction(), trial.format)
  let storage = trial.store(trial.scalars(geometry.inputCount))
  let softmax = try trial.load(backend.softmax(storage, geometry), geometry.inputCount)
  // Both sides are off by their own errors, of which (16 + count + 4) units are more than enough.
  let bound = 2 * (20 + Double(geometry.count)) * format.epsilon * 5
  try trial.expect(
    backend.logSoftmax(storage, geometry),
    near: softmax.map { Bounded(value: .log($0), bound: bound) })
}

private func checkUniform<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let (geometry, format) = (trial.reduction(from: 1), trial.format)
  let value = trial.scalars(1)[0]
  let input = [Double](repeating: value, count: geometry.inputCount)
  try trial.expect(
    backend.softmax(trial.store(input), geometry),
    near: input.map { _ in .ulps(2, of: 1 / Double(geometry.count), format) })
}
