extension Autodiff {
  /// Applies a function; its gradient is the base's `unaryGradient`.
  public func unary(_ operation: UnaryOperation, _ input: Storage, count: Int) -> Storage {
    let output = base.unary(operation, input.value, count: count)
    guard isRecording(input) else { return Storage(output) }
    let (base, x) = (base, input.value)
    return recorded(output, count: count, from: [input]) { gradient in
      [base.unaryGradient(operation, input: x, output: output, gradient: gradient, count: count)]
    }
  }

  /// The gradient of a function, itself differentiable through the composition of its default.
  public func unaryGradient(
    _ operation: UnaryOperation, input: Storage, output: Storage, gradient: Storage, count: Int
  ) -> Storage {
    guard isRecording(input, output, gradient) else {
      return Storage(
        base.unaryGradient(
          operation, input: input.value, output: output.value, gradient: gradient.value,
          count: count))
    }
    return Composed(self).unaryGradient(
      operation, input: input, output: output, gradient: gradient, count: count)
  }

  /// Combines two operands; gradients of stretched operands are summed back.
  public func binary(
    _ operation: BinaryOperation, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage {
    let output = base.binary(operation, lhs.value, rhs.value, geometry)
    guard isRecording(lhs, rhs) else { return Storage(output) }
    let derivative = BinaryDerivative(
      base: base, operation: operation, lhs: lhs.value, rhs: rhs.value, output: output,
      geometry: geometry)
    let (wantsLHS, wantsRHS) = (lhs.node != nil, rhs.node != nil)
    return recorded(output, count: geometry.count, from: [lhs, rhs]) { gradient in
      [
        wantsLHS ? derivative.ofLHS(gradient) : nil,
        wantsRHS ? derivative.ofRHS(gradient) : nil,
      ]
    }
  }

  /// Compares; a step has the gradient 0, so none flows.
  public func compare(
    _ comparison: Comparison, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage {
    Storage(base.compare(comparison, lhs.value, rhs.value, geometry))
  }

  /// Selects; the gradient goes to what was chosen.
  public func select(mask: Storage, whenTrue: Storage, whenFalse: Storage, count: Int) -> Storage {
    let output = base.select(
      mask: mask.value, whenTrue: whenTrue.value, whenFalse: whenFalse.value, count: count)
    guard isRecording(whenTrue, whenFalse) else { return Storage(output) }
    let (base, mask) = (base, mask.value)
    return recorded(output, count: count, from: [whenTrue, whenFalse]) { gradient in
      let zeros = base.makeStorage(repeating: 0, count: count)
      return [
        base.select(mask: mask, whenTrue: gradient, whenFalse: zeros, count: count),
        base.select(mask: mask, whenTrue: zeros, whenFalse: gradient, count: count),
      ]
    }
  }
}

/// The two partial derivatives of a binary operation, times the gradient of its result.
private struct BinaryDerivative<Base: Backend>: Sendable {
  let base: Base
  let operation: BinaryOperation
  let lhs: Base.Storage
  let rhs: Base.Storage
  let output: Base.Storage
  let geometry: BroadcastGeometry

  func ofLHS(_ gradient: Base.Storage) -> Base.Storage {
    let whole: Base.Storage
    switch operation {
    case .add, .subtract: whole = gradient
    case .multiply: whole = withRHS(.multiply, gradient)
    case .divide: whole = withRHS(.divide, gradient)
    case .power: whole = multiplied(gradient, powerSlope())
    case .maximum: whole = chosen(gradient, by: .less, isLHS: true)
    case .minimum: whole = chosen(gradient, by: .greater, isLHS: true)
    }
    return geometry.lhsSum(of: whole, on: base)
  }

  func ofRHS(_ gradient: Base.Storage) -> Base.Storage {
    let whole: Base.Storage
    switch operation {
    case .add: whole = gradient
    case .subtract:
      // Where the operand was stretched, there is less to negate once the gradient is summed.
      return base.unary(
        .negate, geometry.rhsSum(of: gradient, on: base), count: geometry.rhsCount)
    case .multiply: whole = withLHS(.multiply, gradient)
    case .divide:
      // -a / b² = -(a / b) / b
      let quotient = withRHS(.divide, multiplied(gradient, output))
      whole = base.unary(.negate, quotient, count: geometry.count)
    case .power: whole = multiplied(gradient, logarithmicSlope())
    case .maximum: whole = chosen(gradient, by: .less, isLHS: false)
    case .minimum: whole = chosen(gradient, by: .greater, isLHS: false)
    }
    return geometry.rhsSum(of: whole, on: base)
  }

  /// b · a^(b-1), and 0 for b = 0 also where a is 0: a⁰ is 1 for every a.
  private func powerSlope() -> Base.Storage {
    let count = geometry.count
    let lowered = base.unary(.affine(multiplier: 1, offset: -1), rhs, count: geometry.rhsCount)
    let slope = withRHS(.multiply, base.binary(.power, lhs, lowered, geometry))
    let exponents = geometry.stretchedRHS(rhs, on: base)
    return base.select(
      mask: base.compare(.equal, exponents, scalar: 0, count: count),
      whenTrue: base.makeStorage(repeating: 0, count: count), whenFalse: slope, count: count)
  }

  /// aᵇ · log a, taken as 0 for a = 0, where aᵇ is 0 for every b > 0.
  private func logarithmicSlope() -> Base.Storage {
    let count = geometry.count
    let base0 = geometry.stretchedLHS(lhs, on: base)
    let slope = multiplied(output, base.unary(.logarithm, base0, count: count))
    return base.select(
      mask: base.compare(.equal, base0, scalar: 0, count: count),
      whenTrue: base.makeStorage(repeating: 0, count: count), whenFalse: slope, count: count)
  }

  /// The gradient where the right operand beats the left (or where it does not), else 0.
  ///
  /// Mirrors the forward rule: the left operand wins ties, and a NaN wins over a number.
  private func chosen(_ gradient: Base.Storage, by comparison: Comparison, isLHS: Bool)
    -> Base.Storage
  {
    let count = geometry.count
    let zeros = base.makeStorage(repeating: 0, count: count)
    let right = geometry.stretchedRHS(rhs, on: base)
    let beaten = base.compare(comparison, lhs, rhs, geometry)
    let isNaN = base.compare(.notEqual, right, right, BroadcastGeometry(count: count))
    let mask = base.binary(.maximum, beaten, isNaN, count: count)
    return isLHS
      ? base.select(mask: mask, whenTrue: zeros, whenFalse: gradient, count: count)
      : base.select(mask: mask, whenTrue: gradient, whenFalse: zeros, count: count)
  }

  private func multiplied(_ x: Base.Storage, _ y: Base.Storage) -> Base.Storage {
    base.binary(.multiply, x, y, count: geometry.count)
  }

  /// A result-shaped storage combined with the left operand.
  private func withLHS(_ operation: BinaryOperation, _ x: Base.Storage) -> Base.Storage {
    base.binary(operation, x, lhs, geometry.wholeWithLHS)
  }

  /// A result-shaped storage combined with the right operand.
  private func withRHS(_ operation: BinaryOperation, _ x: Base.Storage) -> Base.Storage {
    base.binary(operation, x, rhs, geometry.wholeWithRHS)
  }
}
