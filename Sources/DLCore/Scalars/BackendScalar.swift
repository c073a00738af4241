#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A floating-point type that tensors are made of: `Float` and `Double`.
///
/// The elementary functions are the platform's C library's, which the standard library leaves out.
public protocol BackendScalar: BinaryFloatingPoint, LosslessStringConvertible, Sendable
where RawSignificand: FixedWidthInteger {
  /// e to the power of `x`.
  static func exp(_ x: Self) -> Self
  /// The natural logarithm.
  static func log(_ x: Self) -> Self
  /// The hyperbolic tangent.
  static func tanh(_ x: Self) -> Self
  /// The error function, 2/√π ∫₀ˣ exp(-t²) dt.
  static func erf(_ x: Self) -> Self
  /// `x` to the power of `y`, with the special cases of IEEE 754's `pow`.
  static func pow(_ x: Self, _ y: Self) -> Self
  /// The cosine of an angle in radians.
  static func cos(_ x: Self) -> Self
}

extension Float: BackendScalar {
  /// e to the power of `x`.
  public static func exp(_ x: Float) -> Float { expf(x) }
  /// The natural logarithm.
  public static func log(_ x: Float) -> Float { logf(x) }
  /// The hyperbolic tangent.
  public static func tanh(_ x: Float) -> Float { tanhf(x) }
  /// The error function.
  public static func erf(_ x: Float) -> Float { erff(x) }
  /// `x` to the power of `y`.
  public static func pow(_ x: Float, _ y: Float) -> Float { powf(x, y) }
  /// The cosine of an angle in radians.
  public static func cos(_ x: Float) -> Float { cosf(x) }
}

extension Double: BackendScalar {
  /// e to the power of `x`.
  public static func exp(_ x: Double) -> Double { cExp(x) }
  /// The natural logarithm.
  public static func log(_ x: Double) -> Double { cLog(x) }
  /// The hyperbolic tangent.
  public static func tanh(_ x: Double) -> Double { cTanh(x) }
  /// The error function.
  public static func erf(_ x: Double) -> Double { cErf(x) }
  /// `x` to the power of `y`.
  public static func pow(_ x: Double, _ y: Double) -> Double { cPow(x, y) }
  /// The cosine of an angle in radians.
  public static func cos(_ x: Double) -> Double { cCos(x) }
}

// The C functions under names that no member of `Double` hides.
private func cExp(_ x: Double) -> Double { exp(x) }
private func cLog(_ x: Double) -> Double { log(x) }
private func cTanh(_ x: Double) -> Double { tanh(x) }
private func cErf(_ x: Double) -> Double { erf(x) }
private func cPow(_ x: Double, _ y: Double) -> Double { pow(x, y) }
private func cCos(_ x: Double) -> Double { cos(x) }
