import DLCore

extension CaseList {
  mutating func addMatrixProduct() {
    let law = "each element within inner·ε·Σ|a·b|"
    add("matrixProduct/random", 150, law: law) { try checkRandom($0, $1) }
    for (number, shape) in shapes.enumerated() where size == .full || number % 5 == 0 {
      let (rows, columns, inner) = shape
      for (left, right) in [(false, false), (true, false), (false, true), (true, true)] {
        let marks = (left ? "t" : "n") + (right ? "t" : "n")
        add("matrixProduct/shape/\(rows)x\(columns)x\(inner)/\(marks)", law: law) {
          try checkShape(
            $0, $1,
            MatrixProductGeometry(
              rows: rows, columns: columns, inner: inner, transposesLHS: left,
              transposesRHS: right))
        }
      }
    }
    add(
      "matrixProduct/special", 60, law: "NaN and infinities reach what depends on them, 0·∞ is NaN"
    ) { try checkSpecialValues($0, $1) }
    add("matrixProduct/transpose", 16, law: "(A·B)ᵀ = Bᵀ·Aᵀ") { try checkTranspose($0, $1) }
    add("matrixProduct/stored-transposed", 16, law: "a transposed operand is the operand") {
      try checkStoredTransposed($0, $1)
    }
    add("matrixProduct/batch", 12, law: "a batch is its products one by one") {
      try checkBatch($0, $1)
    }
    add("matrixProduct/identity", 8, law: "A·I = A") { try checkIdentity($0, $1) }
    add("matrixProduct/distributes", 8, law: "A·(B + C) = A·B + A·C, exact for whole numbers") {
      try checkDistribution($0, $1)
    }
  }
}

/// The edges of the kernels' tiles in each dimension, alone and together; a sum of nothing; and the
/// products inside LeNet-5 and the other models.
private let shapes: [(rows: Int, columns: Int, inner: Int)] = {
  let edges = [1, 2, 5, 6, 7, 8, 15, 17, 31, 32, 33, 63, 65]
  let alone = edges.flatMap { [($0, 16, 16), (16, $0, 16), (16, 16, $0)] }
  let together = (edges + [16]).map { ($0, $0, $0) }
  let thin = edges.dropFirst().flatMap { [($0, 1, 7), (1, $0, 7), (1, 1, $0)] }
  return alone + together + thin + [
    (0, 5, 2), (2, 0, 2), (3, 5, 0), (0, 0, 0), (6, 784, 25), (16, 100, 150), (130, 90, 170),
    (1, 400, 700), (1000, 1, 300),
  ]
}()

private func check<B: Backend>(_ trial: inout Trial<B>, _ geometry: MatrixProductGeometry) throws {
  trial.detail = geometry.summary
  let (lhs, rhs) = (trial.scalars(geometry.lhsCount), trial.scalars(geometry.rhsCount))
  let output = trial.backend.matrixProduct(trial.store(lhs), trial.store(rhs), geometry)
  let format = trial.format
  try trial.expect(output, near: geometry.expectation(lhs, rhs, format))
}

private func checkRandom<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  try check(&trial, trial.product())
}

private func checkShape<B: Backend>(
  _ backend: B, _ key: CaseKey, _ geometry: MatrixProductGeometry
) throws {
  var trial = Trial(backend, key)
  try check(&trial, geometry)
}

extension Trial {
  fileprivate mutating func product() -> MatrixProductGeometry {
    MatrixProductGeometry(
      batch: pick([0, 1, 1, 2, 3], or: 1), rows: extent(), columns: extent(), inner: extent(),
      transposesLHS: coin(), transposesRHS: coin(), sharesLHS: coin(), sharesRHS: coin())
  }

  fileprivate mutating func plainProduct() -> MatrixProductGeometry {
    let geometry = MatrixProductGeometry(
      rows: integer(in: 1...20), columns: integer(in: 1...20), inner: integer(in: 0...20))
    detail = geometry.summary
    return geometry
  }
}

private func checkSpecialValues<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let special = [Double.nan, .infinity, -.infinity][trial.number % 3]
  let geometry = trial.product()
  trial.detail = "\(special), " + geometry.summary
  var lhs = trial.integers(geometry.lhsCount)
  var rhs = trial.integers(geometry.rhsCount)
  if !lhs.isEmpty { lhs[trial.random.integer(below: lhs.count)] = special }
  if !rhs.isEmpty { rhs[trial.random.integer(below: rhs.count)] = special }
  let output = backend.matrixProduct(trial.store(lhs), trial.store(rhs), geometry)
  let format = trial.format
  try trial.expect(output, near: geometry.expectation(lhs, rhs, format))
}

/// A matrix of `rows` rows, transposed.
private func transposed(_ matrix: [Double], rows: Int, columns: Int) -> [Double] {
  (0..<matrix.count).map { matrix[$0 % max(rows, 1) * columns + $0 / max(rows, 1)] }
}

/// Sums of whole numbers are exact, and +0 whatever their order if no term is -0.
private func nonnegativeZero(_ values: [Double]) -> [Bounded] { values.map { Bounded(value: $0) } }

private func checkTranspose<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let plain = trial.plainProduct()
  let (rows, columns, inner) = (plain.rows, plain.columns, plain.inner)
  let (a, b) = (trial.integers(rows * inner), trial.integers(inner * columns))
  let product = backend.matrixProduct(trial.store(a), trial.store(b), plain)
  let mirrored = backend.matrixProduct(
    trial.store(transposed(b, rows: inner, columns: columns)),
    trial.store(transposed(a, rows: rows, columns: inner)),
    MatrixProductGeometry(rows: columns, columns: rows, inner: inner))
  let expected = transposed(
    try trial.load(product, rows * columns), rows: rows, columns: columns)
  try trial.expect(mirrored, near: nonnegativeZero(expected))
}

private func checkStoredTransposed<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let plain = trial.plainProduct()
  let (rows, columns, inner) = (plain.rows, plain.columns, plain.inner)
  let (a, b) = (trial.integers(rows * inner), trial.integers(inner * columns))
  let product = try trial.load(
    backend.matrixProduct(trial.store(a), trial.store(b), plain), rows * columns)
  for (left, right) in [(true, false), (false, true), (true, true)] {
    let output = backend.matrixProduct(
      trial.store(left ? transposed(a, rows: rows, columns: inner) : a),
      trial.store(right ? transposed(b, rows: inner, columns: columns) : b),
      MatrixProductGeometry(
        rows: rows, columns: columns, inner: inner, transposesLHS: left, transposesRHS: right))
    try trial.expect(output, near: nonnegativeZero(product))
  }
}

private func checkBatch<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let one = trial.plainProduct()
  let (rows, columns, inner) = (one.rows, one.columns, one.inner)
  let whole = MatrixProductGeometry(
    batch: 3, rows: rows, columns: columns, inner: inner, sharesRHS: trial.coin())
  let (a, b) = (trial.integers(whole.lhsCount), trial.integers(whole.rhsCount))
  var expected: [Double] = []
  for item in 0..<3 {
    let left = Array(a[item * rows * inner..<(item + 1) * rows * inner])
    let start = whole.sharesRHS ? 0 : item * inner * columns
    let right = Array(b[start..<start + inner * columns])
    expected += try trial.load(
      backend.matrixProduct(trial.store(left), trial.store(right), one), rows * columns)
  }
  let output = backend.matrixProduct(trial.store(a), trial.store(b), whole)
  try trial.expect(output, near: nonnegativeZero(expected))
}

private func checkIdentity<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let (rows, side) = (trial.integer(in: 1...33), trial.integer(in: 1...33))
  let a = trial.scalars(rows * side)
  let identity = (0..<side * side).map { $0 / side == $0 % side ? 1.0 : 0 }
  let output = backend.matrixProduct(
    trial.store(a), trial.store(identity),
    MatrixProductGeometry(rows: rows, columns: side, inner: side))
  try trial.expect(output, near: a.map { Bounded(value: $0) })
}

private func checkDistribution<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = trial.plainProduct()
  let a = trial.store(trial.integers(geometry.lhsCount))
  let b = trial.store(trial.integers(geometry.rhsCount))
  let c = trial.store(trial.integers(geometry.rhsCount))
  let together = backend.matrixProduct(
    a, backend.binary(.add, b, c, count: geometry.rhsCount), geometry)
  let apart = backend.binary(
    .add, backend.matrixProduct(a, b, geometry), backend.matrixProduct(a, c, geometry),
    count: geometry.outputCount)
  let expected = try trial.load(apart, geometry.outputCount)
  try trial.expect(together, near: nonnegativeZero(expected))
}
