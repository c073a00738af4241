/// A backend around another one, with the same storages.
///
/// Every requirement goes to the base unless the decorator implements it itself: also those that
/// have a default, so that a decorator never hides an override of its base.
public protocol BackendDecorator<Base>: Backend
where Scalar == Base.Scalar, Storage == Base.Storage, MaxPoolSelection == Base.MaxPoolSelection {
  /// The backend inside.
  associatedtype Base: Backend
  /// The backend inside.
  var base: Base { get }
}

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
    base.makeStorage(count: count, fill: fill)
  }

  /// A storage of the base, written part by part.
  public func makeStorage(
    count: Int, partLength: Int, fill: @Sendable (Int, inout MutableSpan<Scalar>) -> Void
  ) -> Storage {
    base.makeStorage(count: count, partLength: partLength, fill: fill)
  }

  /// The scalars of a storage of the base.
  public func withScalars<Result, Failure: Error>(
    of storage: Storage, count: Int, _ body: (Span<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try base.withScalars(of: storage, count: count, body)
  }
}
