import Synchronization

/// A value that one thread at a time sees: `Mutex`, in an order that the thread sanitizer sees, too.
///
/// Inlinable, so that a lock costs other modules what a `Mutex` costs.
@usableFromInline package struct Lock<Value: ~Copyable>: ~Copyable, Sendable {
  @usableFromInline let mutex: Mutex<Value>
  @usableFromInline let order = ThreadOrder()

  /// A lock around a value.
  @inlinable package init(_ value: consuming sending Value) { mutex = Mutex(value) }

  /// Shows the value to `body`, and to nobody else meanwhile.
  @inlinable package borrowing func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try mutex.withLock { value throws(Failure) in
      order.join()
      defer { order.leave() }
      return try body(&value)
    }
  }
}
