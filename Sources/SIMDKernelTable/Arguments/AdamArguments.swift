/// A step of Adam over `count` scalars.
public struct AdamArguments {
  /// The number of scalars.
  public var count: Int
  /// The parameter.
  public var parameter: UnsafeMutablePointer<Float>
  /// The mean of gradients.
  public var first: UnsafeMutablePointer<Float>
  /// The mean of squares.
  public var second: UnsafeMutablePointer<Float>
  /// The gradient.
  public var gradient: UnsafePointer<Float>
  /// β₁.
  public var beta1: Float
  /// 1 - β₁.
  public var restOfBeta1: Float
  /// β₂.
  public var beta2: Float
  /// 1 - β₂.
  public var restOfBeta2: Float
  /// The learning rate divided by the first correction.
  public var rate: Float
  /// One divided by the second correction.
  public var secondScale: Float
  /// What keeps the quotient finite.
  public var epsilon: Float
  /// What the parameter is scaled by first: decoupled decay.
  public var shrink: Float
  /// How much of the parameter is added to the gradient: coupled decay.
  public var coupled: Float

  /// Creates the arguments.
  public init(
    count: Int, parameter: UnsafeMutablePointer<Float>, first: UnsafeMutablePointer<Float>,
    second: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, beta1: Float,
    restOfBeta1: Float, beta2: Float, restOfBeta2: Float, rate: Float, secondScale: Float,
    epsilon: Float, shrink: Float, coupled: Float
  ) {
    self.count = count
    self.parameter = parameter
    self.first = first
    self.second = second
    self.gradient = gradient
    self.beta1 = beta1
    self.restOfBeta1 = restOfBeta1
    self.beta2 = beta2
    self.restOfBeta2 = restOfBeta2
    self.rate = rate
    self.secondScale = secondScale
    self.epsilon = epsilon
    self.shrink = shrink
    self.coupled = coupled
  }
}
