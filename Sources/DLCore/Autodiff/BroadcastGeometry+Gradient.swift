extension BroadcastGeometry {
  private var wholeStrides: [Int] { Shape(extents).strides }

  /// How a storage of the result's shape meets the left operand.
  var wholeWithLHS: BroadcastGeometry { meeting(lhsStrides, count: lhsCount) }

  /// How a storage of the result's shape meets the right operand.
  var wholeWithRHS: BroadcastGeometry { meeting(rhsStrides, count: rhsCount) }

  /// The left operand, repeated to the result's shape.
  func stretchedLHS<B: Backend>(_ operand: B.Storage, on backend: B) -> B.Storage {
    stretched(operand, lhsStrides, count: lhsCount, on: backend)
  }

  /// The right operand, repeated to the result's shape.
  func stretchedRHS<B: Backend>(_ operand: B.Storage, on backend: B) -> B.Storage {
    stretched(operand, rhsStrides, count: rhsCount, on: backend)
  }

  /// Sums a storage of the result's shape over the places that the left operand was repeated to.
  func lhsSum<B: Backend>(of whole: B.Storage, on backend: B) -> B.Storage {
    summed(whole, lhsStrides, on: backend)
  }

  /// Sums a storage of the result's shape over the places that the right operand was repeated to.
  func rhsSum<B: Backend>(of whole: B.Storage, on backend: B) -> B.Storage {
    summed(whole, rhsStrides, on: backend)
  }

  private func meeting(_ strides: [Int], count operand: Int) -> BroadcastGeometry {
    BroadcastGeometry(
      lhs: Shape(extents), rhs: Shape(operandExtents(strides)), result: Shape(extents))
  }

  private func stretched<B: Backend>(
    _ operand: B.Storage, _ strides: [Int], count operandCount: Int, on backend: B
  ) -> B.Storage {
    guard strides != wholeStrides else { return operand }
    return backend.strided(
      operand,
      StridedGeometry(extents: extents, strides: strides, offset: 0, inputCount: operandCount))
  }

  private func summed<B: Backend>(
    _ whole: B.Storage, _ strides: [Int], on backend: B
  ) -> B.Storage {
    var extents = extents
    var sum = whole
    for dimension in extents.indices where strides[dimension] == 0 && extents[dimension] != 1 {
      let geometry = ReductionGeometry(Shape(extents), dimensions: dimension..<(dimension + 1))
      sum = backend.reduce(.sum, sum, geometry)
      extents[dimension] = 1
    }
    return sum
  }

  /// The operand's own extents: 1 where it is repeated.
  private func operandExtents(_ strides: [Int]) -> [Int] {
    zip(extents, strides).map { $1 == 0 ? 1 : $0 }
  }
}
