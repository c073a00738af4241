/// Turns gradients into steps of parameters.
public protocol Optimizer<B>: Sendable {
  /// The backend that computes the steps.
  associatedtype B: Backend

  /// The learning rate of the next step; a schedule may set it before each.
  var learningRate: Double { get set }

  /// What is remembered from step to step: everything a resumed run needs.
  var state: OptimizerState<B> { get set }

  /// Updates one parameter in place by its gradient.
  ///
  /// `slots` are the optimizer's tensors for this parameter, empty in the first step.
  func update(
    _ parameter: inout Tensor<B>, gradient: Tensor<B>, slots: inout [Tensor<B>], step: Int
  ) throws(TensorError)
}

/// What an optimizer remembers: the number of steps, and tensors for each parameter by name.
public struct OptimizerState<B: Backend>: Sendable {
  /// The number of steps taken.
  public var step: Int
  /// The moments or velocities of each parameter.
  public var slots: [String: [Tensor<B>]]

  /// Creates a state; that of a new optimizer by default.
  public init(step: Int = 0, slots: [String: [Tensor<B>]] = [:]) {
    self.step = step
    self.slots = slots
  }
}

extension Optimizer {
  /// Updates all trainable parameters of a model that have a gradient.
  ///
  /// - Throws: `TensorError` if a gradient has another shape than its parameter.
  public mutating func step<L: Layer>(
    _ model: inout L, _ gradients: ParameterGradients<B>
  ) throws(TensorError) where L.B == B {
    var state = state
    self.state = OptimizerState()
    defer { self.state = state }
    guard (0..<Int.max).contains(state.step) else {
      throw TensorError(
        "optimizer", .argument, "the number of steps taken cannot be \(state.step)")
    }
    state.step += 1
    try model.visitParameters { (visit, parameter) throws(TensorError) in
      guard visit.role == .trainable, let gradient = gradients[visit.name] else { return }
      guard gradient.shape == parameter.shape else {
        throw TensorError(
          "optimizer", .shape,
          "\(visit.name) has shape \(parameter.shape), its gradient \(gradient.shape)",
          [parameter.shape, gradient.shape])
      }
      // Taken out of the dictionary, so that the tensors are held once and change in place.
      var slots = state.slots.removeValue(forKey: visit.name) ?? []
      defer { state.slots[visit.name] = slots }
      try update(&parameter, gradient: gradient, slots: &slots, step: state.step)
    }
  }
}

/// Checks that a gradient and what is remembered have the shape of their parameter.
func requireFit<B: Backend>(
  of gradient: Tensor<B>, _ slots: [Tensor<B>], to shape: Shape, atMost limit: Int,
  of optimizer: String
) throws(TensorError) {
  guard gradient.shape == shape else {
    throw TensorError(
      optimizer, .shape, "a parameter of shape \(shape) has a gradient of shape \(gradient.shape)",
      [shape, gradient.shape])
  }
  guard slots.count <= limit, slots.allSatisfy({ $0.shape == shape }) else {
    throw TensorError(
      optimizer, .parameter,
      "what is remembered from earlier steps does not fit a parameter of shape \(shape)", [shape])
  }
}

/// Checks a number that an optimizer was given.
func requireRate(
  _ name: String, _ value: Double, in range: Range<Double>, of optimizer: String
) throws(TensorError) {
  guard range.contains(value) else {
    throw TensorError(
      optimizer, .argument,
      "\(name) must lie in \(range.lowerBound)..<\(range.upperBound), but is \(value)")
  }
}
