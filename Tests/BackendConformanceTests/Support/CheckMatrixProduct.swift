import DLCore

/// Random products: batches, transposed and shared operands, empty and single extents.
func checkMatrixProduct<B: Backend>(_ backend: B) throws {
  try runTrials("matrixProduct", on: backend, count: 80) { trial in
    let geometry = trial.product()
    let (lhs, rhs) = (trial.scalars(geometry.lhsCount), trial.scalars(geometry.rhsCount))
    let output = backend.matrixProduct(
      backend.makeStorage(lhs), backend.makeStorage(rhs), geometry)
    try trial.expect(output, near: matrixProduct(lhs, rhs, geometry))
  }
}

/// NaN and infinities reach every element that depends on them, and 0 · ∞ is NaN.
func checkMatrixProductSpecialValues<B: Backend>(_ backend: B) throws {
  for special in [B.Scalar.nan, .infinity, -.infinity] {
    try runTrials("matrixProduct with \(special)", on: backend, count: 30) { trial in
      let geometry = trial.product()
      var lhs = trial.ties(geometry.lhsCount)
      var rhs = trial.ties(geometry.rhsCount)
      if !lhs.isEmpty { lhs[trial.random.integer(below: lhs.count)] = special }
      if !rhs.isEmpty { rhs[trial.random.integer(below: rhs.count)] = special }
      let output = backend.matrixProduct(
        backend.makeStorage(lhs), backend.makeStorage(rhs), geometry)
      try trial.expect(output, near: matrixProduct(lhs, rhs, geometry))
    }
  }
}

extension Trial {
  fileprivate mutating func product() -> MatrixProductGeometry {
    let geometry = MatrixProductGeometry(
      batch: pick([0, 1, 1, 2, 3], or: 1), rows: extent(), columns: extent(), inner: extent(),
      transposesLHS: coin(), transposesRHS: coin(), sharesLHS: coin(), sharesRHS: coin())
    detail = "\(geometry)"
    return geometry
  }

  fileprivate mutating func linear() -> LinearGeometry {
    let geometry = LinearGeometry(
      rows: extent(), columns: extent(), inner: extent(),
      activation: pick(FusedActivation.allCases, or: .identity))
    detail = "\(geometry)"
    return geometry
  }
}

private func matrixProduct<Scalar: BackendScalar>(
  _ lhs: [Scalar], _ rhs: [Scalar], _ geometry: MatrixProductGeometry
) -> [Bounded] {
  let (rows, columns, inner) = (geometry.rows, geometry.columns, geometry.inner)
  return (0..<geometry.outputCount).map { element in
    let column = element % columns
    let row = element / columns % rows
    let item = element / columns / rows
    var sum = LawfulSum()
    for k in 0..<inner {
      let left = geometry.transposesLHS ? k * rows + row : row * inner + k
      let right = geometry.transposesRHS ? column * inner + k : k * columns + column
      sum.add(
        Double(lhs[(geometry.sharesLHS ? 0 : item * rows * inner) + left]),
        times: Double(rhs[(geometry.sharesRHS ? 0 : item * inner * columns) + right]))
    }
    return sum.product(as: Scalar.self)
  }
}

/// Fully connected layers with every activation, with and without bias.
func checkLinear<B: Backend>(_ backend: B) throws {
  try runTrials("linear", on: backend, count: 60) { trial in
    let geometry = trial.linear()
    let (rows, columns, inner) = (geometry.rows, geometry.columns, geometry.inner)
    let input = trial.scalars(rows * inner)
    let weights = trial.scalars(columns * inner)
    let bias = trial.coin() ? trial.scalars(columns) : nil
    let output = backend.linear(
      backend.makeStorage(input), weights: backend.makeStorage(weights),
      bias: bias.map { backend.makeStorage($0) }, geometry)
    let expected = (0..<rows * columns).map { element in
      let (row, column) = element.quotientAndRemainder(dividingBy: columns)
      var sum = LawfulSum()
      if let bias { sum.add(Double(bias[column])) }
      for k in 0..<inner {
        sum.add(Double(input[row * inner + k]), times: Double(weights[column * inner + k]))
      }
      return activated(geometry.activation, sum.product(as: B.Scalar.self), as: B.Scalar.self)
    }
    try trial.expect(output, near: expected)
  }
}

/// An activation's value; no activation is steeper than 1, and each adds at most 4 ulp of 1.
private func activated<Scalar: BackendScalar>(
  _ activation: FusedActivation, _ sum: Bounded, as type: Scalar.Type
) -> Bounded {
  let bound = sum.bound + 4 * Double(Scalar.ulpOfOne)
  return switch activation {
  case .identity: sum
  case .relu: Bounded(value: max(sum.value, 0), bound: sum.bound)
  case .tanh: Bounded(value: .tanh(sum.value), bound: bound)
  case .sigmoid: Bounded(value: 1 / (1 + .exp(-sum.value)), bound: bound)
  }
}

/// The gradients of fully connected layers.
func checkLinearGradients<B: Backend>(_ backend: B) throws {
  try runTrials("linearGradients", on: backend, count: 60) { trial in
    let geometry = trial.linear()
    let (rows, columns, inner) = (geometry.rows, geometry.columns, geometry.inner)
    let input = trial.scalars(rows * inner)
    let weights = trial.scalars(columns * inner)
    // Between -0.9 and 0.9, where an activation's slope is well conditioned.
    let output = trial.scalars(rows * columns).map { $0 * 0.45 }
    let gradient = trial.scalars(rows * columns)
    let (wantsInput, hasBias) = (trial.coin(), trial.coin())
    let result = backend.linearGradients(
      input: backend.makeStorage(input), weights: backend.makeStorage(weights),
      output: backend.makeStorage(output), gradient: backend.makeStorage(gradient), geometry,
      wantsInput: wantsInput, hasBias: hasBias)
    let errors = zip(output, gradient).map {
      Double($1) * slope(geometry.activation, output: Double($0))
    }
    try trial.expect(
      result.weights, "weights",
      near: sums(columns * inner, of: rows, as: B.Scalar.self) { element, row in
        (errors[row * columns + element / inner], Double(input[row * inner + element % inner]))
      })
    try trial.expect(
      result.input, isWanted: wantsInput, "input",
      near: sums(rows * inner, of: columns, as: B.Scalar.self) { element, column in
        (
          errors[element / inner * columns + column],
          Double(weights[column * inner + element % inner])
        )
      })
    try trial.expect(
      result.bias, isWanted: hasBias, "bias",
      near: sums(columns, of: rows, as: B.Scalar.self) { (errors[$1 * columns + $0], 1) })
  }
}

/// Sums of `length` products, with 8 more roundings for the activation's slope.
private func sums<Scalar: BackendScalar>(
  _ count: Int, of length: Int, as type: Scalar.Type,
  _ factors: (_ element: Int, _ term: Int) -> (Double, Double)
) -> [Bounded] {
  (0..<count).map { element in
    var sum = LawfulSum()
    for term in 0..<length {
      let (a, b) = factors(element, term)
      sum.add(a, times: b)
    }
    return sum.product(as: Scalar.self, extra: 8)
  }
}

private func slope(_ activation: FusedActivation, output y: Double) -> Double {
  switch activation {
  case .identity: 1
  case .relu: y > 0 ? 1 : 0
  case .tanh: 1 - y * y
  case .sigmoid: y * (1 - y)
  }
}

extension Trial {
  /// Fails unless a gradient is there if and only if it was asked for, and is near what is expected.
  func expect(
    _ storage: B.Storage?, isWanted: Bool, _ part: String, near expected: [Bounded]
  ) throws(ConformanceFailure) {
    guard (storage != nil) == isWanted else {
      throw failure("\(part) is \(storage == nil ? "missing" : "there unasked")")
    }
    if let storage { try expect(storage, part, near: expected) }
  }
}
