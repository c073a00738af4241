/// A function of one scalar that there is a kernel for.
public enum UnaryFunction: Sendable {
  /// eˣ.
  case exponential
  /// The natural logarithm.
  case logarithm
  /// √x.
  case squareRoot
  /// 1 / x.
  case reciprocal
  /// The hyperbolic tangent.
  case hyperbolicTangent
  /// 1 / (1 + e⁻ˣ).
  case logistic
  /// The error function.
  case errorFunction
  /// x/2 · (1 + erf(x/√2)).
  case gelu
}

/// A function of `count` scalars, one after the other.
public struct UnaryArguments {
  /// The function.
  public var function: UnaryFunction
  /// `count` scalars.
  public var source: UnsafePointer<Float>
  /// `count` results; may be the same memory as `source`.
  public var target: UnsafeMutablePointer<Float>
  /// The number of scalars.
  public var count: Int

  /// Creates the arguments.
  public init(
    function: UnaryFunction, source: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>,
    count: Int
  ) {
    self.function = function
    self.source = source
    self.target = target
    self.count = count
  }
}
