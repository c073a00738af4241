import DLCore

extension CaseList {
  mutating func addCompareAndSelect() {
    for comparison in Comparison.allCases {
      let group = "compare/\(comparison)"
      addLengths("\(group)/special", law: "a comparison with NaN does not hold, except notEqual") {
        try checkSpecialComparisons($0, $1, comparison)
      }
      add("\(group)/random", 12, law: "1 where the comparison holds, else 0") {
        try checkComparison($0, $1, comparison)
      }
      add("\(group)/long", law: "1 where the comparison holds, else 0") {
        try checkLongComparison($0, $1, comparison)
      }
    }
    add("compare/trichotomy", 8, law: "of numbers, exactly one of <, = and > holds") {
      try checkTrichotomy($0, $1)
    }
    addLengths("select/special", law: "what is not chosen has no influence, be it NaN") {
      try checkSelect($0, $1, count: $1.number)
    }
    add("select/empty", law: "empty tensors are fine everywhere") {
      try checkSelect($0, $1, count: 0)
    }
    add("select/long", law: "what is not chosen has no influence, be it NaN") {
      try checkSelect($0, $1, count: longCount)
    }
  }
}

private func checkSpecialComparisons<B: Backend>(
  _ backend: B, _ key: CaseKey, _ comparison: Comparison
) throws {
  var trial = Trial(backend, key)
  let specials = trial.format.specialValues
  let all = specials.flatMap { a in specials.map { (a, $0) } }
  for start in stride(from: 0, to: all.count, by: 3) {
    let pairs = (0..<key.number).map { all[(start + $0 * 11) % all.count] }
    trial.detail = "from pair \(start)"
    let output = backend.compare(
      comparison, trial.store(pairs.map(\.0)), trial.store(pairs.map(\.1)),
      BroadcastGeometry(count: key.number))
    try trial.expect(output, equals: pairs.map { comparison.expectation($0, $1) })
  }
}

private func checkComparison<B: Backend>(
  _ backend: B, _ key: CaseKey, _ comparison: Comparison
) throws {
  var trial = Trial(backend, key)
  try check(&trial, comparison, trial.broadcast())
}

private func checkLongComparison<B: Backend>(
  _ backend: B, _ key: CaseKey, _ comparison: Comparison
) throws {
  var trial = Trial(backend, key)
  try check(
    &trial, comparison, BroadcastGeometry(lhs: [300, 233], rhs: [233], result: [300, 233]))
}

private func check<B: Backend>(
  _ trial: inout Trial<B>, _ comparison: Comparison, _ geometry: BroadcastGeometry
) throws {
  let (lhs, rhs) = (trial.integers(geometry.lhsCount), trial.integers(geometry.rhsCount))
  let output = trial.backend.compare(comparison, trial.store(lhs), trial.store(rhs), geometry)
  try trial.expect(
    output, equals: geometry.pairs.map { comparison.expectation(lhs[$0.lhs], rhs[$0.rhs]) })
}

private func checkTrichotomy<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let (a, b) = (trial.store(trial.integers(33)), trial.store(trial.integers(33)))
  let geometry = BroadcastGeometry(count: 33)
  let masks = [Comparison.less, .equal, .greater].map { backend.compare($0, a, b, geometry) }
  let sum = masks.dropFirst().reduce(masks[0]) { backend.binary(.add, $0, $1, count: 33) }
  try trial.expect(sum, "sum of the masks", equals: [Double](repeating: 1, count: 33))
}

/// Masks of any value, NaN among them; what is not chosen is NaN and must not show.
private func checkSelect<B: Backend>(_ backend: B, _ key: CaseKey, count: Int) throws {
  var trial = Trial(backend, key)
  for _ in 0..<(count > 1000 ? 1 : 14) {
    let mask = trial.specials(count)
    let chosen = trial.scalars(count)
    let output = backend.select(
      mask: trial.store(mask), whenTrue: trial.store(zip(mask, chosen).map { $0 != 0 ? $1 : .nan }),
      whenFalse: trial.store(zip(mask, chosen).map { $0 != 0 ? .nan : $1 }), count: count)
    try trial.expect(output, equals: chosen)
  }
}
