/// Creating storages and reading them back.
public protocol StorageOperations<Scalar>: Sendable {
  /// What tensors of this backend are made of.
  associatedtype Scalar: BackendScalar
  /// A tensor's scalars, wherever and however the backend keeps them; a value to its user.
  associatedtype Storage: Sendable

  /// The name that people choose the backend by.
  var name: String { get }

  /// The number of threads that work on one operation; 1 by default.
  var threadCount: Int { get }

  /// Whether storages of the two instances may meet in one operation; `true` by default.
  func isInterchangeable(with other: Self) -> Bool

  /// Creates a storage of `count` scalars, which `fill` writes.
  ///
  /// What the span holds before `fill` runs is not specified.
  func makeStorage(count: Int, fill: (inout MutableSpan<Scalar>) -> Void) -> Storage

  /// Shows the scalars of a storage, in row-major order, for the duration of `body`.
  func withScalars<Result, Failure: Error>(
    of storage: Storage, count: Int, _ body: (Span<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result
}

extension StorageOperations {
  /// One thread.
  public var threadCount: Int { 1 }

  /// Any two instances.
  public func isInterchangeable(with other: Self) -> Bool { true }

  /// Creates a storage that holds the given scalars.
  public func makeStorage(_ scalars: [Scalar]) -> Storage {
    // Copied as a block: a loop over a generic span costs a call for each scalar.
    makeStorage(count: scalars.count) { span in
      span.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: scalars) }
    }
  }

  /// Creates a storage that holds one value over and over.
  public func makeStorage(repeating value: Scalar, count: Int) -> Storage {
    makeStorage(count: count) { span in
      span.withUnsafeMutableBufferPointer { $0.update(repeating: value) }
    }
  }

  /// The scalars of a storage as an array.
  public func scalars(of storage: Storage, count: Int) -> [Scalar] {
    withScalars(of: storage, count: count) { span in
      span.withUnsafeBufferPointer { Array($0) }
    }
  }
}
