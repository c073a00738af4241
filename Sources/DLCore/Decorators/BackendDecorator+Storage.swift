extension BackendDecorator {
  /// The base's name.
  public var name: String { base.name }

  /// The base's number of threads.
  public var threadCount: Int { base.threadCount }

  /// Whether the bases are interchangeable.
  public func isInterchangeable(with other: Self) -> Bool {
    base.isInterchangeable(with: other.base)
  }

  /// A storage of the base.
  public func makeStorage(count: Int, fill: (inout MutableSpan<Scalar>) -> Void) -> Storage {
    perform(.makeStorage(count: count), reading: []) { base.makeStorage(count: count, fill: fill) }
  }

  /// A storage of the base, written part by part.
  public func makeStorage(
    count: Int, partLength: Int, fill: @Sendable (Int, inout MutableSpan<Scalar>) -> Void
  ) -> Storage {
    perform(.makeStorage(count: count), reading: []) {
      base.makeStorage(count: count, partLength: partLength, fill: fill)
    }
  }

  /// The scalars of a storage of the base.
  public func withScalars<Result, Failure: Error>(
    of storage: Storage, count: Int, _ body: (Span<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try attempt(.withScalars(count: count), reading: [storage]) { () throws(Failure) in
      try base.withScalars(of: storage, count: count, body)
    } results: { _ in
      []
    }
  }
}
