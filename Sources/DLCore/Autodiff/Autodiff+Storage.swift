extension Autodiff: Backend {
  /// What the base backend computes with.
  public typealias Scalar = Base.Scalar
  /// What the base backend remembers of a maximum pooling.
  public typealias MaxPoolSelection = Base.MaxPoolSelection

  /// The name of the base backend.
  public var name: String { base.name }

  /// The number of threads of the base backend.
  public var threadCount: Int { base.threadCount }

  /// Whether both are the same tape: gradients cannot flow from one to another.
  public func isInterchangeable(with other: Autodiff) -> Bool { tape === other.tape }

  /// Creates a storage that no gradient flows through.
  public func makeStorage(count: Int, fill: (inout MutableSpan<Scalar>) -> Void) -> Storage {
    Storage(base.makeStorage(count: count, fill: fill))
  }

  /// Creates a storage that no gradient flows through, part by part.
  public func makeStorage(
    count: Int, partLength: Int, fill: @Sendable (Int, inout MutableSpan<Scalar>) -> Void
  ) -> Storage {
    Storage(base.makeStorage(count: count, partLength: partLength, fill: fill))
  }

  /// Shows the scalars of a storage.
  public func withScalars<Result, Failure: Error>(
    of storage: Storage, count: Int, _ body: (Span<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try base.withScalars(of: storage.value, count: count, body)
  }
}
