import Synchronization

/// A value that one thread at a time sees: `Mutex`, in an order that the thread sanitizer sees, too.
package struct Lock<Value: ~Copyable>: ~Copyable, Sendable {
  private let mutex: Mutex<Value>
  private let order = ThreadOrder()

  /// A lock around a value.
  package init(_ value: consuming sending Value) { mutex = Mutex(value) }

  /// Shows the value to `body`, and to nobody else meanwhile.
  package borrowing func withLock<Result: ~Copyable, Failure: Error>(
    _ body: (inout sending Value) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try mutex.withLock { value throws(Failure) in
      order.join()
      defer { order.leave() }
      return try body(&value)
    }
  }
}
