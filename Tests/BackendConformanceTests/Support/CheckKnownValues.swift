import DLCore

// Numbers computed by PyTorch 2.13 in double precision, for the same arguments.

/// Strides, padding, bias; groups; dilation.
func checkKnownConvolutions<B: Backend>(_ backend: B) throws {
  let cases: [(Shape, Shape, Convolution2DParameters, [B.Scalar], [B.Scalar]?, [Double])] = [
    (
      [1, 1, 4, 4], [1, 1, 2, 2], Convolution2DParameters(stride: 2, padding: 1),
      [1, -2, 0.5, 3], [0.5], [3.5, 10.5, 2.5, 17.5, 30.5, 14.5, -25.5, -15.5, 16.5]
    ),
    (
      [1, 2, 3, 3], [2, 1, 2, 2], Convolution2DParameters(groups: 2),
      [1, 2, 3, 4, -1, -2, -3, -4], nil, [37, 47, 67, 77, -127, -137, -157, -167]
    ),
    (
      [1, 2, 3, 3], [2, 1, 2, 2], Convolution2DParameters(dilation: 2, groups: 2),
      [1, 2, 3, 4, -1, -2, -3, -4], nil, [64, -154]
    ),
  ]
  for (number, (input, kernel, parameters, weights, bias, expected)) in cases.enumerated() {
    let trial = Trial("known convolution2D", on: backend, seed: 0, number: number)
    let geometry = try Convolution2DGeometry(
      input: input, weights: kernel, parameters: parameters)
    let output = backend.convolution2D(
      countingUp(to: input.count, on: backend), weights: backend.makeStorage(weights),
      bias: bias.map { backend.makeStorage($0) }, geometry)
    try trial.expect(output, near: expected.map { Bounded(value: $0) })
  }
}

/// Padding on all sides and windows that hang over, counted and not.
func checkKnownPoolings<B: Backend>(_ backend: B) throws {
  func geometry(countsPadding: Bool) throws -> Pool2DGeometry {
    try Pool2DGeometry(
      input: [1, 1, 4, 4],
      parameters: Pool2DParameters(
        window: 3, stride: 2, padding: 1, ceilMode: true, countsPadding: countsPadding),
      operation: "known")
  }
  let trial = Trial("known pooling", on: backend, seed: 0, number: 0)
  let input = countingUp(to: 16, on: backend)
  let maxima = backend.maxPool2D(input, try geometry(countsPadding: false)).output
  try trial.expect(maxima, "maximum", equals: [6, 8, 8, 14, 16, 16, 14, 16, 16])
  let counted = backend.averagePool2D(input, try geometry(countsPadding: true))
  try trial.expect(
    counted, "average with padding",
    near: [14.0 / 9, 10.0 / 3, 2, 19.0 / 3, 11, 6, 4.5, 7.5, 4].map {
      .ulps(1, of: $0, as: B.Scalar.self)
    })
  let uncounted = backend.averagePool2D(input, try geometry(countsPadding: false))
  try trial.expect(
    uncounted, "average without padding", equals: [3.5, 5, 6, 9.5, 11, 12, 13.5, 15, 16])
}

/// Losses with and without smoothing; the exact GELU.
func checkKnownLosses<B: Backend>(_ backend: B) throws {
  let trial = Trial("known values", on: backend, seed: 0, number: 0)
  let logits = backend.makeStorage([1, 2, 3, 0, -1, 0.5])
  let cases = [(0, [0.407605964, 1.104130605]), (0.1, [0.507605964, 1.120797272])]
  for (smoothing, expected) in cases {
    let (losses, _) = backend.softmaxCrossEntropy(
      logits: logits, labels: [2, 0],
      CrossEntropyGeometry(rows: 2, classes: 3, labelSmoothing: smoothing))
    try trial.expect(losses, "losses", near: expected.map { Bounded(value: $0, bound: 1e-6) })
  }
  let gelu = backend.unary(.gelu, backend.makeStorage([-3, -1, 0, 0.5, 2]), count: 5)
  let expected = [-0.004049694, -0.158655254, 0, 0.345731231, 1.954499736]
  try trial.expect(gelu, "gelu", near: expected.map { Bounded(value: $0, bound: 1e-6) })
}

/// Three steps of each optimizer, from (1, -2, 0.5) along 1, 2 and 3 times (0.5, -1, 2).
func checkKnownSteps<B: Backend>(_ backend: B) throws {
  let trial = Trial("known steps", on: backend, seed: 0, number: 0)
  let gradients = [1, 2, 3].map { (k: B.Scalar) in backend.makeStorage([0.5 * k, -k, 2 * k]) }
  func expect(_ storage: B.Storage, _ name: String, _ values: [Double]) throws {
    try trial.expect(storage, name, near: values.map { Bounded(value: $0, bound: 2e-6) })
  }
  for (isDecoupled, expected) in [
    (false, [0.707453279, -1.707463589, 0.20765011]),
    (true, [0.704981096, -1.701984093, 0.206479594]),
  ] {
    var parameter = backend.makeStorage([1, -2, 0.5])
    var first = backend.makeStorage(repeating: 0, count: 3)
    var second = first
    for (number, gradient) in gradients.enumerated() {
      backend.adamUpdate(
        &parameter, firstMoment: &first, secondMoment: &second, gradient: gradient, count: 3,
        AdamStep(
          learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01,
          isDecoupled: isDecoupled, number: number + 1))
    }
    try expect(parameter, isDecoupled ? "AdamW" : "Adam", expected)
  }
  for (isNesterov, decay, expected) in [
    (true, 0.01, [0.264890458, -0.529780916, -2.412315321]), (false, 0, [0.5245, -1.049, -1.402]),
  ] {
    var parameter = backend.makeStorage([1, -2, 0.5])
    var velocity: B.Storage?
    let step = SGDStep(
      learningRate: 0.1, momentum: 0.9, isNesterov: isNesterov, weightDecay: decay)
    for gradient in gradients {
      backend.sgdUpdate(&parameter, velocity: &velocity, gradient: gradient, count: 3, step)
    }
    try expect(parameter, isNesterov ? "Nesterov" : "momentum", expected)
  }
}

/// The numbers from 1 to `count`.
private func countingUp<B: Backend>(to count: Int, on backend: B) -> B.Storage {
  backend.makeStorage((1...count).map { B.Scalar($0) })
}
