import DLCore

extension CaseList {
  mutating func addInference() {
    let family = "prepareInference"
    add("\(family)/layer", 40, law: "a prepared convolution with pooling, within its bound") {
      try checkLayer($0, $1)
    }
    add("\(family)/exact", 40, law: "on whole numbers the same as the operations in turn") {
      try checkExact($0, $1)
    }
  }
}

/// A convolution with rectification and pooling, on its own.
private func checkLayer<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = try trial.convolution()
  guard geometry.hasWindows else { return }
  let pool = try Pool2DGeometry(
    input: geometry.outputShape, parameters: Pool2DParameters(window: 2), operation: key.name)
  let input = trial.scalars(geometry.inputShape.count)
  let weights = trial.scalars(geometry.weightShape.count)
  let bias = trial.coin() ? trial.scalars(geometry.outputChannels) : nil
  let net = try Sequential("net", layers: pooledConvolution(backend, geometry, weights, bias))
  let output = try predict(net, tensor(input, geometry.inputShape, on: backend))
  let features = geometry.expectation(input, weights, bias, trial.format)
  try trial.expect(
    output.storage,
    near: pool.windows.map { window in
      Bounded(
        value: window.places.reduce(0) { max($0, features[$1].value) },
        bound: window.places.reduce(0) { max($0, features[$1].bound) })
    })
}

/// Layers of whole numbers, whose sums are exact in any order.
private func checkExact<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = try Convolution2DGeometry(
    input: [1 + key.number % 4, 2, 4 + key.number % 9, 5 + key.number % 37],
    weights: [1 + key.number % 23, 2, 1 + key.number % 4, 1 + key.number % 3],
    parameters: Convolution2DParameters(padding: Padding2D(key.number % 2)))
  trial.detail = geometry.summary
  guard geometry.hasWindows else { return }
  let features = geometry.outputChannels * (geometry.outputHeight / 2) * (geometry.outputWidth / 2)
  let hidden = 1 + 2 * key.number
  var layers = try pooledConvolution(
    backend, geometry, trial.whole(geometry.weightShape.count),
    trial.whole(geometry.outputChannels))
  layers.append(Flatten())
  layers.append(
    try linear("l1", backend, features, trial.whole(hidden * features), trial.whole(hidden)))
  layers.append(Activation.relu("r1"))
  layers.append(try linear("l2", backend, hidden, trial.whole(10 * hidden), nil))
  let net = try Sequential("net", layers: layers)
  let input = try tensor(trial.whole(geometry.inputShape.count), geometry.inputShape, on: backend)
  let output = try predict(net, input)
  let expected = try net(input)
  guard key.verifies else { return }
  try trial.expect(output.storage, same: expected.storage, count: output.count)
}

/// What a predictor of a network gives for a batch.
private func predict<B: Backend>(_ net: Sequential<B>, _ input: Tensor<B>) throws -> Tensor<B> {
  let shape = Shape(Array(input.shape.extents.dropFirst()))
  return try Predictor(net, exampleShape: shape, on: input.backend)(input)
}

private func pooledConvolution<B: Backend>(
  _ backend: B, _ geometry: Convolution2DGeometry, _ weights: [Double], _ bias: [Double]?
) throws -> [any Layer<B>] {
  let parameters = geometry.parameters
  var convolution = try Conv2D<B>(
    "c1", from: geometry.inputChannels, to: geometry.outputChannels, kernel: geometry.kernel,
    stride: parameters.stride, padding: parameters.padding, dilation: parameters.dilation,
    groups: parameters.groups, hasBias: false, initializer: .zeros,
    Initialization(on: backend, seed: 0))
  convolution.weight = try tensor(weights, geometry.weightShape, on: backend)
  convolution.bias = try bias.map { try tensor($0, [geometry.outputChannels], on: backend) }
  return [convolution, Activation.relu(), MaxPool2D(window: 2)]
}

private func linear<B: Backend>(
  _ name: String, _ backend: B, _ inputs: Int, _ weights: [Double], _ bias: [Double]?
) throws -> Linear<B> {
  let outputs = weights.count / max(inputs, 1)
  var layer = try Linear<B>(
    name, from: inputs, to: outputs, hasBias: false, initializer: .zeros,
    Initialization(on: backend, seed: 0))
  layer.weight = try tensor(weights, [outputs, inputs], on: backend)
  layer.bias = try bias.map { try tensor($0, [outputs], on: backend) }
  return layer
}

private func tensor<B: Backend>(
  _ values: [Double], _ shape: Shape, on backend: B
) throws -> Tensor<B> {
  try Tensor(values.map { B.Scalar($0) }, shape: shape, on: backend)
}

extension Trial {
  /// Whole numbers so small that sums of their products are exact.
  fileprivate mutating func whole(_ count: Int) -> [Double] {
    (0..<count).map { _ in Double(random.integer(below: 5)) - 2 }
  }
}

extension Convolution2DGeometry {
  /// Whether there is a window of 2x2 in the output.
  fileprivate var hasWindows: Bool {
    outputHeight >= 2 && outputWidth >= 2 && inputChannels > 0 && outputChannels > 0
  }
}
