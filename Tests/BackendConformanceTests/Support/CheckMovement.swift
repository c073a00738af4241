import DLCore

/// Elements of any value, from any place or none.
func checkGatherElements<B: Backend>(_ backend: B) throws {
  let specials = specialValues(of: B.Scalar.self)
  try runTrials("gatherElements", on: backend, count: 30) { trial in
    let count = trial.extent()
    let input = (0..<count).map { _ in trial.pick(specials, or: 0) }
    let indices = (0..<trial.extent()).map { _ in Int32(trial.integer(in: 0...count)) - 1 }
    let fill = trial.pick(specials, or: 0)
    let output = backend.gatherElements(backend.makeStorage(input), at: indices, fill: fill)
    try trial.expect(output, equals: indices.map { $0 < 0 ? fill : input[Int($0)] })
  }
}

/// Many elements for one place are added in their order, to the bit.
func checkScatterAddElements<B: Backend>(_ backend: B) throws {
  try runTrials("scatterAddElements", on: backend, count: 30) { trial in
    let count = trial.extent()
    let input = trial.scalars(5 * trial.extent())
    let indices = input.map { _ in Int32(trial.integer(in: 0...count)) - 1 }
    let expected = (0..<count).map { place in
      zip(indices, input).filter { $0.0 == Int32(place) }.reduce(0) { $0 + $1.1 }
    }
    let output = backend.scatterAddElements(
      backend.makeStorage(input), at: indices, count: count)
    try trial.expect(output, equals: expected)
  }
}

/// Permutations, slices, reversals and repeats, and the way back.
func checkStrided<B: Backend>(_ backend: B) throws {
  try runTrials("strided", on: backend, count: 80) { trial in
    let view = trial.view()
    let positions = (0..<Shape(view.extents).count).map { position($0, in: view) }
    let input = trial.scalars(view.inputCount)
    try trial.expect(
      backend.strided(backend.makeStorage(input), view), equals: positions.map { input[$0] })
    let gradient = trial.scalars(positions.count)
    var sums = [LawfulSum](repeating: LawfulSum(), count: input.count)
    for (position, share) in zip(positions, gradient) { sums[position].add(Double(share)) }
    try trial.expect(
      backend.stridedGradient(backend.makeStorage(gradient), view), "gradient",
      near: sums.map { $0.product(as: B.Scalar.self) })
  }
}

/// Frames of different widths on every side, also around nothing.
func checkPad<B: Backend>(_ backend: B) throws {
  try runTrials("pad", on: backend, count: 50) { trial in
    let rank = trial.integer(in: 0...4)
    let geometry = PadGeometry(
      extents: (0..<rank).map { _ in trial.integer(in: 0...3) },
      before: (0..<rank).map { _ in trial.integer(in: 0...2) },
      after: (0..<rank).map { _ in trial.integer(in: 0...2) })
    trial.detail = "\(geometry)"
    let input = trial.scalars(Shape(geometry.extents).count)
    let value = trial.pick(specialValues(of: B.Scalar.self), or: 0)
    let output = backend.pad(backend.makeStorage(input), geometry, value: value)
    try trial.expect(output, equals: padded(input, geometry, value))
  }
}

/// Inputs of different extents, some empty; NaN in one must not reach another.
func checkConcatenate<B: Backend>(_ backend: B) throws {
  try runTrials("concatenate", on: backend, count: 50) { trial in
    let geometry = ConcatenationGeometry(
      outer: trial.integer(in: 0...3),
      extents: (0..<trial.integer(in: 0...4)).map { _ in trial.integer(in: 0...3) },
      inner: trial.integer(in: 0...3))
    trial.detail = "\(geometry)"
    let inputs = geometry.extents.map { extent in
      (0..<geometry.outer).map { _ in
        trial.coin()
          ? trial.scalars(extent * geometry.inner)
          : [B.Scalar](repeating: .nan, count: extent * geometry.inner)
      }
    }
    let expected = (0..<geometry.outer).flatMap { outer in inputs.flatMap { $0[outer] } }
    let output = backend.concatenate(
      inputs.map { backend.makeStorage($0.flatMap { $0 }) }, geometry)
    try trial.expect(output, equals: expected)
  }
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

/// Each element of the result: the input's where all its indices lie inside, else the value.
private func padded<Scalar>(_ input: [Scalar], _ geometry: PadGeometry, _ value: Scalar)
  -> [Scalar]
{
  let whole = geometry.extents.indices.map {
    geometry.before[$0] + geometry.extents[$0] + geometry.after[$0]
  }
  return (0..<whole.reduce(1, *)).map { element in
    var rest = element
    var source = 0
    var step = 1
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
