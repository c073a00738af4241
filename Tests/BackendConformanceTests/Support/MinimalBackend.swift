import BackendNaive
import DLCore

/// A backend with nothing but the core: everything else is what the protocol's defaults make of it.
struct MinimalBackend<Scalar: BackendScalar>: Backend {
  typealias Storage = [Scalar]

  let name = "minimal"
  private let core = NaiveBackend<Scalar>()

  func makeStorage(count: Int, fill: (inout MutableSpan<Scalar>) -> Void) -> [Scalar] {
    core.makeStorage(count: count, fill: fill)
  }

  func withScalars<Result, Failure: Error>(
    of storage: [Scalar], count: Int, _ body: (Span<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try core.withScalars(of: storage, count: count, body)
  }

  func unary(_ operation: UnaryOperation, _ input: [Scalar], count: Int) -> [Scalar] {
    core.unary(operation, input, count: count)
  }

  func binary(
    _ operation: BinaryOperation, _ lhs: [Scalar], _ rhs: [Scalar], _ geometry: BroadcastGeometry
  ) -> [Scalar] {
    core.binary(operation, lhs, rhs, geometry)
  }

  func compare(
    _ comparison: Comparison, _ lhs: [Scalar], _ rhs: [Scalar], _ geometry: BroadcastGeometry
  ) -> [Scalar] {
    core.compare(comparison, lhs, rhs, geometry)
  }

  func select(mask: [Scalar], whenTrue: [Scalar], whenFalse: [Scalar], count: Int) -> [Scalar] {
    core.select(mask: mask, whenTrue: whenTrue, whenFalse: whenFalse, count: count)
  }

  func reduce(
    _ reduction: Reduction, _ input: [Scalar], _ geometry: ReductionGeometry
  ) -> [Scalar] {
    core.reduce(reduction, input, geometry)
  }

  func argumentReduce(
    _ extremum: Extremum, _ input: [Scalar], _ geometry: ReductionGeometry
  ) -> [Int32] {
    core.argumentReduce(extremum, input, geometry)
  }

  func matrixProduct(
    _ lhs: [Scalar], _ rhs: [Scalar], _ geometry: MatrixProductGeometry
  ) -> [Scalar] {
    core.matrixProduct(lhs, rhs, geometry)
  }

  func gatherElements(_ input: [Scalar], at indices: [Int32], fill: Scalar) -> [Scalar] {
    core.gatherElements(input, at: indices, fill: fill)
  }

  func scatterAddElements(_ input: [Scalar], at indices: [Int32], count: Int) -> [Scalar] {
    core.scatterAddElements(input, at: indices, count: count)
  }
}
