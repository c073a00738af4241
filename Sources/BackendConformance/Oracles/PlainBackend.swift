import DLCore

/// The core of a backend in double precision, made of the suite's own oracles: what gradients are
/// compared with, independent of every backend.
struct PlainBackend: Backend {
  typealias Scalar = Double
  typealias Storage = [Double]

  let name = "plain"

  func makeStorage(count: Int, fill: (inout MutableSpan<Double>) -> Void) -> [Double] {
    var storage = [Double](repeating: .nan, count: count)
    var span = storage.mutableSpan
    fill(&span)
    return storage
  }

  func withScalars<Result, Failure: Error>(
    of storage: [Double], count: Int, _ body: (Span<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(storage.span)
  }

  func unary(_ operation: UnaryOperation, _ input: [Double], count: Int) -> [Double] {
    input.map { operation.expectation($0, .double).value }
  }

  func binary(
    _ operation: BinaryOperation, _ lhs: [Double], _ rhs: [Double], _ geometry: BroadcastGeometry
  ) -> [Double] {
    geometry.pairs.map { operation.exact(lhs[$0.lhs], rhs[$0.rhs], .double) }
  }

  func compare(
    _ comparison: Comparison, _ lhs: [Double], _ rhs: [Double], _ geometry: BroadcastGeometry
  ) -> [Double] {
    geometry.pairs.map { comparison.expectation(lhs[$0.lhs], rhs[$0.rhs]) }
  }

  func select(mask: [Double], whenTrue: [Double], whenFalse: [Double], count: Int) -> [Double] {
    mask.indices.map { mask[$0] != 0 ? whenTrue[$0] : whenFalse[$0] }
  }

  func reduce(
    _ reduction: Reduction, _ input: [Double], _ geometry: ReductionGeometry
  ) -> [Double] {
    geometry.lines(input).map { reduction.expectation($0, .double).value }
  }

  func argumentReduce(
    _ extremum: Extremum, _ input: [Double], _ geometry: ReductionGeometry
  ) -> [Int32] {
    geometry.lines(input).map { Int32(extremum.winner($0)) }
  }

  func matrixProduct(
    _ lhs: [Double], _ rhs: [Double], _ geometry: MatrixProductGeometry
  ) -> [Double] {
    geometry.expectation(lhs, rhs, .double).map(\.value)
  }

  func gatherElements(_ input: [Double], at indices: [Int32], fill: Double) -> [Double] {
    indices.map { $0 < 0 ? fill : input[Int($0)] }
  }

  func scatterAddElements(_ input: [Double], at indices: [Int32], count: Int) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    for (index, value) in zip(indices, input) where index >= 0 { result[Int(index)] += value }
    return result
  }
}
