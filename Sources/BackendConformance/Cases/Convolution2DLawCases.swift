import DLCore

extension CaseList {
  mutating func addConvolution2DLaws() {
    add("convolution2D/linear", 24, law: "linear in the input and in the weights") {
      try checkLinearity($0, $1)
    }
    add("convolution2D/adjoint", 40, law: "gradients are adjoints: ⟨A·x, y⟩ = ⟨x, Aᵀ·y⟩") {
      try checkAdjoint($0, $1)
    }
    add("convolution2D/pointwise", 12, law: "a 1x1 kernel is a matrix product") {
      try checkPointwise($0, $1)
    }
    add("convolution2D/identity", 12, law: "a kernel of one 1 in the middle changes nothing") {
      try checkIdentity($0, $1)
    }
    add("convolution2D/batch", 12, law: "a batch is its pictures one by one") {
      try checkBatch($0, $1)
    }
    add("convolution2D/groups", 12, law: "groups are convolutions of their own") {
      try checkGroups($0, $1)
    }
    add("convolution2D/padded", 12, law: "padding is a frame of zeros") {
      try checkPadding($0, $1)
    }
    add("convolution2D/bias", 12, law: "a bias is added to every position of its channel") {
      try checkBias($0, $1)
    }
  }
}

extension Backend {
  fileprivate func sum(_ a: Storage, _ b: Storage, count: Int) -> Storage {
    binary(.add, a, b, count: count)
  }
}

/// Whole numbers, so that both sides are exact.
private func checkLinearity<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = try trial.convolution()
  let (inputs, outputs) = (geometry.inputShape.count, geometry.outputShape.count)
  let (x, y) = (trial.store(trial.integers(inputs)), trial.store(trial.integers(inputs)))
  let v = trial.store(trial.integers(geometry.weightShape.count))
  let w = trial.store(trial.integers(geometry.weightShape.count))
  func convolved(_ input: B.Storage, _ weights: B.Storage) -> B.Storage {
    backend.convolution2D(input, weights: weights, bias: nil, geometry)
  }
  let apart = try trial.load(
    backend.sum(convolved(x, w), convolved(y, w), count: outputs), outputs)
  try trial.expect(
    convolved(backend.sum(x, y, count: inputs), w), "of a sum of inputs",
    near: apart.map { Bounded(value: $0) })
  let weights = try trial.load(
    backend.sum(convolved(x, v), convolved(x, w), count: outputs), outputs)
  try trial.expect(
    convolved(x, backend.sum(v, w, count: geometry.weightShape.count)), "of a sum of weights",
    near: weights.map { Bounded(value: $0) })
}

private func checkAdjoint<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = try trial.convolution()
  let input = trial.scalars(geometry.inputShape.count)
  let weights = trial.scalars(geometry.weightShape.count)
  let gradient = trial.scalars(geometry.outputShape.count)
  let (x, w, y) = (trial.store(input), trial.store(weights), trial.store(gradient))
  let output = backend.convolution2D(x, weights: w, bias: nil, geometry)
  let forward = try trial.dot(output, gradient)
  let toInput = backend.convolution2DInputGradient(weights: w, gradient: y, geometry)
  let toWeights = backend.convolution2DWeightGradient(input: x, gradient: y, geometry)
  try trial.expect(trial.dot(toInput, input), near: forward)
  try trial.expect(trial.dot(toWeights, weights), near: forward)
}

private func checkPointwise<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let (channels, outputs) = (trial.integer(in: 1...9), trial.integer(in: 1...9))
  let size = trial.size(1...6)
  let geometry = try Convolution2DGeometry(
    input: [1, channels, size.height, size.width], weights: [outputs, channels, 1, 1],
    parameters: Convolution2DParameters())
  trial.detail = geometry.summary
  let input = trial.store(trial.integers(geometry.inputShape.count))
  let weights = trial.store(trial.integers(geometry.weightShape.count))
  let product = backend.matrixProduct(
    weights, input,
    MatrixProductGeometry(rows: outputs, columns: geometry.outputPositions, inner: channels))
  let expected = try trial.load(product, geometry.outputShape.count)
  try trial.expect(
    backend.convolution2D(input, weights: weights, bias: nil, geometry),
    near: expected.map { Bounded(value: $0) })
}

private func checkIdentity<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let (channels, size) = (trial.integer(in: 1...6), trial.size(1...9))
  let dilation = trial.size(1...2)
  // Each channel is a group, and sees itself in the middle of a 3x3 window.
  let geometry = try Convolution2DGeometry(
    input: [2, channels, size.height, size.width], weights: [channels, 1, 3, 3],
    parameters: Convolution2DParameters(
      padding: Padding2D(
        top: dilation.height, left: dilation.width, bottom: dilation.height,
        right: dilation.width), dilation: dilation, groups: channels))
  trial.detail = geometry.summary
  let input = trial.scalars(geometry.inputShape.count)
  let weights = (0..<channels * 9).map { $0 % 9 == 4 ? 1.0 : 0 }
  let output = backend.convolution2D(
    trial.store(input), weights: trial.store(weights), bias: nil, geometry)
  try trial.expect(output, near: input.map { Bounded(value: $0) })
}

private func checkBatch<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let whole = try trial.convolution()
  let one = try Convolution2DGeometry(
    input: Shape([1] + whole.inputShape.extents.dropFirst()), weights: whole.weightShape,
    parameters: whole.parameters)
  let input = trial.integers(whole.inputShape.count)
  let weights = trial.store(trial.integers(whole.weightShape.count))
  var expected: [Double] = []
  for picture in 0..<whole.batch {
    let count = one.inputShape.count
    let part = trial.store(Array(input[picture * count..<(picture + 1) * count]))
    expected += try trial.load(
      backend.convolution2D(part, weights: weights, bias: nil, one), one.outputShape.count)
  }
  try trial.expect(
    backend.convolution2D(trial.store(input), weights: weights, bias: nil, whole),
    near: expected.map { Bounded(value: $0) })
}

/// Two groups; each is cut out of a batch of one picture, whose channels follow one another.
private func checkGroups<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let (channels, outputs) = (trial.integer(in: 1...4), trial.integer(in: 1...4))
  let (size, stride) = (trial.size(3...8), trial.size(1...2))
  func geometry(groups: Int) throws -> Convolution2DGeometry {
    try Convolution2DGeometry(
      input: [1, channels * groups, size.height, size.width],
      weights: [outputs * groups, channels, 3, 2],
      parameters: Convolution2DParameters(stride: stride, padding: 1, groups: groups))
  }
  let (both, one) = (try geometry(groups: 2), try geometry(groups: 1))
  trial.detail = both.summary
  let input = trial.integers(both.inputShape.count)
  let weights = trial.integers(both.weightShape.count)
  var expected: [Double] = []
  for group in 0..<2 {
    let (inputs, kernels) = (one.inputShape.count, one.weightShape.count)
    let part = backend.convolution2D(
      trial.store(Array(input[group * inputs..<(group + 1) * inputs])),
      weights: trial.store(Array(weights[group * kernels..<(group + 1) * kernels])), bias: nil, one)
    expected += try trial.load(part, one.outputShape.count)
  }
  try trial.expect(
    backend.convolution2D(trial.store(input), weights: trial.store(weights), bias: nil, both),
    near: expected.map { Bounded(value: $0) })
}

private func checkPadding<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let padded = try trial.convolution()
  let sides = padded.parameters.padding
  let frame = PadGeometry(
    extents: padded.inputShape.extents, before: [0, 0, sides.top, sides.left],
    after: [0, 0, sides.bottom, sides.right])
  var parameters = padded.parameters
  parameters.padding = 0
  let bare = try Convolution2DGeometry(
    input: frame.outputShape, weights: padded.weightShape, parameters: parameters)
  let input = trial.store(trial.integers(padded.inputShape.count))
  let weights = trial.store(trial.integers(padded.weightShape.count))
  let framed = backend.convolution2D(
    backend.pad(input, frame, value: 0), weights: weights, bias: nil, bare)
  let expected = try trial.load(framed, padded.outputShape.count)
  try trial.expect(
    backend.convolution2D(input, weights: weights, bias: nil, padded),
    near: expected.map { Bounded(value: $0) })
}

private func checkBias<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = try trial.convolution()
  let input = trial.store(trial.integers(geometry.inputShape.count))
  let weights = trial.store(trial.integers(geometry.weightShape.count))
  let bias = trial.integers(geometry.outputChannels, upTo: 9)
  let plain = try trial.load(
    backend.convolution2D(input, weights: weights, bias: nil, geometry),
    geometry.outputShape.count)
  try trial.expect(
    backend.convolution2D(input, weights: weights, bias: trial.store(bias), geometry),
    near: plain.enumerated().map { position, value in
      Bounded(value: value + bias[position / geometry.outputPositions % geometry.outputChannels])
    })
}
