/// A step of gradient descent over `count` scalars.
public struct DescentArguments {
  /// The number of scalars.
  public var count: Int
  /// The parameter.
  public var parameter: UnsafeMutablePointer<Float>
  /// The sum of past gradients, with momentum.
  public var velocity: UnsafeMutablePointer<Float>?
  /// The gradient.
  public var gradient: UnsafePointer<Float>
  /// The learning rate.
  public var rate: Float
  /// How much of the velocity is kept.
  public var momentum: Float
  /// How much of the parameter is added to the gradient.
  public var decay: Float
  /// Whether the gradient is taken as if one step ahead.
  public var isNesterov: Bool

  /// Creates the arguments.
  public init(
    count: Int, parameter: UnsafeMutablePointer<Float>, velocity: UnsafeMutablePointer<Float>?,
    gradient: UnsafePointer<Float>, rate: Float, momentum: Float, decay: Float, isNesterov: Bool
  ) {
    self.count = count
    self.parameter = parameter
    self.velocity = velocity
    self.gradient = gradient
    self.rate = rate
    self.momentum = momentum
    self.decay = decay
    self.isNesterov = isNesterov
  }
}
