public import DLCore

/// A backend that computes with another one and records each call: what, how much, when, how long.
///
/// ```swift
/// let recorder = TraceRecorder()
/// let backend = Autodiff(Traced(SIMDBackend(threadCount: 2), recorder: recorder))
/// // … train …
/// print(TraceSummary(recorder.events).table.plain)
/// ```
///
/// It implements every requirement and adds nothing to the results: it keeps the contract if its
/// base does. A call that the base makes of others, inside itself, is one event.
public struct Traced<Base: Backend>: BackendDecorator {
  /// The scalars of the base.
  public typealias Scalar = Base.Scalar
  /// The storages of the base.
  public typealias Storage = Base.Storage
  /// What poolings of the base remember.
  public typealias MaxPoolSelection = Base.MaxPoolSelection

  /// The backend that computes.
  public let base: Base
  /// Where calls are recorded; several backends may share one.
  public let recorder: TraceRecorder

  /// Wraps a backend.
  public init(_ base: Base, recorder: TraceRecorder = TraceRecorder()) {
    self.base = base
    self.recorder = recorder
  }

  /// A storage of the base.
  public func makeStorage(count: Int, fill: (inout MutableSpan<Scalar>) -> Void) -> Storage {
    record {
      base.makeStorage(count: count, fill: fill)
    } as: {
      TracedCall("makeStorage", [("output", [count])])
    }
  }

  /// A storage of the base, written part by part.
  public func makeStorage(
    count: Int, partLength: Int, fill: @Sendable (Int, inout MutableSpan<Scalar>) -> Void
  ) -> Storage {
    record {
      base.makeStorage(count: count, partLength: partLength, fill: fill)
    } as: {
      TracedCall("makeStorage", [("output", [count])])
    }
  }

  /// The scalars of a storage of the base.
  public func withScalars<Result, Failure: Error>(
    of storage: Storage, count: Int, _ body: (Span<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = recorder.now
    defer { add(since: start) { TracedCall("withScalars", [("input", [count])]) } }
    return try base.withScalars(of: storage, count: count, body)
  }

  /// Makes a call and records it.
  func record<Result>(
    _ body: () -> Result, as call: @escaping @Sendable () -> TracedCall
  ) -> Result {
    let start = recorder.now
    let result = body()
    add(since: start, call)
    return result
  }

  func add(since start: Int64, _ call: @escaping @Sendable () -> TracedCall) {
    recorder.add(.operation, since: start) {
      let call = call()
      return (call.name, call.work(scalarBytes: MemoryLayout<Scalar>.stride))
    }
  }
}
