import DLCore

/// Random convolutions, with and without bias.
func checkConvolution2D<B: Backend>(_ backend: B) throws {
  try runTrials("convolution2D", on: backend, count: 120) { trial in
    let geometry = try trial.convolution()
    let input = trial.scalars(geometry.inputShape.count)
    let weights = trial.scalars(geometry.weightShape.count)
    let bias = trial.coin() ? trial.scalars(geometry.outputChannels) : nil
    let output = backend.convolution2D(
      backend.makeStorage(input), weights: backend.makeStorage(weights),
      bias: bias.map { backend.makeStorage($0) }, geometry)
    try trial.expect(output, near: convolution(input, weights, bias, geometry))
  }
}

/// A NaN in the input shows in every output whose window it lies under, and in no other.
func checkConvolution2DSpecialValues<B: Backend>(_ backend: B) throws {
  for special in [B.Scalar.nan, .infinity] {
    try runTrials("convolution2D of \(special)", on: backend, count: 30) { trial in
      let geometry = try trial.convolution()
      var input = trial.ties(geometry.inputShape.count)
      if !input.isEmpty { input[trial.random.integer(below: input.count)] = special }
      let weights = trial.ties(geometry.weightShape.count)
      let output = backend.convolution2D(
        backend.makeStorage(input), weights: backend.makeStorage(weights), bias: nil, geometry)
      try trial.expect(output, near: convolution(input, weights, nil, geometry))
    }
  }
}

/// All three gradients of random convolutions.
func checkConvolution2DGradients<B: Backend>(_ backend: B) throws {
  try runTrials("convolution2D gradients", on: backend, count: 120) { trial in
    let geometry = try trial.convolution()
    let input = trial.scalars(geometry.inputShape.count)
    let weights = trial.scalars(geometry.weightShape.count)
    let gradient = trial.scalars(geometry.outputShape.count)
    let storage = backend.makeStorage(gradient)
    let result = LayerGradients(
      input: backend.convolution2DInputGradient(
        weights: backend.makeStorage(weights), gradient: storage, geometry),
      weights: backend.convolution2DWeightGradient(
        input: backend.makeStorage(input), gradient: storage, geometry),
      bias: backend.convolution2DBiasGradient(gradient: storage, geometry))
    try trial.expect(result, near: ConvolutionGradients(input, weights, gradient, geometry))
  }
}

/// The fused form against convolution, rectification and pooling, one after the other.
func checkConvolution2DReLUMaxPool2D<B: Backend>(_ backend: B) throws {
  try runTrials("convolution2DReLUMaxPool2D", on: backend, count: 40) { trial in
    let geometry = try trial.convolution()
    let pool = try trial.pooling(of: geometry.outputShape)
    let input = trial.scalars(geometry.inputShape.count)
    let weights = trial.scalars(geometry.weightShape.count)
    let bias = trial.coin() ? trial.scalars(geometry.outputChannels) : nil
    let (storedInput, storedWeights) = (backend.makeStorage(input), backend.makeStorage(weights))
    let (output, selection) = backend.convolution2DReLUMaxPool2D(
      storedInput, weights: storedWeights, bias: bias.map { backend.makeStorage($0) }, geometry,
      pool: pool)
    let features = convolution(input, weights, bias, geometry)
    let windows = poolWindows(pool)
    // A maximum of numbers within a bound lies within the largest bound.
    let expected = windows.map { window in
      Bounded(
        value: window.places.reduce(0) { max($0, features[$1].value) },
        bound: window.places.reduce(0) { max($0, features[$1].bound) })
    }
    try trial.expect(output, near: expected)

    let gradient = trial.scalars(windows.count)
    let wantsInput = trial.coin()
    let result = backend.convolution2DReLUMaxPool2DGradients(
      input: storedInput, weights: storedWeights, output: output, selection: selection,
      gradient: backend.makeStorage(gradient), geometry, pool: pool, wantsInput: wantsInput,
      hasBias: bias != nil)
    var routed = [B.Scalar](repeating: 0, count: features.count)
    for (window, share) in zip(windows, gradient) {
      let best = window.places.max { features[$0].value < features[$1].value }
      if let best, features[best].value > 0 { routed[best] += share }
    }
    try trial.expect(
      result, near: ConvolutionGradients(input, weights, routed, geometry),
      wantsInput: wantsInput, hasBias: bias != nil)
  }
}

extension Trial {
  /// A pooling of a convolution's output that any extent allows.
  fileprivate mutating func pooling(of shape: Shape) throws -> Pool2DGeometry {
    let window = Size2D(
      height: min(shape[2], integer(in: 1...3)), width: min(shape[3], integer(in: 1...3)))
    let geometry = try Pool2DGeometry(
      input: shape,
      parameters: Pool2DParameters(window: window, stride: size(1...2), ceilMode: coin()),
      operation: operation)
    detail += " \(geometry)"
    return geometry
  }

  fileprivate func expect(
    _ result: LayerGradients<B.Storage>, near expected: ConvolutionGradients<B.Scalar>,
    wantsInput: Bool = true, hasBias: Bool = true
  ) throws(ConformanceFailure) {
    try expect(result.input, isWanted: wantsInput, "input gradient", near: expected.input)
    try expect(result.weights, "weight gradient", near: expected.weights)
    try expect(result.bias, isWanted: hasBias, "bias gradient", near: expected.bias)
  }
}

/// The input under a weight at a place of the output, `nil` on padding; by the definition.
private func inputPosition(
  _ geometry: Convolution2DGeometry, _ place: (n: Int, o: Int, y: Int, x: Int),
  _ weight: (i: Int, p: Int, q: Int)
) -> Int? {
  let how = geometry.parameters
  let row = place.y * how.stride.height + weight.p * how.dilation.height - how.padding.top
  let column = place.x * how.stride.width + weight.q * how.dilation.width - how.padding.left
  guard row >= 0, row < geometry.inputHeight, column >= 0, column < geometry.inputWidth else {
    return nil
  }
  let group = place.o / (geometry.outputChannels / how.groups)
  let channel = group * (geometry.inputChannels / how.groups) + weight.i
  let plane = place.n * geometry.inputChannels + channel
  return (plane * geometry.inputHeight + row) * geometry.inputWidth + column
}

/// Calls `body` with output, input and weight positions of every product of a convolution.
private func forEachProduct(
  _ geometry: Convolution2DGeometry, _ body: (_ output: Int, _ input: Int, _ weight: Int) -> Void
) {
  let (height, width) = (geometry.outputHeight, geometry.outputWidth)
  let kernel = geometry.kernel
  let channels = geometry.inputChannels / geometry.parameters.groups
  for output in 0..<geometry.batch * geometry.outputChannels * height * width {
    let (map, x) = (output / width, output % width)
    let (plane, y) = (map / height, map % height)
    let place = (plane / geometry.outputChannels, plane % geometry.outputChannels, y, x)
    for tap in 0..<channels * kernel.height * kernel.width {
      let weight = (
        tap / kernel.width / kernel.height, tap / kernel.width % kernel.height, tap % kernel.width
      )
      if let input = inputPosition(geometry, place, weight) {
        body(output, input, place.1 * channels * kernel.height * kernel.width + tap)
      }
    }
  }
}

/// The convolution by its definition, within (patchCount + 1)·ε·(|bias| + Σ|x·w|).
private func convolution<Scalar: BackendScalar>(
  _ input: [Scalar], _ weights: [Scalar], _ bias: [Scalar]?, _ geometry: Convolution2DGeometry
) -> [Bounded] {
  let positions = geometry.outputHeight * geometry.outputWidth
  var sums = [LawfulSum](repeating: LawfulSum(), count: geometry.outputShape.count)
  if let bias {
    for output in sums.indices {
      sums[output].add(Double(bias[output / positions % geometry.outputChannels]))
    }
  }
  forEachProduct(geometry) { output, position, weight in
    sums[output].add(Double(input[position]), times: Double(weights[weight]))
  }
  return sums.map { $0.product(as: Scalar.self, extra: 1) }
}

/// The gradients by the chain rule: each product passes its output's gradient to both factors.
private struct ConvolutionGradients<Scalar: BackendScalar> {
  var input: [Bounded]
  var weights: [Bounded]
  var bias: [Bounded]

  init(
    _ input: [Scalar], _ weights: [Scalar], _ gradient: [Scalar],
    _ geometry: Convolution2DGeometry
  ) {
    var toInput = [LawfulSum](repeating: LawfulSum(), count: input.count)
    var toWeights = [LawfulSum](repeating: LawfulSum(), count: weights.count)
    var toBias = [LawfulSum](repeating: LawfulSum(), count: geometry.outputChannels)
    forEachProduct(geometry) { output, position, weight in
      let share = Double(gradient[output])
      toInput[position].add(share, times: Double(weights[weight]))
      toWeights[weight].add(share, times: Double(input[position]))
    }
    let positions = geometry.outputHeight * geometry.outputWidth
    for (output, share) in gradient.enumerated() {
      toBias[output / positions % geometry.outputChannels].add(Double(share))
    }
    // One more rounding where two windows' gradients meet in one element.
    self.input = toInput.map { $0.product(as: Scalar.self, extra: 1) }
    self.weights = toWeights.map { $0.product(as: Scalar.self, extra: 1) }
    bias = toBias.map { $0.pairwise(as: Scalar.self) }
  }
}
