/// Stochastic gradient descent, plain, with momentum, or with Nesterov's momentum.
public struct SGD<B: Backend>: Optimizer {
  /// The learning rate of the next step.
  public var learningRate: Double
  /// How much of the last velocity is kept.
  public let momentum: Double
  /// Whether the gradient is taken as if one step ahead.
  public let isNesterov: Bool
  /// The weight decay, added to the gradient.
  public let weightDecay: Double
  /// The velocities.
  public var state = OptimizerState<B>()

  /// Creates an optimizer.
  ///
  /// - Throws: `TensorError` for a number out of range.
  public init(
    learningRate: Double = 0.01, momentum: Double = 0, isNesterov: Bool = false,
    weightDecay: Double = 0
  ) throws(TensorError) {
    try requireRate("learning rate", learningRate, in: 0..<(.infinity), of: "SGD")
    try requireRate("momentum", momentum, in: 0..<1, of: "SGD")
    try requireRate("weight decay", weightDecay, in: 0..<(.infinity), of: "SGD")
    self.learningRate = learningRate
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
  }

  /// Updates one parameter; its only slot is the velocity.
  public func update(
    _ parameter: inout Tensor<B>, gradient: Tensor<B>, slots: inout [Tensor<B>], step: Int
  ) throws(TensorError) {
    let count = parameter.count
    let shape = parameter.shape
    let backend = parameter.backend
    try requireFit(of: gradient, slots, to: parameter.shape, atMost: 1, of: "SGD")
    var velocity = slots.popLast()?.storage
    backend.sgdUpdate(
      &parameter.storage, velocity: &velocity, gradient: gradient.storage, count: count,
      SGDStep(
        learningRate: learningRate, momentum: momentum, isNesterov: isNesterov,
        weightDecay: weightDecay))
    slots = velocity.map { [Tensor(unchecked: $0, shape, on: backend)] } ?? []
  }
}
