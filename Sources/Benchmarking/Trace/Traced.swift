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
/// It adds nothing to the results: it keeps the contract if its base does. A call that the base
/// makes of others, inside itself, is one event.
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

  /// Makes a call and records it.
  public func perform<Result>(
    _ call: @autoclosure () -> BackendCall, reading operands: @autoclosure () -> [Storage],
    _ body: () -> Result, results: (Result) -> [CallResult<Storage>]
  ) -> Result {
    let start = recorder.now
    let result = body()
    recorder.add(call(), scalarBytes: MemoryLayout<Scalar>.stride, since: start)
    return result
  }
}
