/// A backend of which only the core is used: everything that has a default runs that default.
///
/// What a new backend of eleven functions looks like; the suite runs on it to prove the defaults.
public struct CoreOnly<Base: Backend>: Backend {
  /// The base's scalars.
  public typealias Scalar = Base.Scalar
  /// The base's storages.
  public typealias Storage = Base.Storage
  /// What the default of maximum pooling remembers.
  public typealias MaxPoolSelection = [Int32]

  private let base: Base

  /// Creates the backend from the core of another one.
  public init(_ base: Base) { self.base = base }

  /// The base's name.
  public var name: String { "core of \(base.name)" }

  /// The base's number of threads.
  public var threadCount: Int { base.threadCount }

  /// A storage of the base.
  public func makeStorage(count: Int, fill: (inout MutableSpan<Scalar>) -> Void) -> Storage {
    base.makeStorage(count: count, fill: fill)
  }

  /// The scalars of a storage of the base.
  public func withScalars<Result, Failure: Error>(
    of storage: Storage, count: Int, _ body: (Span<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try base.withScalars(of: storage, count: count, body)
  }

  /// The base's result.
  public func unary(_ operation: UnaryOperation, _ input: Storage, count: Int) -> Storage {
    base.unary(operation, input, count: count)
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

  /// The base's result.
  public func matrixProduct(
    _ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry
  ) -> Storage {
    base.matrixProduct(lhs, rhs, geometry)
  }

  /// The base's result.
  public func gatherElements(_ input: Storage, at indices: [Int32], fill: Scalar) -> Storage {
    base.gatherElements(input, at: indices, fill: fill)
  }

  /// The base's result.
  public func scatterAddElements(_ input: Storage, at indices: [Int32], count: Int) -> Storage {
    base.scatterAddElements(input, at: indices, count: count)
  }
}
