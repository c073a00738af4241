import DLCore

extension CaseList {
  mutating func addLinear() {
    let law = "activation(x·wᵀ + b), within the sum's bound"
    let slopes = "the gradients follow the chain rule"
    add("linear/random", 100, law: law) { try checkRandom($0, $1) }
    add("linear/gradients/random", 100, law: slopes) { try checkRandomGradients($0, $1) }
    for (columns, inner) in modelLayers {
      for rows in batches {
        let label = "\(inner)-\(columns)/b\(rows)"
        add("linear/model/\(label)", law: law) { backend, key in
          try checkModel(backend, key, rows: rows, columns: columns, inner: inner)
        }
        add("linear/gradients/model/\(label)", law: slopes) { backend, key in
          try checkModelGradients(backend, key, rows: rows, columns: columns, inner: inner)
        }
      }
    }
    add("linear/composed", 16, law: "a layer is its product, its bias and its activation") {
      try checkComposition($0, $1)
    }
    add("linear/special", 20, law: "NaN in gives NaN out, through the activation") {
      try checkSpecialValues($0, $1)
    }
  }
}

/// The fully connected layers of LeNet-5 and of DigitCNN, as outputs and inputs.
private let modelLayers = [(120, 400), (84, 120), (10, 84), (128, 800), (64, 128), (10, 64)]

private func checkRandom<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  try check(&trial, trial.linear())
}

private func checkRandomGradients<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  try checkGradients(&trial, trial.linear())
}

private func checkModel<B: Backend>(
  _ backend: B, _ key: CaseKey, rows: Int, columns: Int, inner: Int
) throws {
  var trial = Trial(backend, key)
  try check(
    &trial, LinearGeometry(rows: rows, columns: columns, inner: inner, activation: .relu))
}

private func checkModelGradients<B: Backend>(
  _ backend: B, _ key: CaseKey, rows: Int, columns: Int, inner: Int
) throws {
  var trial = Trial(backend, key)
  try checkGradients(
    &trial, LinearGeometry(rows: rows, columns: columns, inner: inner, activation: .relu))
}

extension Trial {
  fileprivate mutating func linear() -> LinearGeometry {
    LinearGeometry(
      rows: extent(), columns: extent(), inner: extent(),
      activation: pick(FusedActivation.allCases, or: .identity))
  }
}

private func check<B: Backend>(_ trial: inout Trial<B>, _ geometry: LinearGeometry) throws {
  trial.detail = geometry.summary
  let input = trial.scalars(geometry.rows * geometry.inner)
  let weights = trial.scalars(geometry.columns * geometry.inner)
  let bias = trial.coin() ? trial.scalars(geometry.columns) : nil
  let output = trial.backend.linear(
    trial.store(input), weights: trial.store(weights), bias: trial.store(bias), geometry)
  let format = trial.format
  try trial.expect(output, near: geometry.expectation(input, weights, bias, format))
}

private func checkGradients<B: Backend>(_ trial: inout Trial<B>, _ geometry: LinearGeometry) throws
{
  trial.detail = geometry.summary
  let count = geometry.rows * geometry.columns
  let input = trial.scalars(geometry.rows * geometry.inner)
  let weights = trial.scalars(geometry.columns * geometry.inner)
  // Between -0.9 and 0.9, where an activation's slope is well conditioned.
  let output = trial.scalars(count, upTo: 0.9)
  let gradient = trial.scalars(count)
  let (wantsInput, hasBias) = (trial.coin(), trial.coin())
  let result = trial.backend.linearGradients(
    input: trial.store(input), weights: trial.store(weights), output: trial.store(output),
    gradient: trial.store(gradient), geometry, wantsInput: wantsInput, hasBias: hasBias)
  let expected =
    trial.key.verifies
    ? geometry.gradients(input, weights, output: output, gradient, trial.format)
    : LayerExpectation(input: [], weights: [], bias: [])
  try trial.expect(
    result.input, isWanted: wantsInput, "input gradient", near: expected.input)
  try trial.expect(result.weights, "weight gradient", near: expected.weights)
  try trial.expect(result.bias, isWanted: hasBias, "bias gradient", near: expected.bias)
}

private func checkComposition<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = LinearGeometry(
    rows: trial.integer(in: 1...9), columns: trial.integer(in: 1...20),
    inner: trial.integer(in: 0...20),
    activation: FusedActivation.allCases[trial.number % FusedActivation.allCases.count])
  trial.detail = geometry.summary
  let (rows, columns) = (geometry.rows, geometry.columns)
  // Whole numbers, so that the sums are exact; the activation sees the same in both ways.
  let input = trial.store(trial.integers(rows * geometry.inner))
  let weights = trial.store(trial.integers(columns * geometry.inner))
  let bias = trial.store(trial.integers(columns))
  let output = backend.linear(input, weights: weights, bias: bias, geometry)
  let sum = backend.binary(
    .add, backend.matrixProduct(input, weights, geometry.product), bias,
    BroadcastGeometry(lhs: [rows, columns], rhs: [columns], result: [rows, columns]))
  let composed = geometry.activation.operation.map {
    backend.unary($0, sum, count: rows * columns)
  }
  let format = trial.format
  let expected = try trial.load(composed ?? sum, rows * columns)
  try trial.expect(output, near: expected.map { .ulps(8, of: $0, format) })
}

private func checkSpecialValues<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = LinearGeometry(
    rows: 3, columns: trial.integer(in: 1...20), inner: trial.integer(in: 1...20),
    activation: FusedActivation.allCases[trial.number % FusedActivation.allCases.count])
  trial.detail = geometry.summary
  var input = trial.integers(geometry.rows * geometry.inner)
  input[trial.random.integer(below: input.count)] = .nan
  let weights = trial.integers(geometry.columns * geometry.inner)
  var bias = trial.integers(geometry.columns)
  bias[trial.random.integer(below: bias.count)] = trial.coin() ? .nan : .infinity
  let output = backend.linear(
    trial.store(input), weights: trial.store(weights), bias: trial.store(bias), geometry)
  let format = trial.format
  try trial.expect(output, near: geometry.expectation(input, weights, bias, format))
}
