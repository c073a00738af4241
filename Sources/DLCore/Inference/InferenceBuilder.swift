/// Collects the steps of a program, layer by layer; see `Layer.addInferenceSteps`.
///
/// Steps that a backend has a single operation for are joined as they come: a fully connected layer
/// with its activation; a convolution with ReLU and maximum pooling.
public struct InferenceBuilder<B: Backend>: Sendable {
  /// The backend that the program is for.
  public let backend: B
  /// The shape of what the steps so far compute, with the batch.
  public private(set) var shape: Shape
  private(set) var steps: [InferenceStep<B.Storage>] = []
  private var path: [String] = []

  init(input: Shape, on backend: B) {
    self.backend = backend
    shape = input
  }

  /// Adds the steps of a layer that holds others, under its name.
  ///
  /// - Throws: What `body` throws, with the name before its path.
  public mutating func inside(
    _ layer: String, _ body: (inout InferenceBuilder) throws(TensorError) -> Void
  ) throws(TensorError) {
    path.append(layer)
    defer { path.removeLast() }
    do throws(TensorError) { try body(&self) } catch { throw error.inside(layer) }
  }

  /// Adds what a layer can share a pass with, which says all that it does; nothing for `.none`.
  ///
  /// - Throws: `TensorError` if the shapes do not fit.
  public mutating func add(_ fusion: Fusion<B>) throws(TensorError) {
    switch fusion {
    case .none: break
    case .convolution2D(let weights, let bias, let parameters):
      try addConvolution2D(weights: weights, bias: bias, parameters)
    case .linear(let weights, let bias): try addLinear(weights: weights, bias: bias)
    case .activation(let activation): if let operation = activation.operation { add(operation) }
    case .maxPool2D(let parameters): try addMaxPool2D(parameters)
    }
  }

  /// Adds a function of each element.
  public mutating func add(_ operation: UnaryOperation) {
    if case .linear(let weights, let bias, let geometry)? = steps.last,
      geometry.activation == .identity,
      let activation = FusedActivation.allCases.first(where: { $0.operation == operation })
    {
      let fused = LinearGeometry(
        rows: geometry.rows, columns: geometry.columns, inner: geometry.inner,
        activation: activation)
      steps[steps.count - 1] = .linear(weights: weights, bias: bias, fused)
    } else {
      steps.append(.unary(operation, count: shape.count))
    }
  }

  /// Takes the same scalars in another shape.
  ///
  /// - Throws: `TensorError` if the shape does not hold as many.
  public mutating func reshape(to shape: Shape) throws(TensorError) {
    try shape.validated(for: "reshape")
    guard shape.count == self.shape.count else {
      throw TensorError(
        "reshape", .shape, "\(self.shape) cannot become \(shape), which has other elements",
        [self.shape, shape])
    }
    self.shape = shape
  }

  /// Adds a call of a layer's `forward`.
  ///
  /// - Throws: `TensorError` if the layer cannot take the shape.
  public mutating func addCall(of layer: some Layer<B>) throws(TensorError) {
    let (input, backend, path) = (shape, backend, path)
    let output = try layer.outputShape(for: input)
    steps.append(
      .layer { storage throws(TensorError) in
        do throws(TensorError) {
          let result = try layer(Tensor(unchecked: storage, input, on: backend))
          guard result.shape == output else {
            throw TensorError(
              "predictor", .shape, "the result has shape \(result.shape), not \(output)",
              [result.shape, output]
            ).inside(layer.name)
          }
          return result.storage
        } catch {
          throw path.reversed().reduce(error) { $0.inside($1) }
        }
      })
    shape = output
  }

  private mutating func addConvolution2D(
    weights: Tensor<B>, bias: Tensor<B>?, _ parameters: Convolution2DParameters
  ) throws(TensorError) {
    try require(weights, bias, operation: "convolution2D")
    let geometry = try Convolution2DGeometry(
      input: shape, weights: weights.shape, parameters: parameters)
    try weights.requireBias(bias, outputs: geometry.outputChannels, operation: "convolution2D")
    steps.append(.convolution2D(weights: weights.storage, bias: bias?.storage, geometry))
    shape = geometry.outputShape
  }

  private mutating func addLinear(weights: Tensor<B>, bias: Tensor<B>?) throws(TensorError) {
    try require(weights, bias, operation: "linear")
    let geometry = try LinearGeometry(input: shape, weights: weights, bias: bias)
    steps.append(.linear(weights: weights.storage, bias: bias?.storage, geometry))
    shape = [geometry.rows, geometry.columns]
  }

  private mutating func addMaxPool2D(_ parameters: Pool2DParameters) throws(TensorError) {
    let pool = try Pool2DGeometry(input: shape, parameters: parameters, operation: "maxPool2D")
    if case .unary(.relu, _)? = steps.last,
      case .convolution2D(let weights, let bias, let geometry)? = steps.dropLast().last
    {
      steps.removeLast(2)
      steps.append(
        .convolution2DReLUMaxPool2D(weights: weights, bias: bias, geometry, pool: pool))
    } else {
      steps.append(.maxPool2D(pool))
    }
    shape = pool.outputShape
  }

  private func require(
    _ weights: Tensor<B>, _ bias: Tensor<B>?, operation: String
  ) throws(TensorError) {
    let input = Tensor(unchecked: weights.storage, weights.shape, on: backend)
    try input.requireInterchangeable(weights, bias, operation: operation)
  }
}

extension LinearGeometry {
  /// Checks the shapes of a fully connected layer's operands.
  ///
  /// - Throws: `TensorError` if they do not fit.
  init<B: Backend>(
    input: Shape, weights: Tensor<B>, bias: Tensor<B>?, activation: FusedActivation = .identity
  ) throws(TensorError) {
    let name = "linear"
    guard input.rank == 2 else {
      throw TensorError(
        name, .shape, "input must be [batch, features], but is \(input)", [input])
    }
    try weights.requireRank(2, "weights must be [outputs, inputs]", operation: name)
    guard input[1] == weights.shape[1] else {
      throw TensorError(
        name, .shape, "input has \(input[1]) features, weights expect \(weights.shape[1])",
        [input, weights.shape])
    }
    try weights.requireBias(bias, outputs: weights.shape[0], operation: name)
    try Shape([input[0], weights.shape[0]]).validated(for: name)
    self.init(
      rows: input[0], columns: weights.shape[0], inner: input[1], activation: activation)
  }
}
