import DLCore

extension CaseList {
  mutating func addConvolution2D() {
    let law = "each output within (patch + 1)·ε·(|b| + Σ|x·w|)"
    let slopes = "the gradients follow the chain rule"
    add("convolution2D/random", 200, law: law) { try checkRandom($0, $1) }
    add("convolution2D/gradients/random", 150, law: slopes) { try checkRandomGradients($0, $1) }
    for model in ConvolutionModel.all {
      for batch in batches {
        add("convolution2D/model/\(model.name)/b\(batch)", law: law) {
          try checkModel($0, $1, model.geometry(batch: batch))
        }
        add("convolution2D/gradients/model/\(model.name)/b\(batch)", law: slopes) {
          try checkModelGradients($0, $1, model.geometry(batch: batch))
        }
      }
    }
    for shape in ConvolutionShape.all {
      add("convolution2D/shape/\(shape.name)", law: law) {
        try checkModel($0, $1, shape.geometry())
      }
      add("convolution2D/gradients/shape/\(shape.name)", law: slopes) {
        try checkModelGradients($0, $1, shape.geometry())
      }
    }
    add("convolution2D/special", 60, law: "NaN shows wherever its window reaches, and nowhere else")
    { try checkSpecialValues($0, $1) }
    add(
      "convolution2D/gradients/special", 60,
      law: "NaN shows wherever its window lies in the input's gradient, and nowhere else"
    ) { try checkSpecialGradients($0, $1) }
    for (number, known) in knownConvolutions.enumerated() {
      add("convolution2D/known/\(number)", law: "the numbers that PyTorch 2.13 gives") {
        try checkKnown($0, $1, known)
      }
    }
  }
}

/// The convolutions of a model.
struct ConvolutionModel: Sendable {
  let name: String
  let input: Shape
  let weights: Shape
  var padding: Padding2D = 0

  /// The geometry for a number of pictures.
  func geometry(batch: Int) throws(TensorError) -> Convolution2DGeometry {
    try Convolution2DGeometry(
      input: Shape([batch] + input.extents), weights: weights,
      parameters: Convolution2DParameters(padding: padding))
  }

  /// LeNet-5's and DigitCNN's.
  static let all = [
    ConvolutionModel(name: "lenet5-c1", input: [1, 28, 28], weights: [6, 1, 5, 5], padding: 2),
    ConvolutionModel(name: "lenet5-c3", input: [6, 14, 14], weights: [16, 6, 5, 5]),
    ConvolutionModel(name: "digit-cnn-1", input: [1, 28, 28], weights: [8, 1, 3, 3]),
    ConvolutionModel(name: "digit-cnn-2", input: [8, 13, 13], weights: [32, 8, 3, 3]),
  ]
}

private func checkRandom<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  try check(&trial, trial.convolution())
}

private func checkModel<B: Backend>(
  _ backend: B, _ key: CaseKey, _ geometry: Convolution2DGeometry
) throws {
  var trial = Trial(backend, key)
  try check(&trial, geometry)
}

private func check<B: Backend>(_ trial: inout Trial<B>, _ geometry: Convolution2DGeometry) throws {
  let input = trial.scalars(geometry.inputShape.count)
  let weights = trial.scalars(geometry.weightShape.count)
  let bias = trial.coin() ? trial.scalars(geometry.outputChannels) : nil
  let output = trial.backend.convolution2D(
    trial.store(input), weights: trial.store(weights), bias: trial.store(bias), geometry)
  let format = trial.format
  try trial.expect(output, near: geometry.expectation(input, weights, bias, format))
}

private func checkRandomGradients<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  try checkGradients(&trial, trial.convolution())
}

private func checkModelGradients<B: Backend>(
  _ backend: B, _ key: CaseKey, _ geometry: Convolution2DGeometry
) throws {
  var trial = Trial(backend, key)
  try checkGradients(&trial, geometry)
}

private func checkGradients<B: Backend>(
  _ trial: inout Trial<B>, _ geometry: Convolution2DGeometry
) throws {
  let backend = trial.backend
  let input = trial.scalars(geometry.inputShape.count)
  let weights = trial.scalars(geometry.weightShape.count)
  let gradient = trial.scalars(geometry.outputShape.count)
  let storage = trial.store(gradient)
  let toInput = backend.convolution2DInputGradient(
    weights: trial.store(weights), gradient: storage, geometry)
  let toWeights = backend.convolution2DWeightGradient(
    input: trial.store(input), gradient: storage, geometry)
  let toBias = backend.convolution2DBiasGradient(gradient: storage, geometry)
  guard trial.key.verifies else { return }
  let expected = geometry.gradients(input, weights, gradient, trial.format)
  try trial.expect(toInput, "input gradient", near: expected.input)
  try trial.expect(toWeights, "weight gradient", near: expected.weights)
  try trial.expect(toBias, "bias gradient", near: expected.bias)
}

/// One special value somewhere in the input, and weights of which some are 0: 0·∞ is NaN.
private func checkSpecialValues<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let special = [Double.nan, .infinity, -.infinity][trial.number % 3]
  let geometry = try trial.convolution()
  trial.detail = "\(special), " + trial.detail
  var input = trial.integers(geometry.inputShape.count)
  if !input.isEmpty { input[trial.random.integer(below: input.count)] = special }
  let weights = trial.integers(geometry.weightShape.count)
  let output = backend.convolution2D(
    trial.store(input), weights: trial.store(weights), bias: nil, geometry)
  let format = trial.format
  try trial.expect(output, near: geometry.expectation(input, weights, nil, format))
}

/// One special value somewhere in the gradient, and weights of which some are 0.
private func checkSpecialGradients<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let special = [Double.nan, .infinity, -.infinity][trial.number % 3]
  let geometry = try trial.convolution()
  trial.detail = "\(special), " + trial.detail
  let input = trial.integers(geometry.inputShape.count)
  let weights = trial.integers(geometry.weightShape.count)
  var gradient = trial.integers(geometry.outputShape.count)
  if !gradient.isEmpty { gradient[trial.random.integer(below: gradient.count)] = special }
  let toInput = backend.convolution2DInputGradient(
    weights: trial.store(weights), gradient: trial.store(gradient), geometry)
  let expected = geometry.gradients(input, weights, gradient, trial.format)
  try trial.expect(toInput, near: expected.input)
}

/// A convolution whose numbers PyTorch 2.13 computed in double precision.
private struct KnownConvolution: Sendable {
  let input: Shape
  let kernel: Shape
  let parameters: Convolution2DParameters
  let weights: [Double]
  var bias: [Double]?
  let output: [Double]
}

/// Stride, padding and bias; groups; groups and dilation.
private let knownConvolutions = [
  KnownConvolution(
    input: [1, 1, 4, 4], kernel: [1, 1, 2, 2],
    parameters: Convolution2DParameters(stride: 2, padding: 1), weights: [1, -2, 0.5, 3],
    bias: [0.5], output: [3.5, 10.5, 2.5, 17.5, 30.5, 14.5, -25.5, -15.5, 16.5]),
  KnownConvolution(
    input: [1, 2, 3, 3], kernel: [2, 1, 2, 2], parameters: Convolution2DParameters(groups: 2),
    weights: [1, 2, 3, 4, -1, -2, -3, -4], output: [37, 47, 67, 77, -127, -137, -157, -167]),
  KnownConvolution(
    input: [1, 2, 3, 3], kernel: [2, 1, 2, 2],
    parameters: Convolution2DParameters(dilation: 2, groups: 2),
    weights: [1, 2, 3, 4, -1, -2, -3, -4], output: [64, -154]),
]

private func checkKnown<B: Backend>(
  _ backend: B, _ key: CaseKey, _ known: KnownConvolution
) throws {
  let trial = Trial(backend, key)
  let geometry = try Convolution2DGeometry(
    input: known.input, weights: known.kernel, parameters: known.parameters)
  let output = backend.convolution2D(
    trial.store((1...known.input.count).map { Double($0) }), weights: trial.store(known.weights),
    bias: trial.store(known.bias), geometry)
  try trial.expect(output, near: known.output.map { Bounded(value: $0) })
}
