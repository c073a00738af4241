import DLCore

extension NaiveBackend {
  /// Creates an array that `fill` writes; it holds zeros before.
  public func makeStorage(count: Int, fill: (inout MutableSpan<Scalar>) -> Void) -> [Scalar] {
    var storage = [Scalar](repeating: 0, count: count)
    var span = storage.mutableSpan
    fill(&span)
    return storage
  }

  /// Shows the array.
  public func withScalars<Result, Failure: Error>(
    of storage: [Scalar], count: Int, _ body: (Span<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(storage.span)
  }
}
