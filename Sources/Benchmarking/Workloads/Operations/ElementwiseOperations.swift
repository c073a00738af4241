import DLCore

/// A function of each element.
struct ElementwiseFunction: Operation {
  let operation: UnaryOperation
  let count: Int
  /// The error that the contract allows, in units in the last place.
  let ulps: Double

  var work: Work { Work(.unary(operation, count: count), unit: .bytes) }

  var operands: [Operand] { [Operand(count: count, values: .uniform(-4...4))] }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let (input, operation, count) = (factors[0], operation, count)
    return {
      let output = backend.unary(operation, input, count: count)
      return [Output(name: "output", storage: output, count: count)]
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] {
    values.map { Law.ulps(ulps, $0) }
  }
}

/// The sum of two storages, element by element.
struct ElementwiseSum: Operation {
  let count: Int

  var work: Work { Work(.binary(.add, BroadcastGeometry(count: count)), unit: .bytes) }

  var operands: [Operand] { [Operand(count: count), Operand(count: count)] }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let (lhs, rhs, count) = (factors[0], factors[1], count)
    let geometry = BroadcastGeometry(count: count)
    return {
      [Output(name: "sum", storage: backend.binary(.add, lhs, rhs, geometry), count: count)]
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] { Law.exact(values) }
}

/// Sums along one dimension.
struct SumReduction: Operation {
  let geometry: ReductionGeometry

  var work: Work { Work(.reduce(.sum, geometry), unit: .bytes) }

  var operands: [Operand] { [Operand(count: geometry.inputCount)] }

  func bind<B: Backend<Float>>(
    _ backend: B, _ operands: [B.Storage], factors: [B.Storage]
  ) -> () -> [Output<B>] {
    let (input, geometry) = (factors[0], geometry)
    return {
      let sums = backend.reduce(.sum, input, geometry)
      return [Output(name: "sum", storage: sums, count: geometry.outputCount)]
    }
  }

  func bounds(_ values: [[Float]], magnitudes: () -> [[Float]]) -> [[Double]] {
    magnitudes().map { Law.sums(geometry.count, $0) }
  }
}
