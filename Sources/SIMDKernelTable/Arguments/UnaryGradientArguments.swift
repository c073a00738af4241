/// A function of one scalar that there is a kernel for the gradient of.
public enum UnaryGradientFunction: Sendable {
  /// The error function.
  case errorFunction
  /// x/2 · (1 + erf(x/√2)).
  case gelu
}

/// The gradient of a function of `count` scalars.
public struct UnaryGradientArguments {
  /// The function.
  public var function: UnaryGradientFunction
  /// What the function was applied to.
  public var input: UnsafePointer<Float>
  /// What its result is given.
  public var gradient: UnsafePointer<Float>
  /// `count` results.
  public var result: UnsafeMutablePointer<Float>
  /// The number of scalars.
  public var count: Int

  /// Creates the arguments.
  public init(
    function: UnaryGradientFunction, input: UnsafePointer<Float>, gradient: UnsafePointer<Float>,
    result: UnsafeMutablePointer<Float>, count: Int
  ) {
    self.function = function
    self.input = input
    self.gradient = gradient
    self.result = result
    self.count = count
  }
}
