/// Whole steps of optimizers, in place.
public protocol OptimizerOperations<Scalar>: ElementwiseOperations {
  /// One step of stochastic gradient descent: `p -= rate · (g + decay · p)`.
  ///
  /// With momentum, `v = momentum · v + g + decay · p`, and the step is along `v`, or with Nesterov
  /// along `g + decay · p + momentum · v` (Sutskever et al. 2013, in PyTorch's form). `velocity`
  /// starts at zeros.
  func sgdUpdate(
    _ parameter: inout Storage, velocity: inout Storage?, gradient: Storage, count: Int,
    _ step: SGDStep)

  /// One step of Adam (Kingma and Ba 2015) or AdamW (Loshchilov and Hutter 2019).
  ///
  /// `m = β₁·m + (1 - β₁)·g`, `v = β₂·v + (1 - β₂)·g²`,
  /// `p -= rate · (m / c₁) / (√(v / c₂) + ε)` with `cᵢ = 1 - βᵢᵗ`; before that, coupled decay adds
  /// `decay · p` to `g`, and decoupled decay scales `p` by `1 - rate · decay`.
  func adamUpdate(
    _ parameter: inout Storage, firstMoment: inout Storage, secondMoment: inout Storage,
    gradient: Storage, count: Int, _ step: AdamStep)
}

/// The numbers of one step of stochastic gradient descent.
public struct SGDStep: Hashable, Sendable {
  /// The learning rate.
  public var learningRate: Double
  /// How much of the last velocity is kept.
  public var momentum: Double
  /// Whether the gradient is taken as if one step ahead.
  public var isNesterov: Bool
  /// The weight decay, added to the gradient.
  public var weightDecay: Double

  /// Creates a step.
  public init(learningRate: Double, momentum: Double, isNesterov: Bool, weightDecay: Double) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
  }
}

/// The numbers of one step of Adam.
public struct AdamStep: Hashable, Sendable {
  /// The learning rate.
  public var learningRate: Double
  /// How much of the mean of gradients is kept, β₁.
  public var beta1: Double
  /// How much of the mean of squares is kept, β₂.
  public var beta2: Double
  /// What keeps the quotient finite.
  public var epsilon: Double
  /// The weight decay.
  public var weightDecay: Double
  /// Whether decay acts on the parameter itself (AdamW) rather than through the gradient.
  public var isDecoupled: Bool
  /// The number of the step, from 1.
  public var number: Int

  /// Creates a step.
  public init(
    learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double,
    isDecoupled: Bool, number: Int
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.isDecoupled = isDecoupled
    self.number = number
  }

  /// What the first moment is divided by, since it started at zero.
  public var firstCorrection: Double { 1 - Double.pow(beta1, Double(number)) }
  /// What the second moment is divided by, since it started at zero.
  public var secondCorrection: Double { 1 - Double.pow(beta2, Double(number)) }
}

extension OptimizerOperations {
  /// A step of gradient descent, composed from the core.
  public func sgdUpdate(
    _ parameter: inout Storage, velocity: inout Storage?, gradient: Storage, count: Int,
    _ step: SGDStep
  ) {
    var direction = gradient
    if step.weightDecay != 0 {
      direction = sum(direction, parameter, times: step.weightDecay, count: count)
    }
    if step.momentum != 0 {
      let last = velocity ?? makeStorage(repeating: 0, count: count)
      let next = sum(direction, last, times: step.momentum, count: count)
      velocity = next
      direction =
        step.isNesterov ? sum(direction, next, times: step.momentum, count: count) : next
    }
    parameter = sum(parameter, direction, times: -step.learningRate, count: count)
  }

  /// A step of Adam, composed from the core.
  public func adamUpdate(
    _ parameter: inout Storage, firstMoment: inout Storage, secondMoment: inout Storage,
    gradient: Storage, count: Int, _ step: AdamStep
  ) {
    var gradient = gradient
    if step.weightDecay != 0 {
      if step.isDecoupled {
        parameter = scaled(parameter, 1 - step.learningRate * step.weightDecay, count: count)
      } else {
        gradient = sum(gradient, parameter, times: step.weightDecay, count: count)
      }
    }
    let squares = unary(.square, gradient, count: count)
    firstMoment = sum(
      scaled(firstMoment, step.beta1, count: count), gradient, times: 1 - step.beta1, count: count)
    secondMoment = sum(
      scaled(secondMoment, step.beta2, count: count), squares, times: 1 - step.beta2, count: count)
    let spread = unary(
      .squareRoot, scaled(secondMoment, 1 / step.secondCorrection, count: count), count: count)
    let divisor = unary(
      .affine(multiplier: 1, offset: step.epsilon), spread, count: count)
    let direction = binary(.divide, firstMoment, divisor, count: count)
    parameter = sum(
      parameter, direction, times: -step.learningRate / step.firstCorrection, count: count)
  }

  private func scaled(_ x: Storage, _ factor: Double, count: Int) -> Storage {
    unary(.affine(multiplier: factor, offset: 0), x, count: count)
  }

  private func sum(_ x: Storage, _ y: Storage, times factor: Double, count: Int) -> Storage {
    binary(.add, x, scaled(y, factor, count: count), count: count)
  }
}
