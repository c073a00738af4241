import DLCore

/// Every function's gradient agrees with its differences, away from kinks and poles.
func checkUnaryDifferences<B: Backend>(_ backend: B) throws where B.Scalar == Double {
  for operation in unaryOperations {
    var trial = Trial("unaryGradient \(operation)", on: backend, seed: 2, number: 0)
    let input = (0..<24).map { _ in
      let x = trial.random.uniform(from: 0.1, to: 1.9)
      let isSafe = operation == .logarithm || operation == .squareRoot || trial.coin()
      // -0.75 and 1.25 are kinks of the limited function.
      return isSafe ? (abs(x - 1.25) < 0.01 ? 1.3 : x) : (abs(x - 0.75) < 0.01 ? -0.7 : -x)
    }
    let weights = trial.scalars(input.count)
    func value(_ x: [Double]) -> [Double] {
      let output = backend.unary(operation, backend.makeStorage(x), count: x.count)
      return backend.scalars(of: output, count: x.count)
    }
    let gradient = backend.unaryGradient(
      operation, input: backend.makeStorage(input), output: backend.makeStorage(value(input)),
      gradient: backend.makeStorage(weights), count: input.count)
    try expectGradient(
      backend.scalars(of: gradient, count: input.count), of: { dot(value($0), weights) },
      at: input, "\(backend.name) \(operation)")
  }
}

/// The softmax family's gradients agree with differences.
func checkSoftmaxDifferences<B: Backend>(_ backend: B) throws where B.Scalar == Double {
  let geometry = ReductionGeometry(outer: 2, count: 3, inner: 2)
  var trial = Trial("softmax differences", on: backend, seed: 2, number: 0)
  let (input, weights) = (trial.scalars(12), trial.scalars(12))
  let (storage, slopes) = (backend.makeStorage(input), backend.makeStorage(weights))
  func softmax(_ x: [Double]) -> Double {
    dot(
      backend.scalars(of: backend.softmax(backend.makeStorage(x), geometry), count: 12), weights)
  }
  func logSoftmax(_ x: [Double]) -> Double {
    dot(
      backend.scalars(of: backend.logSoftmax(backend.makeStorage(x), geometry), count: 12),
      weights)
  }
  let gradient = backend.softmaxGradient(
    output: backend.softmax(storage, geometry), gradient: slopes, geometry)
  let logGradient = backend.logSoftmaxGradient(
    output: backend.logSoftmax(storage, geometry), gradient: slopes, geometry)
  try expectGradient(
    backend.scalars(of: gradient, count: 12), of: softmax, at: input, "\(backend.name) softmax")
  try expectGradient(
    backend.scalars(of: logGradient, count: 12), of: logSoftmax, at: input,
    "\(backend.name) logSoftmax")
}

/// The cross-entropy's gradient agrees with differences, with and without smoothing.
func checkCrossEntropyDifferences<B: Backend>(_ backend: B) throws where B.Scalar == Double {
  let labels: [Int32] = [2, 0]
  for smoothing in [0, 0.1] {
    let geometry = CrossEntropyGeometry(rows: 2, classes: 4, labelSmoothing: smoothing)
    var trial = Trial("cross-entropy differences", on: backend, seed: 2, number: 0)
    let (logits, weights) = (trial.scalars(8), trial.scalars(2))
    func losses(_ logits: [Double]) -> (losses: B.Storage, probabilities: B.Storage) {
      backend.softmaxCrossEntropy(
        logits: backend.makeStorage(logits), labels: labels, geometry)
    }
    let gradient = backend.softmaxCrossEntropyGradient(
      probabilities: losses(logits).probabilities, labels: labels,
      gradient: backend.makeStorage(weights), geometry)
    try expectGradient(
      backend.scalars(of: gradient, count: 8),
      of: { dot(backend.scalars(of: losses($0).losses, count: 2), weights) }, at: logits,
      "\(backend.name) cross-entropy with smoothing \(smoothing)")
  }
}

/// A layer's gradients agree with differences, for every activation.
func checkLinearDifferences<B: Backend>(_ backend: B) throws where B.Scalar == Double {
  for activation in FusedActivation.allCases {
    let geometry = LinearGeometry(rows: 3, columns: 2, inner: 4, activation: activation)
    var trial = Trial("linear differences", on: backend, seed: 2, number: 0)
    let (input, weights, bias) = (trial.scalars(12), trial.scalars(8), trial.scalars(2))
    let slopes = trial.scalars(6)
    func output(_ input: [Double], _ weights: [Double], _ bias: [Double]) -> B.Storage {
      backend.linear(
        backend.makeStorage(input), weights: backend.makeStorage(weights),
        bias: backend.makeStorage(bias), geometry)
    }
    func loss(_ input: [Double], _ weights: [Double], _ bias: [Double]) -> Double {
      dot(backend.scalars(of: output(input, weights, bias), count: 6), slopes)
    }
    let result = backend.linearGradients(
      input: backend.makeStorage(input), weights: backend.makeStorage(weights),
      output: output(input, weights, bias), gradient: backend.makeStorage(slopes), geometry,
      wantsInput: true, hasBias: true)
    let name = "\(backend.name) linear with \(activation)"
    try expectGradient(
      result.input.map { backend.scalars(of: $0, count: 12) } ?? [],
      of: { loss($0, weights, bias) }, at: input, name + ", input")
    try expectGradient(
      backend.scalars(of: result.weights, count: 8), of: { loss(input, $0, bias) }, at: weights,
      name + ", weights")
    try expectGradient(
      result.bias.map { backend.scalars(of: $0, count: 2) } ?? [],
      of: { loss(input, weights, $0) }, at: bias, name + ", bias")
  }
}

/// The fused convolution's gradients agree with differences.
func checkConvolution2DDifferences<B: Backend>(_ backend: B) throws where B.Scalar == Double {
  let geometry = try Convolution2DGeometry(
    input: [2, 2, 5, 6], weights: [4, 1, 2, 3],
    parameters: Convolution2DParameters(
      stride: Size2D(height: 1, width: 2), padding: Padding2D(top: 1, left: 0, bottom: 0, right: 2),
      dilation: Size2D(height: 2, width: 1), groups: 2))
  let pool = try Pool2DGeometry(
    input: geometry.outputShape, parameters: Pool2DParameters(window: 2), operation: "test")
  var trial = Trial("convolution differences", on: backend, seed: 2, number: 0)
  let input = trial.scalars(geometry.inputShape.count)
  let weights = trial.scalars(geometry.weightShape.count)
  let (bias, slopes) = (trial.scalars(4), trial.scalars(pool.outputShape.count))
  func forward(_ input: [Double], _ weights: [Double], _ bias: [Double])
    -> (output: B.Storage, selection: B.MaxPoolSelection)
  {
    backend.convolution2DReLUMaxPool2D(
      backend.makeStorage(input), weights: backend.makeStorage(weights),
      bias: backend.makeStorage(bias), geometry, pool: pool)
  }
  func loss(_ input: [Double], _ weights: [Double], _ bias: [Double]) -> Double {
    dot(backend.scalars(of: forward(input, weights, bias).output, count: slopes.count), slopes)
  }
  let (output, selection) = forward(input, weights, bias)
  let result = backend.convolution2DReLUMaxPool2DGradients(
    input: backend.makeStorage(input), weights: backend.makeStorage(weights), output: output,
    selection: selection, gradient: backend.makeStorage(slopes), geometry, pool: pool,
    wantsInput: true, hasBias: true)
  let name = "\(backend.name) convolution"
  try expectGradient(
    result.input.map { backend.scalars(of: $0, count: input.count) } ?? [],
    of: { loss($0, weights, bias) }, at: input, name + ", input")
  try expectGradient(
    backend.scalars(of: result.weights, count: weights.count), of: { loss(input, $0, bias) },
    at: weights, name + ", weights")
  try expectGradient(
    result.bias.map { backend.scalars(of: $0, count: 4) } ?? [],
    of: { loss(input, weights, $0) }, at: bias, name + ", bias")
}
