import DLCore

extension NaiveBackend {
  /// `operation(x)` for each element.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func unary(_ operation: UnaryOperation, _ input: [Scalar], count: Int) -> [Scalar] {
    (0..<count).map { operation(input[$0]) }
  }

  /// The chain rule for each element.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func unaryGradient(
    _ operation: UnaryOperation, input: [Scalar], output: [Scalar], gradient: [Scalar], count: Int
  ) -> [Scalar] {
    (0..<count).map { operation.gradient(gradient[$0], input: input[$0], output: output[$0]) }
  }

  /// `operation(a, b)` for each pair of elements that broadcasting brings together.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func binary(
    _ operation: BinaryOperation, _ lhs: [Scalar], _ rhs: [Scalar], _ geometry: BroadcastGeometry
  ) -> [Scalar] {
    geometry.map { operation(lhs[$0], rhs[$1]) }
  }

  /// 1 or 0 for each pair of elements that broadcasting brings together.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func compare(
    _ comparison: Comparison, _ lhs: [Scalar], _ rhs: [Scalar], _ geometry: BroadcastGeometry
  ) -> [Scalar] {
    geometry.map { comparison(lhs[$0], rhs[$1]) ? 1 : 0 }
  }

  /// One or the other for each element.
  @_specialize(exported:false,where Scalar == Float)
  @_specialize(exported:false,where Scalar == Double)
  public func select(
    mask: [Scalar], whenTrue: [Scalar], whenFalse: [Scalar], count: Int
  ) -> [Scalar] {
    (0..<count).map { mask[$0] != 0 ? whenTrue[$0] : whenFalse[$0] }
  }
}

extension UnaryOperation {
  /// The function's value.
  func callAsFunction<Scalar: BackendScalar>(_ x: Scalar) -> Scalar {
    switch self {
    case .negate: -x
    case .absolute: x.magnitude
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x
    case .exponential: .exp(x)
    case .logarithm: .log(x)
    case .squareRoot: x.squareRoot()
    case .reciprocal: 1 / x
    case .square: x * x
    case .tanh: .tanh(x)
    case .sigmoid: logistic(x)
    case .errorFunction: .erf(x)
    case .relu: x > 0 || x.isNaN ? x : 0
    case .leakyReLU(let slope): x > 0 ? x : Scalar(slope) * x
    case .gelu: x / 2 * (1 + .erf(x * Scalar(0.5.squareRoot())))
    case .affine(let multiplier, let offset): Scalar(multiplier) * x + Scalar(offset)
    case .clamp(let lower, let upper):
      x < Scalar(lower) ? Scalar(lower) : x > Scalar(upper) ? Scalar(upper) : x
    }
  }

  /// `g · f′(x)`, where `y` is f(x).
  func gradient<Scalar: BackendScalar>(_ g: Scalar, input x: Scalar, output y: Scalar) -> Scalar {
    switch self {
    case .negate: -g
    case .absolute: g * UnaryOperation.sign(x)
    case .sign: 0
    case .exponential: g * y
    case .logarithm: g / x
    case .squareRoot: g / 2 / y
    case .reciprocal: g * -(y * y)
    case .square: g * (2 * x)
    case .tanh: g * (1 - y * y)
    case .sigmoid: g * (y * (1 - y))
    case .errorFunction: g * (Scalar(2 / Double.pi.squareRoot()) * .exp(-(x * x)))
    case .relu: y > 0 ? g : 0
    case .leakyReLU(let slope): x > 0 ? g : Scalar(slope) * g
    case .gelu: g * geluDerivative(x)
    case .affine(let multiplier, _): Scalar(multiplier) * g
    case .clamp(let lower, let upper): Scalar(lower) <= x && x <= Scalar(upper) ? g : 0
    }
  }
}

/// 1 / (1 + e⁻ˣ), or for negative x the same as eˣ / (eˣ + 1), whose power cannot overflow.
private func logistic<Scalar: BackendScalar>(_ x: Scalar) -> Scalar {
  let power = Scalar.exp(-x.magnitude)
  return x < 0 ? power / (1 + power) : 1 / (1 + power)
}

/// Φ(x) + x·φ(x), where φ is the normal density and Φ its integral.
private func geluDerivative<Scalar: BackendScalar>(_ x: Scalar) -> Scalar {
  let integral = (1 + Scalar.erf(x * Scalar(0.5.squareRoot()))) / 2
  let density = Scalar(1 / (2 * Double.pi).squareRoot()) * Scalar.exp(-(x * x) / 2)
  return integral + x * density
}

extension BinaryOperation {
  /// The function's value.
  func callAsFunction<Scalar: BackendScalar>(_ a: Scalar, _ b: Scalar) -> Scalar {
    switch self {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .power: .pow(a, b)
    case .maximum: Extremum.maximum.prefers(b, over: a) ? b : a
    case .minimum: Extremum.minimum.prefers(b, over: a) ? b : a
    }
  }
}

extension Comparison {
  /// Whether it holds.
  func callAsFunction<Scalar: BackendScalar>(_ a: Scalar, _ b: Scalar) -> Bool {
    switch self {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }
}

extension BroadcastGeometry {
  /// The results of `body` for the positions of each pair of elements, in order.
  @inline(__always)
  func map<Scalar>(_ body: (_ lhs: Int, _ rhs: Int) -> Scalar) -> [Scalar] {
    var result: [Scalar] = []
    result.reserveCapacity(count)
    let last = extents.count - 1
    let (lhsStep, rhsStep) = (lhsStrides[last], rhsStrides[last])
    forEachRow { lhs, rhs in
      for index in 0..<extents[last] {
        result.append(body(lhs + index * lhsStep, rhs + index * rhsStep))
      }
    }
    return result
  }

  /// Calls `body` with the positions where each row of the last dimension starts, in order.
  private func forEachRow(_ body: (_ lhs: Int, _ rhs: Int) -> Void) {
    func walk(_ dimension: Int, _ lhs: Int, _ rhs: Int) {
      guard dimension < extents.count - 1 else { return body(lhs, rhs) }
      for index in 0..<extents[dimension] {
        walk(
          dimension + 1, lhs + index * lhsStrides[dimension], rhs + index * rhsStrides[dimension])
      }
    }
    walk(0, 0, 0)
  }
}
