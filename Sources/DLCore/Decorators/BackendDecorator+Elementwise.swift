extension BackendDecorator {
  /// The base's result.
  public func unary(_ operation: UnaryOperation, _ input: Storage, count: Int) -> Storage {
    perform(.unary(operation, count: count), reading: [input]) {
      base.unary(operation, input, count: count)
    }
  }

  /// The base's result.
  public func unaryGradient(
    _ operation: UnaryOperation, input: Storage, output: Storage, gradient: Storage, count: Int
  ) -> Storage {
    perform(.unaryGradient(operation, count: count), reading: [input, output, gradient]) {
      base.unaryGradient(operation, input: input, output: output, gradient: gradient, count: count)
    }
  }

  /// The base's result.
  public func binary(
    _ operation: BinaryOperation, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage {
    perform(.binary(operation, geometry), reading: [lhs, rhs]) {
      base.binary(operation, lhs, rhs, geometry)
    }
  }

  /// The base's result.
  public func compare(
    _ comparison: Comparison, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage {
    perform(.compare(comparison, geometry), reading: [lhs, rhs]) {
      base.compare(comparison, lhs, rhs, geometry)
    }
  }

  /// The base's result.
  public func select(mask: Storage, whenTrue: Storage, whenFalse: Storage, count: Int) -> Storage {
    perform(.select(count: count), reading: [mask, whenTrue, whenFalse]) {
      base.select(mask: mask, whenTrue: whenTrue, whenFalse: whenFalse, count: count)
    }
  }
}
