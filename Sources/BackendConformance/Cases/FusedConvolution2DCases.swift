import DLCore

extension CaseList {
  mutating func addFusedConvolution2D() {
    let family = "convolution2DReLUMaxPool2D"
    add("\(family)/random", 80, law: "rectified maxima of the convolution, within its bound") {
      try checkRandom($0, $1)
    }
    add("\(family)/exact", 80, law: "the same as convolution, pooling and rectification, ties too")
    {
      try checkExact($0, $1)
    }
    add("\(family)/wide", 12, law: "the same, in rows of more windows than vectors have lanes") {
      try checkWide($0, $1)
    }
    for model in ConvolutionModel.all {
      for batch in batches {
        add("\(family)/model/\(model.name)/b\(batch)", law: "the same as three operations in turn")
        {
          try checkModel($0, $1, model.geometry(batch: batch))
        }
      }
    }
    add("\(family)/lost", 20, law: "a NaN under a window is the window's maximum") {
      try checkNaN($0, $1)
    }
  }
}

/// A fused layer and its operands.
private struct Fused<B: Backend> {
  let geometry: Convolution2DGeometry
  let pool: Pool2DGeometry
  let input: B.Storage
  let weights: B.Storage
  let bias: B.Storage?

  func forward(on backend: B) -> (output: B.Storage, selection: B.MaxPoolSelection) {
    backend.convolution2DReLUMaxPool2D(
      input, weights: weights, bias: bias, geometry, pool: pool)
  }
}

private func checkRandom<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = try trial.convolution()
  let pool = try trial.pooling(of: geometry.outputShape)
  let input = trial.scalars(geometry.inputShape.count)
  let weights = trial.scalars(geometry.weightShape.count)
  let bias = trial.coin() ? trial.scalars(geometry.outputChannels) : nil
  let fused = Fused<B>(
    geometry: geometry, pool: pool, input: trial.store(input), weights: trial.store(weights),
    bias: trial.store(bias))
  let (output, selection) = fused.forward(on: backend)
  let features = geometry.expectation(input, weights, bias, trial.format)
  let windows = pool.windows
  // A maximum of numbers within a bound lies within the largest bound.
  try trial.expect(
    output,
    near: windows.map { window in
      Bounded(
        value: window.places.reduce(0) { max($0, features[$1].value) },
        bound: window.places.reduce(0) { max($0, features[$1].bound) })
    })

  let gradient = trial.scalars(windows.count)
  let wantsInput = trial.coin()
  let result = backend.convolution2DReLUMaxPool2DGradients(
    input: fused.input, weights: fused.weights, output: output, selection: selection,
    gradient: trial.store(gradient), geometry, pool: pool, wantsInput: wantsInput,
    hasBias: bias != nil)
  guard key.verifies else { return }
  var routed = RoutedShares(count: features.count)
  for (window, share) in zip(windows, gradient) {
    let best = window.places.max { features[$0].value < features[$1].value }
    if let best, features[best].value > 0 { routed.add(share, to: best) }
  }
  let expected = routed.gradients(input, weights, geometry, trial.format)
  try trial.expect(result.input, isWanted: wantsInput, "input gradient", near: expected.input)
  try trial.expect(result.weights, "weight gradient", near: expected.weights)
  try trial.expect(result.bias, isWanted: bias != nil, "bias gradient", near: expected.bias)
}

/// The gradient of a convolution's output, put together from the shares of overlapping windows.
private struct RoutedShares {
  private var sums: [Double]
  private var magnitudes: [Double]
  private var counts: [Int]

  init(count: Int) {
    sums = [Double](repeating: 0, count: count)
    magnitudes = sums
    counts = [Int](repeating: 0, count: count)
  }

  mutating func add(_ share: Double, to position: Int) {
    sums[position] += share
    magnitudes[position] += abs(share)
    counts[position] += 1
  }

  /// The convolution's gradients, within k·ε·Σ|terms|: shares may cancel before they are multiplied.
  func gradients(
    _ input: [Double], _ weights: [Double], _ geometry: Convolution2DGeometry,
    _ format: ScalarFormat
  ) -> LayerExpectation {
    let values = geometry.gradients(input, weights, sums, format)
    let bounds = geometry.gradients(input.map(abs), weights.map(abs), magnitudes, format)
    let shares = Double(max(counts.max() ?? 1, 1))
    func combined(_ values: [Bounded], _ bounds: [Bounded]) -> [Bounded] {
      zip(values, bounds).map { Bounded(value: $0.value, bound: shares * $1.bound) }
    }
    return LayerExpectation(
      input: combined(values.input, bounds.input),
      weights: combined(values.weights, bounds.weights), bias: combined(values.bias, bounds.bias))
  }
}

private func checkExact<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = try trial.convolution()
  let pool = try trial.pooling(of: geometry.outputShape)
  try checkAgainstParts(&trial, geometry, pool)
}

private func checkModel<B: Backend>(
  _ backend: B, _ key: CaseKey, _ geometry: Convolution2DGeometry
) throws {
  var trial = Trial(backend, key)
  let pool = try Pool2DGeometry(
    input: geometry.outputShape, parameters: Pool2DParameters(window: 2), operation: key.name)
  try checkAgainstParts(&trial, geometry, pool)
}

/// Small whole numbers make sums exact and ties common; then even the winners must be the same,
/// which the gradients show.
private func checkAgainstParts<B: Backend>(
  _ trial: inout Trial<B>, _ geometry: Convolution2DGeometry, _ pool: Pool2DGeometry
) throws {
  let backend = trial.backend
  let hasBias = trial.coin()
  let fused = Fused<B>(
    geometry: geometry, pool: pool,
    input: trial.store(trial.integers(geometry.inputShape.count)),
    weights: trial.store(trial.integers(geometry.weightShape.count, upTo: 1)),
    bias: hasBias ? trial.store(trial.integers(geometry.outputChannels)) : nil)
  let gradient = trial.store(trial.integers(pool.outputShape.count))
  let (output, selection) = fused.forward(on: backend)
  let features = backend.convolution2D(
    fused.input, weights: fused.weights, bias: fused.bias, geometry)
  let (pooled, winners) = backend.maxPool2D(features, pool)
  let rectified = backend.unary(.relu, pooled, count: pool.outputShape.count)
  try expectEqual(trial, output, rectified, pool.outputShape.count, "output")

  let result = backend.convolution2DReLUMaxPool2DGradients(
    input: fused.input, weights: fused.weights, output: output, selection: selection,
    gradient: gradient, geometry, pool: pool, wantsInput: true, hasBias: hasBias)
  let passed = backend.unaryGradient(
    .relu, input: pooled, output: rectified, gradient: gradient, count: pool.outputShape.count)
  let routed = backend.maxPool2DGradient(passed, selection: winners, pool)
  guard let toInput = result.input else { throw trial.failure("input gradient is missing") }
  try expectEqual(
    trial, toInput,
    backend.convolution2DInputGradient(weights: fused.weights, gradient: routed, geometry),
    geometry.inputShape.count, "input gradient")
  try expectEqual(
    trial, result.weights,
    backend.convolution2DWeightGradient(input: fused.input, gradient: routed, geometry),
    geometry.weightShape.count, "weight gradient")
  guard (result.bias != nil) == hasBias else {
    throw trial.failure("bias gradient is \(hasBias ? "missing" : "there unasked")")
  }
  if let toBias = result.bias {
    try expectEqual(
      trial, toBias, backend.convolution2DBiasGradient(gradient: routed, geometry),
      geometry.outputChannels, "bias gradient")
  }
}

/// Equal as numbers: the sign of a zero sum depends on its order.
private func expectEqual<B: Backend>(
  _ trial: Trial<B>, _ storage: B.Storage, _ other: B.Storage, _ count: Int, _ part: String
) throws {
  let expected = try trial.load(other, count)
  try trial.expect(storage, part, near: expected.map { Bounded(value: $0) })
}

/// Rows of 17, 33 and 40 windows, for as many channels as a tile has, for more and for fewer.
private func checkWide<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let windows = [17, 33, 40][key.number % 3]
  let channels = [6, 2, 7, 20][key.number / 3 % 4]
  let geometry = try Convolution2DGeometry(
    input: [2, 1, 6, 2 * windows + 1], weights: [channels, 1, 3, 3],
    parameters: Convolution2DParameters(padding: 1))
  let pool = try Pool2DGeometry(
    input: geometry.outputShape, parameters: Pool2DParameters(window: 2), operation: key.name)
  try checkAgainstParts(&trial, geometry, pool)
}

private func checkNaN<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let batch = trial.pick([1, 3, 16, 33], or: 1)
  // Few columns for few channels, or many for many: vectors hold either, whichever fill them.
  let (width, channels) = trial.coin() ? (6, 2) : (40, 6)
  let geometry = try Convolution2DGeometry(
    input: [batch, 1, 6, width], weights: [channels, 1, 1, 1],
    parameters: Convolution2DParameters())
  let pool = try Pool2DGeometry(
    input: geometry.outputShape, parameters: Pool2DParameters(window: 2), operation: key.name)
  var input = trial.integers(geometry.inputShape.count)
  let lost = trial.random.integer(below: input.count)
  input[lost] = .nan
  let fused = Fused<B>(
    geometry: geometry, pool: pool, input: trial.store(input),
    weights: trial.store((1...channels).map { Double($0) }), bias: nil)
  let (picture, place) = lost.quotientAndRemainder(dividingBy: 6 * width)
  let windows = 3 * (width / 2)
  let window = place / (2 * width) * (width / 2) + place % width / 2
  let output = try trial.load(
    fused.forward(on: backend).output, batch * channels * windows)
  for (element, value) in output.enumerated() {
    let isUnder = element / (channels * windows) == picture && element % windows == window
    guard value.isNaN == isUnder else {
      throw trial.failure("output[\(element)] is \(value), with a NaN at input[\(lost)]")
    }
  }
}
