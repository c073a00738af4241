extension BackendDecorator {
  /// The base's result.
  public func unary(_ operation: UnaryOperation, _ input: Storage, count: Int) -> Storage {
    base.unary(operation, input, count: count)
  }

  /// The base's result.
  public func unaryGradient(
    _ operation: UnaryOperation, input: Storage, output: Storage, gradient: Storage, count: Int
  ) -> Storage {
    base.unaryGradient(
      operation, input: input, output: output, gradient: gradient, count: count)
  }

  /// The base's result.
  public func binary(
    _ operation: BinaryOperation, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage {
    base.binary(operation, lhs, rhs, geometry)
  }

  /// The base's result.
  public func compare(
    _ comparison: Comparison, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage {
    base.compare(comparison, lhs, rhs, geometry)
  }

  /// The base's result.
  public func select(mask: Storage, whenTrue: Storage, whenFalse: Storage, count: Int) -> Storage {
    base.select(mask: mask, whenTrue: whenTrue, whenFalse: whenFalse, count: count)
  }

  /// The base's result.
  public func reduce(
    _ reduction: Reduction, _ input: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    base.reduce(reduction, input, geometry)
  }

  /// The base's result.
  public func argumentReduce(
    _ extremum: Extremum, _ input: Storage, _ geometry: ReductionGeometry
  ) -> [Int32] {
    base.argumentReduce(extremum, input, geometry)
  }
}
