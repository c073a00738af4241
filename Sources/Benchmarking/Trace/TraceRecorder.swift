import DLCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Collects what ran when, from any number of threads.
public final class TraceRecorder: Sendable {
  /// An event whose description is still to be made, so that recording takes little time.
  private struct Record: Sendable {
    var kind: TraceEvent.Kind
    var thread: Int
    var start: Int64
    var duration: Int64
    var describe: @Sendable () -> (name: String, work: TracedWork)
  }

  private struct State {
    var records: [Record] = []
    var threads: [UInt: Int] = [:]
  }

  private let state = Lock(State())
  private let origin = ContinuousClock.now

  /// Creates a recorder without events.
  public init() {}

  /// The events so far: by thread, then by start, and what lies around others before those.
  public var events: [TraceEvent] {
    let events = state.withLock { $0.records }.map { record in
      let (name, work) = record.describe()
      return TraceEvent(
        name: name, kind: record.kind, thread: record.thread, start: record.start,
        duration: record.duration, work: work)
    }
    return events.sorted {
      ($0.thread, $0.start, -$0.duration) < ($1.thread, $1.start, -$1.duration)
    }
  }

  /// Forgets all events, such as those of a warm-up.
  public func removeAll() { state.withLock { $0.records.removeAll() } }

  /// Runs something as a phase.
  public func phase<Result, Failure: Error>(
    _ name: String, _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = now
    defer { phase(name, since: start) }
    return try body()
  }

  /// Adds a phase that ends now.
  ///
  /// - Parameters:
  ///   - name: What people read.
  ///   - start: When it began, as `now` was then.
  public func phase(_ name: String, since start: Int64) {
    add(.phase, since: start) {
      (name, TracedWork(shapes: [], flops: 0, bytes: 0))
    }
  }

  /// The nanoseconds since the recorder was made.
  public var now: Int64 {
    let (seconds, attoseconds) = (ContinuousClock.now - origin).components
    return seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000
  }

  /// Adds a backend's call that ends now, with scalars of a number of bytes.
  func add(_ call: BackendCall, scalarBytes: Int, since start: Int64) {
    add(.operation, since: start) {
      (call.description, TracedWork(call, scalarBytes: scalarBytes))
    }
  }

  /// Adds an event of the calling thread that ends now.
  private func add(
    _ kind: TraceEvent.Kind, since start: Int64,
    _ describe: @escaping @Sendable () -> (name: String, work: TracedWork)
  ) {
    let duration = now - start
    let thread = Self.currentThread
    state.withLock { state in
      let number = state.threads[thread] ?? state.threads.count + 1
      state.threads[thread] = number
      state.records.append(
        Record(
          kind: kind, thread: number, start: start, duration: duration, describe: describe))
    }
  }

  /// What tells the calling thread from the others that run.
  private static var currentThread: UInt {
    #if canImport(Darwin)
      UInt(bitPattern: pthread_self())
    #else
      UInt(pthread_self())
    #endif
  }
}
