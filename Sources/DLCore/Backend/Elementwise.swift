/// Operations that compute each element of the result from one element of each operand.
public protocol ElementwiseOperations<Scalar>: StorageOperations {
  /// Applies a function to each element. Core.
  func unary(_ operation: UnaryOperation, _ input: Storage, count: Int) -> Storage

  /// The gradient of `unary`: `gradient · f′(input)`, element by element.
  ///
  /// `output` is what `unary` returned for `input`. Where a function has pieces (`relu`, `leakyReLU`,
  /// `clamp`), the condition of the piece chooses: what a piece of slope 0 is given has no influence,
  /// and NaN, for which no condition holds, counts as the other piece.
  func unaryGradient(
    _ operation: UnaryOperation, input: Storage, output: Storage, gradient: Storage, count: Int
  ) -> Storage

  /// Combines two operands element by element, with broadcasting. Core.
  func binary(
    _ operation: BinaryOperation, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage

  /// Compares two operands element by element: 1 where the comparison holds, else 0. Core.
  ///
  /// A comparison with NaN does not hold, except `notEqual`.
  func compare(
    _ comparison: Comparison, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage

  /// Takes each element from `whenTrue` where `mask` is not 0, else from `whenFalse`. Core.
  ///
  /// What is not chosen has no influence, be it NaN. A NaN in the mask chooses `whenTrue`.
  func select(mask: Storage, whenTrue: Storage, whenFalse: Storage, count: Int) -> Storage
}

/// A function of one scalar.
public enum UnaryOperation: Hashable, Sendable {
  /// `-x`.
  case negate
  /// `|x|`.
  case absolute
  /// -1, 0 or 1 by the sign of `x`; NaN for NaN, and zeros keep their sign.
  case sign
  /// eˣ, at most 2 ulp off; 0 for -∞.
  case exponential
  /// The natural logarithm, at most 2 ulp off; -∞ for zeros, NaN below.
  case logarithm
  /// √x, correctly rounded; NaN below zero.
  case squareRoot
  /// 1 / x, correctly rounded.
  case reciprocal
  /// x², correctly rounded.
  case square
  /// The hyperbolic tangent, at most 3 ulp off.
  case tanh
  /// 1 / (1 + e⁻ˣ), at most 4 ulp off.
  case sigmoid
  /// The error function, at most 3 ulp off.
  case errorFunction
  /// `x` where `x > 0`, else +0; NaN for NaN.
  case relu
  /// `x` where `x > 0`, else `slope · x`.
  case leakyReLU(slope: Double)
  /// x·Φ(x) = x/2 · (1 + erf(x/√2)) (Hendrycks and Gimpel 2016), exact, not the tanh approximation.
  ///
  /// Off by at most 16 ulp of max(|x|, |result|): the sum cancels for negative x.
  case gelu
  /// `multiplier · x + offset`, the product rounded before the sum.
  case affine(multiplier: Double, offset: Double)
  /// `x` limited to `lower ... upper`; NaN for NaN.
  case clamp(lower: Double, upper: Double)
}

/// A function of two scalars.
public enum BinaryOperation: String, Hashable, Sendable, CaseIterable {
  /// `a + b`.
  case add
  /// `a - b`.
  case subtract
  /// `a · b`.
  case multiply
  /// `a / b`.
  case divide
  /// `a` to the power of `b`, as C's `pow`, at most 3 ulp off.
  case power
  /// The larger one; `a` if equal, NaN if either is NaN.
  case maximum
  /// The smaller one; `a` if equal, NaN if either is NaN.
  case minimum
}

/// A relation between two scalars.
public enum Comparison: String, Hashable, Sendable, CaseIterable {
  /// `a == b`.
  case equal
  /// `a != b`.
  case notEqual
  /// `a < b`.
  case less
  /// `a <= b`.
  case lessOrEqual
  /// `a > b`.
  case greater
  /// `a >= b`.
  case greaterOrEqual
}

extension ElementwiseOperations {
  /// Combines two storages of the same number of elements.
  public func binary(
    _ operation: BinaryOperation, _ lhs: Storage, _ rhs: Storage, count: Int
  ) -> Storage {
    binary(operation, lhs, rhs, BroadcastGeometry(count: count))
  }

  /// Combines each element with one scalar on the right.
  public func binary(
    _ operation: BinaryOperation, _ lhs: Storage, scalar: Double, count: Int
  ) -> Storage {
    binary(
      operation, lhs, makeStorage([Scalar(scalar)]),
      BroadcastGeometry(lhs: [count], rhs: [], result: [count]))
  }

  /// Compares each element with one scalar on the right.
  public func compare(
    _ comparison: Comparison, _ lhs: Storage, scalar: Double, count: Int
  ) -> Storage {
    compare(
      comparison, lhs, makeStorage([Scalar(scalar)]),
      BroadcastGeometry(lhs: [count], rhs: [], result: [count]))
  }

  /// The gradient of `unary`, composed from the core.
  public func unaryGradient(
    _ operation: UnaryOperation, input: Storage, output: Storage, gradient: Storage, count: Int
  ) -> Storage {
    func times(_ factor: Storage) -> Storage {
      binary(.multiply, gradient, factor, count: count)
    }
    func affine(_ x: Storage, _ multiplier: Double, _ offset: Double) -> Storage {
      unary(.affine(multiplier: multiplier, offset: offset), x, count: count)
    }
    /// The gradient where the mask holds, elsewhere another storage.
    func passed(_ mask: Storage, otherwise: Storage) -> Storage {
      select(mask: mask, whenTrue: gradient, whenFalse: otherwise, count: count)
    }
    var zeros: Storage { makeStorage(repeating: 0, count: count) }

    switch operation {
    case .negate: return unary(.negate, gradient, count: count)
    case .absolute: return times(unary(.sign, input, count: count))
    case .sign: return zeros
    case .exponential: return times(output)
    case .logarithm: return binary(.divide, gradient, input, count: count)
    case .squareRoot:
      return binary(.divide, affine(gradient, 0.5, 0), output, count: count)
    case .reciprocal:
      return times(unary(.negate, unary(.square, output, count: count), count: count))
    case .square: return times(affine(input, 2, 0))
    case .tanh:
      return times(affine(unary(.square, output, count: count), -1, 1))
    case .sigmoid:
      return times(binary(.multiply, output, affine(output, -1, 1), count: count))
    case .errorFunction:
      let bell = unary(
        .exponential, unary(.negate, unary(.square, input, count: count), count: count),
        count: count)
      return times(affine(bell, 2 / Double.pi.squareRoot(), 0))
    case .relu:
      return passed(compare(.greater, output, scalar: 0, count: count), otherwise: zeros)
    case .leakyReLU(let slope):
      return passed(
        compare(.greater, input, scalar: 0, count: count), otherwise: affine(gradient, slope, 0))
    case .gelu: return times(geluDerivative(input, count: count))
    case .affine(let multiplier, _): return affine(gradient, multiplier, 0)
    case .clamp(let lower, let upper):
      let above = compare(.greaterOrEqual, input, scalar: lower, count: count)
      let below = compare(.lessOrEqual, input, scalar: upper, count: count)
      return passed(binary(.multiply, above, below, count: count), otherwise: zeros)
    }
  }

  /// Φ(x) + x·φ(x), the derivative of x·Φ(x), where φ is the normal density and Φ its integral.
  private func geluDerivative(_ input: Storage, count: Int) -> Storage {
    func affine(_ x: Storage, _ multiplier: Double, _ offset: Double) -> Storage {
      unary(.affine(multiplier: multiplier, offset: offset), x, count: count)
    }
    let root = 0.5.squareRoot()
    let integral = affine(
      unary(.errorFunction, affine(input, root, 0), count: count), 0.5, 0.5)
    let bell = unary(
      .exponential, affine(unary(.square, input, count: count), -0.5, 0), count: count)
    let density = affine(bell, 1 / (2 * Double.pi).squareRoot(), 0)
    return binary(
      .add, integral, binary(.multiply, input, density, count: count), count: count)
  }
}
