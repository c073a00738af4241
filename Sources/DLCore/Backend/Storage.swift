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

  /// Creates a storage of `count` scalars, which `fill` writes part by part.
  ///
  /// Part number `p` begins at `p * partLength`, which is at least 1; the last one may be shorter.
  /// Each is written by one call; calls may run at once on several threads, and in any order. By
  /// default they do not.
  func makeStorage(
    count: Int, partLength: Int, fill: @Sendable (Int, inout MutableSpan<Scalar>) -> Void
  ) -> Storage

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

  /// One part after the other.
  public func makeStorage(
    count: Int, partLength: Int, fill: @Sendable (Int, inout MutableSpan<Scalar>) -> Void
  ) -> Storage {
    makeStorage(count: count) { span in
      span.withUnsafeMutableBufferPointer { buffer in
        let length = min(max(partLength, 1), max(buffer.count, 1))
        for (part, start) in stride(from: 0, to: buffer.count, by: length).enumerated() {
          let end = min(start + length, buffer.count)
          var piece = UnsafeMutableBufferPointer(rebasing: buffer[start..<end]).mutableSpan
          fill(part, &piece)
        }
      }
    }
  }

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
      span.withUnsafeMutableBufferPointer { fill($0, with: value) }
    }
  }

  /// The scalars of a storage as an array.
  public func scalars(of storage: Storage, count: Int) -> [Scalar] {
    withScalars(of: storage, count: count) { span in
      span.withUnsafeBufferPointer { Array($0) }
    }
  }
}

/// Writes one value over and over.
///
/// Copies what is there already in ever larger blocks: a loop over generic scalars costs a call for
/// each.
private func fill<Scalar>(_ target: UnsafeMutableBufferPointer<Scalar>, with value: Scalar) {
  guard let base = target.baseAddress, !target.isEmpty else { return }
  base.update(repeating: value, count: 1)
  var filled = 1
  while filled < target.count {
    // The first `filled` scalars are written; the block ends at the end of the target at most.
    let block = min(filled, target.count - filled)
    (base + filled).update(from: base, count: block)
    filled += block
  }
}
