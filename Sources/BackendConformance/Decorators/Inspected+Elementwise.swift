import DLCore

extension Inspected {
  func unary(_ operation: UnaryOperation, _ input: Storage, count: Int) -> Storage {
    watch(.unary, reading: [Item("input", input, count)], count: count) {
      base.unary(operation, input, count: count)
    }
  }

  func unaryGradient(
    _ operation: UnaryOperation, input: Storage, output: Storage, gradient: Storage, count: Int
  ) -> Storage {
    watch(
      .unaryGradient,
      reading: [
        Item("input", input, count), Item("output", output, count),
        Item("gradient", gradient, count),
      ], count: count
    ) {
      base.unaryGradient(
        operation, input: input, output: output, gradient: gradient, count: count)
    }
  }

  func binary(
    _ operation: BinaryOperation, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage {
    watch(
      .binary, reading: [Item("lhs", lhs, geometry.lhsCount), Item("rhs", rhs, geometry.rhsCount)],
      count: geometry.count
    ) { base.binary(operation, lhs, rhs, geometry) }
  }

  func compare(
    _ comparison: Comparison, _ lhs: Storage, _ rhs: Storage, _ geometry: BroadcastGeometry
  ) -> Storage {
    watch(
      .compare,
      reading: [Item("lhs", lhs, geometry.lhsCount), Item("rhs", rhs, geometry.rhsCount)],
      count: geometry.count
    ) { base.compare(comparison, lhs, rhs, geometry) }
  }

  func select(mask: Storage, whenTrue: Storage, whenFalse: Storage, count: Int) -> Storage {
    watch(
      .select,
      reading: [
        Item("mask", mask, count), Item("whenTrue", whenTrue, count),
        Item("whenFalse", whenFalse, count),
      ], count: count
    ) { base.select(mask: mask, whenTrue: whenTrue, whenFalse: whenFalse, count: count) }
  }

  func reduce(_ reduction: Reduction, _ input: Storage, _ geometry: ReductionGeometry) -> Storage {
    watch(
      .reduce, reading: [Item("input", input, geometry.inputCount)], count: geometry.outputCount
    ) { base.reduce(reduction, input, geometry) }
  }

  func argumentReduce(
    _ extremum: Extremum, _ input: Storage, _ geometry: ReductionGeometry
  ) -> [Int32] {
    let positions = watch(.argumentReduce, reading: [Item("input", input, geometry.inputCount)]) {
      base.argumentReduce(extremum, input, geometry)
    } results: { _ in
      []
    }
    var digest = Digest()
    positions.withUnsafeBytes { digest.add($0) }
    log.note(.argumentReduce, digest.value)
    return positions
  }
}
