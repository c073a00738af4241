import DLCore

/// Random reductions along the first, middle and last dimension, empty ones too.
func checkReduce<B: Backend>(_ backend: B) throws {
  for reduction in Reduction.allCases {
    try runTrials("reduce \(reduction)", on: backend, count: 30) { trial in
      let geometry = trial.reduction()
      let isTied = trial.coin()
      let input = isTied ? trial.ties(geometry.inputCount) : trial.scalars(geometry.inputCount)
      let output = backend.reduce(reduction, backend.makeStorage(input), geometry)
      try trial.expect(
        output, near: lines(input, geometry).map { expectation(reduction, $0) })
    }
  }
}

/// A long sum of equal terms and one that cancels: plain order would break the bound.
func checkLongSums<B: Backend>(_ backend: B) throws {
  let count = 100_000
  let unit = 1 / (2 * B.Scalar.ulpOfOne)
  let inputs: [[B.Scalar]] = [
    [B.Scalar](repeating: 0.1, count: count),
    [unit] + [B.Scalar](repeating: 1, count: 4096) + [-unit],
  ]
  for (number, input) in inputs.enumerated() {
    let trial = Trial("reduce sum", on: backend, seed: 1, number: number)
    let geometry = ReductionGeometry(outer: 1, count: input.count, inner: 1)
    let output = backend.reduce(.sum, backend.makeStorage(input), geometry)
    try trial.expect(output, near: [expectation(.sum, input)])
  }
}

/// Each special value at each position of each length up to 17, and two of them in one line.
func checkReduceSpecialValues<B: Backend>(_ backend: B) throws {
  let specials = specialValues(of: B.Scalar.self)
  for length in 1...17 {
    var trial = Trial("special values", on: backend, seed: 1, number: length)
    let geometry = ReductionGeometry(outer: 1, count: length, inner: 1)
    let ordinary = trial.scalars(length)
    for position in 0..<length {
      for special in specials {
        var input = ordinary
        input[position] = special
        if trial.coin() { input[trial.random.integer(below: length)] = trial.pick(specials, or: 0) }
        trial.detail = "\(input)"
        try checkLine(input, geometry, trial)
      }
    }
  }
}

private func checkLine<B: Backend>(
  _ input: [B.Scalar], _ geometry: ReductionGeometry, _ trial: Trial<B>
) throws {
  let storage = trial.backend.makeStorage(input)
  for reduction in Reduction.allCases {
    let expected = expectation(reduction, input)
    // A sum near the end of the range may overflow in one order and not in another.
    if input.contains(where: { $0.isFinite && $0.magnitude > 1e30 }) && reduction.isSum { continue }
    try trial.expect(
      trial.backend.reduce(reduction, storage, geometry), "\(reduction)", near: [expected])
  }
  for extremum in Extremum.allCases {
    try trial.expect(
      trial.backend.argumentReduce(extremum, storage, geometry),
      equals: [Int32(winner(extremum, input))])
  }
}

extension Reduction {
  fileprivate var isSum: Bool { self == .sum || self == .mean }
}

/// Positions of extrema, with ties and NaN.
func checkArgumentReduce<B: Backend>(_ backend: B) throws {
  for extremum in Extremum.allCases {
    try runTrials("argumentReduce \(extremum)", on: backend, count: 40) { trial in
      let geometry = trial.reduction(from: 1)
      var input = trial.ties(geometry.inputCount)
      if trial.coin() { input = input.map { trial.random.integer(below: 9) == 0 ? .nan : $0 } }
      let output = backend.argumentReduce(extremum, backend.makeStorage(input), geometry)
      try trial.expect(
        output, equals: lines(input, geometry).map { Int32(winner(extremum, $0)) })
    }
  }
}

/// The elements of each `[outer, inner]`, in order.
func lines<Scalar>(_ input: [Scalar], _ geometry: ReductionGeometry) -> [[Scalar]] {
  (0..<geometry.outer * geometry.inner).map { line in
    let (outer, inner) = line.quotientAndRemainder(dividingBy: geometry.inner)
    return (0..<geometry.count).map {
      input[(outer * geometry.count + $0) * geometry.inner + inner]
    }
  }
}

/// The place of the first NaN, else of the first best element.
func winner<Scalar: BackendScalar>(_ extremum: Extremum, _ line: [Scalar]) -> Int {
  if let lost = line.firstIndex(where: \.isNaN) { return lost }
  let best = extremum == .maximum ? line.max() : line.min()
  return line.firstIndex { $0 == best } ?? 0
}

private func expectation<Scalar: BackendScalar>(
  _ reduction: Reduction, _ line: [Scalar]
) -> Bounded {
  switch reduction {
  case .sum, .mean:
    var sum = LawfulSum()
    for x in line { sum.add(Double(x)) }
    let bounded = sum.pairwise(as: Scalar.self)
    return reduction == .sum ? bounded : bounded.divided(by: Double(line.count), as: Scalar.self)
  case .maximum:
    return Bounded(value: line.isEmpty ? -.infinity : Double(line[winner(.maximum, line)]))
  case .minimum:
    return Bounded(value: line.isEmpty ? .infinity : Double(line[winner(.minimum, line)]))
  }
}

extension Bounded {
  /// The quotient, with one more rounding.
  func divided<Scalar: BackendScalar>(by divisor: Double, as type: Scalar.Type) -> Bounded {
    let quotient = value / divisor
    return Bounded(
      value: quotient, bound: bound / divisor + abs(quotient) * Double(Scalar.ulpOfOne))
  }
}
