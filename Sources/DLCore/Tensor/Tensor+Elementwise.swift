// Functions of one element.
extension Tensor {
  /// Applies a function to each element.
  public func unary(_ operation: UnaryOperation) -> Tensor {
    with(backend.unary(operation, storage, count: count), shape)
  }

  /// `-x`.
  public static prefix func - (x: Tensor) -> Tensor { x.unary(.negate) }
  /// `|x|`.
  public func absolute() -> Tensor { unary(.absolute) }
  /// -1, 0 or 1.
  public func sign() -> Tensor { unary(.sign) }
  /// e to the power of each element.
  public func exp() -> Tensor { unary(.exponential) }
  /// The natural logarithm.
  public func log() -> Tensor { unary(.logarithm) }
  /// The square root.
  public func squareRoot() -> Tensor { unary(.squareRoot) }
  /// `1 / x`.
  public func reciprocal() -> Tensor { unary(.reciprocal) }
  /// `x²`.
  public func squared() -> Tensor { unary(.square) }
  /// The hyperbolic tangent.
  public func tanh() -> Tensor { unary(.tanh) }
  /// `1 / (1 + e⁻ˣ)`.
  public func sigmoid() -> Tensor { unary(.sigmoid) }
  /// The error function.
  public func erf() -> Tensor { unary(.errorFunction) }
  /// `max(x, 0)`, NaN for NaN.
  public func relu() -> Tensor { unary(.relu) }
  /// `x` above zero, `slope · x` elsewhere.
  public func leakyReLU(slope: Double = 0.01) -> Tensor {
    unary(.leakyReLU(slope: slope))
  }
  /// x·Φ(x), exact.
  public func gelu() -> Tensor { unary(.gelu) }
  /// `x` limited to a range.
  ///
  /// - Throws: `TensorError` unless `lower <= upper`.
  public func clamped(from lower: Double, to upper: Double) throws(TensorError) -> Tensor {
    guard lower <= upper else {
      throw TensorError(
        "clamp", .argument, "lower bound \(lower) must not exceed upper bound \(upper)")
    }
    return unary(.clamp(lower: lower, upper: upper))
  }
}

// Functions of two elements, with broadcasting.
extension Tensor {
  /// Combines two tensors element by element; their shapes are broadcast together.
  ///
  /// - Throws: `TensorError` if the shapes cannot be broadcast or the backends differ.
  public func binary(
    _ operation: BinaryOperation, _ other: Tensor
  ) throws(TensorError) -> Tensor {
    try requireInterchangeable(other, operation: operation.rawValue)
    let result = try shape.broadcast(with: other.shape, for: operation.rawValue)
    let geometry = BroadcastGeometry(lhs: shape, rhs: other.shape, result: result)
    return with(backend.binary(operation, storage, other.storage, geometry), result)
  }

  /// The sum.
  public static func + (lhs: Tensor, rhs: Tensor) throws(TensorError) -> Tensor {
    try lhs.binary(.add, rhs)
  }
  /// The difference.
  public static func - (lhs: Tensor, rhs: Tensor) throws(TensorError) -> Tensor {
    try lhs.binary(.subtract, rhs)
  }
  /// The product, element by element.
  public static func * (lhs: Tensor, rhs: Tensor) throws(TensorError) -> Tensor {
    try lhs.binary(.multiply, rhs)
  }
  /// The quotient.
  public static func / (lhs: Tensor, rhs: Tensor) throws(TensorError) -> Tensor {
    try lhs.binary(.divide, rhs)
  }
  /// Each element plus a number.
  public static func + (lhs: Tensor, rhs: Double) -> Tensor {
    lhs.unary(.affine(multiplier: 1, offset: rhs))
  }
  /// Each element minus a number.
  public static func - (lhs: Tensor, rhs: Double) -> Tensor {
    lhs.unary(.affine(multiplier: 1, offset: -rhs))
  }
  /// Each element times a number.
  public static func * (lhs: Tensor, rhs: Double) -> Tensor {
    lhs.unary(.affine(multiplier: rhs, offset: 0))
  }
  /// Each element divided by a number.
  public static func / (lhs: Tensor, rhs: Double) -> Tensor { lhs.binary(.divide, scalar: rhs) }
  /// A number plus each element.
  public static func + (lhs: Double, rhs: Tensor) -> Tensor { rhs + lhs }
  /// A number minus each element.
  public static func - (lhs: Double, rhs: Tensor) -> Tensor {
    rhs.unary(.affine(multiplier: -1, offset: lhs))
  }
  /// A number times each element.
  public static func * (lhs: Double, rhs: Tensor) -> Tensor { rhs * lhs }
  /// A number divided by each element.
  public static func / (lhs: Double, rhs: Tensor) -> Tensor {
    let geometry = BroadcastGeometry(lhs: [], rhs: rhs.shape, result: rhs.shape)
    let number = rhs.backend.makeStorage([B.Scalar(lhs)])
    return rhs.with(rhs.backend.binary(.divide, number, rhs.storage, geometry), rhs.shape)
  }
  /// `self` to the power of `exponent`.
  public func power(_ exponent: Tensor) throws(TensorError) -> Tensor {
    try binary(.power, exponent)
  }
  /// Each element to the power of a number.
  public func power(_ exponent: Double) -> Tensor { binary(.power, scalar: exponent) }
  private func binary(_ operation: BinaryOperation, scalar: Double) -> Tensor {
    with(backend.binary(operation, storage, scalar: scalar, count: count), shape)
  }
  /// The larger of each two elements; NaN if either is.
  public func maximum(_ other: Tensor) throws(TensorError) -> Tensor { try binary(.maximum, other) }
  /// The smaller of each two elements; NaN if either is.
  public func minimum(_ other: Tensor) throws(TensorError) -> Tensor { try binary(.minimum, other) }

  /// Compares two tensors element by element: 1 where the comparison holds, else 0.
  public func compare(_ comparison: Comparison, _ other: Tensor) throws(TensorError) -> Tensor {
    try requireInterchangeable(other, operation: comparison.rawValue)
    let result = try shape.broadcast(with: other.shape, for: comparison.rawValue)
    let geometry = BroadcastGeometry(lhs: shape, rhs: other.shape, result: result)
    return with(backend.compare(comparison, storage, other.storage, geometry), result)
  }

  /// Takes `whenTrue` where this tensor is not 0, else `whenFalse`; all three are broadcast.
  public func select(_ whenTrue: Tensor, else whenFalse: Tensor) throws(TensorError) -> Tensor {
    try requireInterchangeable(whenTrue, whenFalse, operation: "select")
    let result = try shape.broadcast(with: whenTrue.shape, for: "select")
      .broadcast(with: whenFalse.shape, for: "select")
    let mask = try broadcast(to: result)
    let first = try whenTrue.broadcast(to: result)
    let second = try whenFalse.broadcast(to: result)
    return with(
      backend.select(
        mask: mask.storage, whenTrue: first.storage, whenFalse: second.storage,
        count: result.count), result)
  }
}
