import DLCore

extension CaseList {
  mutating func addMovement() {
    let adjoint = "gradients are adjoints: ⟨A·x, y⟩ = ⟨x, Aᵀ·y⟩"
    add("gatherElements/random", 50, law: "elements of any value, from any place or none") {
      try checkGather($0, $1)
    }
    add("gatherElements/long", law: "elements of any value, from any place or none") {
      try checkLongGather($0, $1)
    }
    add("gatherElements/adjoint", 24, law: adjoint) { try checkGatherAdjoint($0, $1) }
    add("scatterAddElements/random", 50, law: "additions to one element in their order") {
      try checkScatter($0, $1, count: nil)
    }
    add("scatterAddElements/long", law: "additions to one element in their order") {
      try checkScatter($0, $1, count: longCount)
    }
    add("scatterAddElements/permutation", 12, law: "a scatter undoes the gather of a permutation") {
      try checkPermutation($0, $1)
    }
    add("strided/random", 120, law: "views are exact: permuted, sliced, reversed, repeated") {
      try checkStrided($0, $1)
    }
    for (number, view) in longViews.enumerated() {
      add("strided/long/\(number)", law: "views are exact: permuted, sliced, reversed, repeated") {
        try checkLongStrided($0, $1, view)
      }
    }
    add("strided/adjoint", 40, law: adjoint) { try checkStridedAdjoint($0, $1) }
    add("strided/transposed", 12, law: "a transposition undoes itself") {
      try checkTransposition($0, $1)
    }
    add("pad/random", 80, law: "the input in its frame, exact") { try checkPad($0, $1) }
    add("pad/interior", 24, law: "the interior of the frame is the input") {
      try checkInterior($0, $1)
    }
    add("concatenate/random", 80, law: "parts stand side by side, and none touches another") {
      try checkConcatenate($0, $1)
    }
    add("concatenate/parts", 24, law: "the parts of the whole are the inputs") {
      try checkParts($0, $1)
    }
  }
}

private let longViews = [
  StridedGeometry(extents: [100, 20, 30], strides: [1, 3000, 100], offset: 0, inputCount: 60_000),
  StridedGeometry(extents: [300, 233], strides: [-233, -1], offset: 69_899, inputCount: 69_900),
  StridedGeometry(extents: [40, 5, 401], strides: [401, 0, 1], offset: 0, inputCount: 16_040),
  StridedGeometry(extents: [], strides: [], offset: 7, inputCount: 12),
  StridedGeometry(extents: [2, 0, 3], strides: [6, 3, 1], offset: 0, inputCount: 12),
  StridedGeometry(extents: [2, 3, 2, 1], strides: [1, 4, 2, 99], offset: 0, inputCount: 12),
]

private func checkGather<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  try checkGather(&trial, from: trial.extent(), count: trial.extent())
}

private func checkLongGather<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  try checkGather(&trial, from: 1000, count: longCount)
}

private func checkGather<B: Backend>(_ trial: inout Trial<B>, from size: Int, count: Int) throws {
  let input = trial.specials(size)
  let indices = (0..<count).map { _ in Int32(trial.integer(in: 0...size)) - 1 }
  let fill = trial.specials(1)[0]
  let output = trial.backend.gatherElements(
    trial.store(input), at: indices, fill: B.Scalar(fill))
  try trial.expect(output, equals: indices.map { $0 < 0 ? fill : input[Int($0)] })
}

private func checkGatherAdjoint<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let input = trial.scalars(trial.integer(in: 1...40))
  let gradient = trial.scalars(trial.integer(in: 0...40))
  let indices = gradient.map { _ in Int32(trial.integer(in: 0...input.count)) - 1 }
  let forward = backend.gatherElements(trial.store(input), at: indices, fill: 0)
  let back = backend.scatterAddElements(trial.store(gradient), at: indices, count: input.count)
  try trial.expect(trial.dot(back, input), near: trial.dot(forward, gradient))
}

/// Many elements for one place: the sums are those of the backend's own scalars, to the bit.
private func checkScatter<B: Backend>(_ backend: B, _ key: CaseKey, count: Int?) throws {
  var trial = Trial(backend, key)
  let size = count.map { _ in 333 } ?? trial.extent()
  let input = trial.scalars(count ?? 5 * trial.extent())
  let indices = input.map { _ in Int32(trial.integer(in: 0...size)) - 1 }
  let format = trial.format
  var expected = [Double](repeating: 0, count: size)
  for (index, value) in zip(indices, input) where index >= 0 {
    expected[Int(index)] = format.rounded(expected[Int(index)] + value)
  }
  try trial.expect(
    backend.scatterAddElements(trial.store(input), at: indices, count: size), equals: expected)
}

private func checkPermutation<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let input = trial.store(trial.scalars(33))
  let order = trial.random.permutation(of: 33).map { Int32($0) }
  let gathered = backend.gatherElements(input, at: order, fill: 0)
  try trial.expect(
    backend.scatterAddElements(gathered, at: order, count: 33), same: input, count: 33)
}

private func checkStrided<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  try checkView(&trial, trial.view())
}

private func checkLongStrided<B: Backend>(
  _ backend: B, _ key: CaseKey, _ view: StridedGeometry
) throws {
  var trial = Trial(backend, key)
  try checkView(&trial, view)
}

private func checkView<B: Backend>(_ trial: inout Trial<B>, _ view: StridedGeometry) throws {
  let positions = (0..<Shape(view.extents).count).map { position($0, in: view) }
  let (input, format) = (trial.scalars(view.inputCount), trial.format)
  try trial.expect(
    trial.backend.strided(trial.store(input), view), equals: positions.map { input[$0] })
  let gradient = trial.scalars(positions.count)
  var sums = [LawfulSum](repeating: LawfulSum(), count: input.count)
  for (position, share) in zip(positions, gradient) { sums[position].add(share) }
  try trial.expect(
    trial.backend.stridedGradient(trial.store(gradient), view), "gradient",
    near: sums.map { $0.product(format) })
}

/// Where an element of a view comes from, by division.
private func position(_ element: Int, in view: StridedGeometry) -> Int {
  var rest = element
  var position = view.offset
  for (extent, stride) in zip(view.extents, view.strides).reversed() {
    position += rest % extent * stride
    rest /= extent
  }
  return position
}

private func checkStridedAdjoint<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let view = trial.view()
  let (input, gradient) = (trial.scalars(view.inputCount), trial.scalars(view.count))
  let forward = backend.strided(trial.store(input), view)
  let back = backend.stridedGradient(trial.store(gradient), view)
  try trial.expect(trial.dot(back, input), near: trial.dot(forward, gradient))
}

private func checkTransposition<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let (rows, columns) = (trial.integer(in: 1...20), trial.integer(in: 1...20))
  let count = rows * columns
  let input = trial.store(trial.specials(count))
  let there = backend.strided(
    input,
    StridedGeometry(
      extents: [columns, rows], strides: [1, columns], offset: 0, inputCount: count))
  let back = backend.strided(
    there,
    StridedGeometry(extents: [rows, columns], strides: [1, rows], offset: 0, inputCount: count))
  try trial.expect(back, same: input, count: count)
}

extension Trial {
  fileprivate mutating func frame() -> PadGeometry {
    let rank = integer(in: 0...4)
    let geometry = PadGeometry(
      extents: (0..<rank).map { _ in integer(in: 0...3) },
      before: (0..<rank).map { _ in integer(in: 0...2) },
      after: (0..<rank).map { _ in integer(in: 0...2) })
    detail = "\(geometry.extents) with \(geometry.before) before, \(geometry.after) after"
    return geometry
  }

  fileprivate mutating func concatenation() -> ConcatenationGeometry {
    let geometry = ConcatenationGeometry(
      outer: integer(in: 0...3), extents: (0..<integer(in: 0...4)).map { _ in integer(in: 0...3) },
      inner: integer(in: 0...3))
    detail = "outer \(geometry.outer), extents \(geometry.extents), inner \(geometry.inner)"
    return geometry
  }
}

private func checkPad<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = trial.frame()
  let input = trial.specials(Shape(geometry.extents).count)
  let value = trial.specials(1)[0]
  try trial.expect(
    backend.pad(trial.store(input), geometry, value: B.Scalar(value)),
    equals: padded(input, geometry, value))
}

/// Each element of the result: the input's where all its indices lie inside, else the value.
private func padded(_ input: [Double], _ geometry: PadGeometry, _ value: Double) -> [Double] {
  let whole = geometry.extents.indices.map {
    geometry.before[$0] + geometry.extents[$0] + geometry.after[$0]
  }
  return (0..<whole.reduce(1, *)).map { element in
    var (rest, source, step) = (element, 0, 1)
    for dimension in whole.indices.reversed() {
      let index = rest % whole[dimension] - geometry.before[dimension]
      rest /= whole[dimension]
      guard (0..<geometry.extents[dimension]).contains(index) else { return value }
      source += index * step
      step *= geometry.extents[dimension]
    }
    return input[source]
  }
}

private func checkInterior<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = trial.frame()
  let count = Shape(geometry.extents).count
  let input = trial.store(trial.specials(count))
  let framed = backend.pad(input, geometry, value: .nan)
  try trial.expect(backend.strided(framed, geometry.interior), same: input, count: count)
}

/// Inputs of different extents, some empty, some of nothing but NaN.
private func checkConcatenate<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = trial.concatenation()
  let inputs = geometry.extents.map { extent in
    (0..<geometry.outer).map { _ in
      trial.coin()
        ? trial.scalars(extent * geometry.inner)
        : [Double](repeating: .nan, count: extent * geometry.inner)
    }
  }
  let output = backend.concatenate(
    inputs.map { trial.store($0.flatMap { $0 }) }, geometry)
  try trial.expect(
    output, equals: (0..<geometry.outer).flatMap { outer in inputs.flatMap { $0[outer] } })
}

private func checkParts<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = trial.concatenation()
  let counts = geometry.extents.map { geometry.outer * $0 * geometry.inner }
  let inputs = counts.map { trial.store(trial.specials($0)) }
  let whole = backend.concatenate(inputs, geometry)
  for (part, count) in counts.enumerated() {
    try trial.expect(
      backend.strided(whole, geometry.part(part)), "part \(part)", same: inputs[part],
      count: count)
  }
}
