import DLCore

extension CaseList {
  mutating func addReduce() {
    for reduction in Reduction.allCases {
      let group = "reduce/\(reduction)"
      add("\(group)/random", 40, law: "within the bound of pairwise summation, extrema exact") {
        try checkRandom($0, $1, reduction)
      }
      addLengths("\(group)/special", law: "NaN and infinities reach the result from anywhere") {
        try checkSpecialValues($0, $1, reduction)
      }
      for geometry in longGeometries {
        add("\(group)/long/\(geometry.label)", law: "within the bound of pairwise summation") {
          try check($0, $1, reduction, geometry)
        }
      }
      for geometry in emptyGeometries {
        add("\(group)/empty/\(geometry.label)", law: "the reduction's identity for nothing") {
          try check($0, $1, reduction, geometry)
        }
      }
    }
    add("reduce/sum/equal", law: "a long sum keeps its digits") { try checkEqualTerms($0, $1) }
    add("reduce/sum/cancelling", law: "a long sum keeps its digits") {
      try checkCancellation($0, $1)
    }
    add("reduce/sum/parts", 8, law: "a sum of whole numbers is the sum of its parts, exactly") {
      try checkParts($0, $1)
    }
    add("reduce/minimum/mirrored", 8, law: "min(x) = -max(-x)") { try checkMirrored($0, $1) }
    addLengths("reduce/maximum/zeros", law: "-0 and +0 are equal, and the first counts") {
      try checkZeros($0, $1)
    }
  }

  mutating func addArgumentReduce() {
    for extremum in Extremum.allCases {
      let group = "argumentReduce/\(extremum)"
      add("\(group)/random", 40, law: "the first of equals wins, the first NaN over all") {
        try checkPositions($0, $1, extremum)
      }
      addLengths("\(group)/special", law: "the first of equals wins, the first NaN over all") {
        try checkSpecialPositions($0, $1, extremum)
      }
      for geometry in longGeometries {
        add("\(group)/long/\(geometry.label)", law: "the first of equals wins") {
          try checkLongPositions($0, $1, extremum, geometry)
        }
      }
      add("\(group)/value", 8, law: "the position is that of the reduction's value") {
        try checkValueAtPosition($0, $1, extremum)
      }
    }
  }
}

extension ReductionGeometry {
  /// The three extents, for names of cases.
  var label: String { "\(outer)x\(count)x\(inner)" }
}

/// Enough work for several threads, along each dimension.
private let longGeometries = [
  ReductionGeometry(outer: 1, count: 140_001, inner: 1),
  ReductionGeometry(outer: 3, count: 131, inner: 307),
  ReductionGeometry(outer: 700, count: 101, inner: 1),
]

private let emptyGeometries = [
  ReductionGeometry(outer: 1, count: 0, inner: 1), ReductionGeometry(outer: 0, count: 3, inner: 2),
  ReductionGeometry(outer: 2, count: 0, inner: 3), ReductionGeometry(outer: 2, count: 3, inner: 0),
  ReductionGeometry(outer: 0, count: 0, inner: 0),
]

private func checkRandom<B: Backend>(
  _ backend: B, _ key: CaseKey, _ reduction: Reduction
) throws {
  var trial = Trial(backend, key)
  try check(&trial, reduction, trial.reduction())
}

private func check<B: Backend>(
  _ backend: B, _ key: CaseKey, _ reduction: Reduction, _ geometry: ReductionGeometry
) throws {
  var trial = Trial(backend, key)
  try check(&trial, reduction, geometry)
}

private func check<B: Backend>(
  _ trial: inout Trial<B>, _ reduction: Reduction, _ geometry: ReductionGeometry
) throws {
  let count = geometry.inputCount
  let input = trial.coin() ? trial.integers(count) : trial.scalars(count)
  let output = trial.backend.reduce(reduction, trial.store(input), geometry)
  let format = trial.format
  try trial.expect(output, near: geometry.lines(input).map { reduction.expectation($0, format) })
}

/// Each special value at each place: as rows and as columns of one call.
private func checkSpecialValues<B: Backend>(
  _ backend: B, _ key: CaseKey, _ reduction: Reduction
) throws {
  var trial = Trial(backend, key)
  let (length, format) = (key.number, trial.format)
  // A sum near the end of the range may overflow in one order and not in another.
  let specials = format.specialValues.filter { !($0.isFinite && abs($0) > 1e30) }
  for special in specials {
    let lines = trial.lines(with: special, length: length)
    trial.detail = "\(special) among \(length)"
    for geometry in lineGeometries(length) {
      let output = backend.reduce(reduction, trial.store(geometry.joined(lines)), geometry)
      try trial.expect(output, near: lines.map { reduction.expectation($0, format) })
    }
  }
}

extension Trial {
  /// Lines of ordinary numbers with a special one at each place in turn, in one line with another.
  mutating func lines(with special: Double, length: Int) -> [[Double]] {
    (0..<length).map { position in
      var line = scalars(length)
      if position == 0 { line[random.integer(below: length)] = special }
      line[position] = special
      return line
    }
  }
}

/// `length` lines of as many elements: lying, and standing.
func lineGeometries(_ length: Int) -> [ReductionGeometry] {
  [
    ReductionGeometry(outer: length, count: length, inner: 1),
    ReductionGeometry(outer: 1, count: length, inner: length),
  ]
}

/// 0.1 a hundred thousand times: in plain order the bound would not hold.
private func checkEqualTerms<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  try checkSum(trial, [Double](repeating: trial.format.rounded(0.1), count: 100_000))
}

/// A large number, 4096 ones that it swallows one by one, and the large number's negative.
private func checkCancellation<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  let unit = 1 / (2 * trial.format.epsilon)
  try checkSum(trial, [unit] + [Double](repeating: 1, count: 4096) + [-unit])
}

private func checkSum<B: Backend>(_ trial: Trial<B>, _ line: [Double]) throws {
  for geometry in [
    ReductionGeometry(outer: 1, count: line.count, inner: 1),
    ReductionGeometry(outer: 1, count: line.count, inner: 2),
  ] {
    let lines = [[Double]](repeating: line, count: geometry.inner)
    let format = trial.format
    try trial.expect(
      trial.backend.reduce(.sum, trial.store(geometry.joined(lines)), geometry),
      near: lines.map { Reduction.sum.expectation($0, format) })
  }
}

private func checkParts<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let count = trial.integer(in: 1...300)
  let values = trial.integers(2 * count)
  let whole = backend.reduce(
    .sum, trial.store(values), ReductionGeometry(outer: 1, count: 2 * count, inner: 1))
  let halves = backend.reduce(
    .sum, trial.store(values), ReductionGeometry(outer: 2, count: count, inner: 1))
  let sum = try trial.load(halves, 2).reduce(0, +)
  try trial.expect(whole, equals: [sum == 0 ? 0 : sum])
}

private func checkMirrored<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = trial.reduction(from: 1)
  let storage = trial.store(trial.scalars(geometry.inputCount))
  let mirrored = backend.unary(.negate, storage, count: geometry.inputCount)
  let largest = backend.reduce(.maximum, mirrored, geometry)
  try trial.expect(
    backend.reduce(.minimum, storage, geometry),
    same: backend.unary(.negate, largest, count: geometry.outputCount), count: geometry.outputCount)
}

private func checkZeros<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  let zeros = (0..<key.number).map { $0 % 2 == 0 ? -0.0 : 0.0 }
  let geometry = ReductionGeometry(outer: 1, count: key.number, inner: 1)
  for reduction in [Reduction.maximum, .minimum] {
    try trial.expect(
      backend.reduce(reduction, trial.store(zeros), geometry), "\(reduction)", equals: [-0.0])
    try trial.expect(
      backend.reduce(reduction, trial.store(zeros.map { -$0 }), geometry), "\(reduction)",
      equals: [0])
  }
}

private func checkPositions<B: Backend>(
  _ backend: B, _ key: CaseKey, _ extremum: Extremum
) throws {
  var trial = Trial(backend, key)
  let geometry = trial.reduction(from: 1)
  var input = trial.integers(geometry.inputCount)
  if trial.coin() { input = input.map { trial.random.integer(below: 9) == 0 ? .nan : $0 } }
  let output = backend.argumentReduce(extremum, trial.store(input), geometry)
  try trial.expect(output, equals: geometry.lines(input).map { Int32(extremum.winner($0)) })
}

private func checkSpecialPositions<B: Backend>(
  _ backend: B, _ key: CaseKey, _ extremum: Extremum
) throws {
  var trial = Trial(backend, key)
  let length = key.number
  for special in trial.format.specialValues {
    let lines = trial.lines(with: special, length: length)
    trial.detail = "\(special) among \(length)"
    for geometry in lineGeometries(length) {
      let output = backend.argumentReduce(extremum, trial.store(geometry.joined(lines)), geometry)
      try trial.expect(output, equals: lines.map { Int32(extremum.winner($0)) })
    }
  }
}

private func checkLongPositions<B: Backend>(
  _ backend: B, _ key: CaseKey, _ extremum: Extremum, _ geometry: ReductionGeometry
) throws {
  var trial = Trial(backend, key)
  let input = trial.integers(geometry.inputCount, upTo: 40)
  let output = backend.argumentReduce(extremum, trial.store(input), geometry)
  try trial.expect(output, equals: geometry.lines(input).map { Int32(extremum.winner($0)) })
}

private func checkValueAtPosition<B: Backend>(
  _ backend: B, _ key: CaseKey, _ extremum: Extremum
) throws {
  var trial = Trial(backend, key)
  let geometry = trial.reduction(from: 1)
  let input = trial.scalars(geometry.inputCount)
  let positions = backend.argumentReduce(extremum, trial.store(input), geometry)
  let lines = geometry.lines(input)
  guard positions.count == lines.count,
    zip(positions, lines).allSatisfy({ $1.indices.contains(Int($0)) })
  else { throw trial.failure("positions are \(positions)") }
  try trial.expect(
    backend.reduce(extremum == .maximum ? .maximum : .minimum, trial.store(input), geometry),
    equals: zip(positions, lines).map { $1[Int($0)] })
}
