/// Adam (Kingma and Ba 2015), or AdamW (Loshchilov and Hutter 2019) with decoupled weight decay.
public struct Adam<B: Backend>: Optimizer {
  /// The learning rate of the next step.
  public var learningRate: Double
  /// How much of the mean of gradients is kept, β₁.
  public let beta1: Double
  /// How much of the mean of squares is kept, β₂.
  public let beta2: Double
  /// What keeps the quotient finite.
  public let epsilon: Double
  /// The weight decay.
  public let weightDecay: Double
  /// Whether decay acts on the parameter itself (AdamW) rather than through the gradient.
  public let isDecoupled: Bool
  /// The moments.
  public var state = OptimizerState<B>()

  /// Creates an optimizer.
  ///
  /// - Throws: `TensorError` for a number out of range.
  public init(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0, isDecoupled: Bool = false
  ) throws(TensorError) {
    let name = isDecoupled ? "AdamW" : "Adam"
    try requireRate("learning rate", learningRate, in: 0..<(.infinity), of: name)
    try requireRate("beta1", beta1, in: 0..<1, of: name)
    try requireRate("beta2", beta2, in: 0..<1, of: name)
    try requireRate("epsilon", epsilon, in: 0..<(.infinity), of: name)
    try requireRate("weight decay", weightDecay, in: 0..<(.infinity), of: name)
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.isDecoupled = isDecoupled
  }

  /// AdamW.
  public static func adamW(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0.01
  ) throws(TensorError) -> Adam {
    try Adam(
      learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
      weightDecay: weightDecay, isDecoupled: true)
  }

  /// Updates one parameter; its slots are the two moments.
  public func update(
    _ parameter: inout Tensor<B>, gradient: Tensor<B>, slots: inout [Tensor<B>], step: Int
  ) throws(TensorError) {
    if slots.isEmpty {
      slots = [
        try .zeros(parameter.shape, on: parameter.backend),
        try .zeros(parameter.shape, on: parameter.backend),
      ]
    }
    let name = isDecoupled ? "AdamW" : "Adam"
    try requireFit(of: gradient, slots, to: parameter.shape, atMost: 2, of: name)
    guard slots.count == 2 else {
      throw TensorError(
        name, .parameter, "two moments of a parameter are remembered, not \(slots.count)")
    }
    var second = slots.removeLast()
    var first = slots.removeLast()
    defer { slots = [first, second] }
    parameter.backend.adamUpdate(
      &parameter.storage, firstMoment: &first.storage, secondMoment: &second.storage,
      gradient: gradient.storage, count: parameter.shape.count,
      AdamStep(
        learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
        weightDecay: weightDecay, isDecoupled: isDecoupled, number: step))
  }
}
