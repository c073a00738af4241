public import DLCore

extension Traced {
  /// The base's result, recorded.
  public func unary(_ operation: UnaryOperation, _ input: Storage, count: Int) -> Storage {
    record {
      base.unary(operation, input, count: count)
    } as: {
      TracedCall(
        "unary \(operation)", [("input", [count]), ("output", [count])], flops: Double(count))
    }
  }

  /// The base's result, recorded.
  public func unaryGradient(
    _ operation: UnaryOperation, input: Storage, output: Storage, gradient: Storage, count: Int
  ) -> Storage {
    record {
      base.unaryGradient(operation, input: input, output: output, gradient: gradient, count: count)
    } as: {
      TracedCall(
        "unaryGradient \(operation)",
        [("input", [count]), ("output", [count]), ("gradient", [count]), ("result", [count])],
        flops: Double(count))
    }
  }

  /// The base's result, recorded.
  public func binary(
    _ operation: BinaryOperation, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage {
    record {
      base.binary(operation, lhs, rhs, geometry)
    } as: {
      TracedCall("binary \(operation)", geometry.tracedShapes, flops: Double(geometry.count))
    }
  }

  /// The base's result, recorded.
  public func compare(
    _ comparison: Comparison, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage {
    record {
      base.compare(comparison, lhs, rhs, geometry)
    } as: {
      TracedCall("compare \(comparison)", geometry.tracedShapes)
    }
  }

  /// The base's result, recorded.
  public func select(mask: Storage, whenTrue: Storage, whenFalse: Storage, count: Int) -> Storage {
    record {
      base.select(mask: mask, whenTrue: whenTrue, whenFalse: whenFalse, count: count)
    } as: {
      TracedCall(
        "select",
        [("mask", [count]), ("whenTrue", [count]), ("whenFalse", [count]), ("output", [count])])
    }
  }

  /// The base's result, recorded.
  public func reduce(
    _ reduction: Reduction, _ input: Storage, _ geometry: ReductionGeometry
  ) -> Storage {
    record {
      base.reduce(reduction, input, geometry)
    } as: {
      TracedCall(
        "reduce \(reduction)", geometry.tracedReduction, flops: Double(geometry.inputCount))
    }
  }

  /// The base's result, recorded.
  public func argumentReduce(
    _ extremum: Extremum, _ input: Storage, _ geometry: ReductionGeometry
  ) -> [Int32] {
    record {
      base.argumentReduce(extremum, input, geometry)
    } as: {
      TracedCall("argumentReduce \(extremum)", geometry.tracedReduction)
    }
  }
}

extension BroadcastGeometry {
  /// Both operands and the result.
  fileprivate var tracedShapes: [(name: String, shape: Shape)] {
    [("lhs", [lhsCount]), ("rhs", [rhsCount]), ("output", Shape(extents))]
  }
}

extension ReductionGeometry {
  /// What is reduced along the middle, and the result.
  fileprivate var tracedReduction: [(name: String, shape: Shape)] {
    [("input", tracedInput), ("output", [outer, inner])]
  }

  /// What is reduced along the middle.
  var tracedInput: Shape { [outer, count, inner] }
}
