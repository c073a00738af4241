import BackendConformance
import BackendNaive
import DLCore
import Synchronization

/// The naive backend with one bug.
struct Faulty: BackendDecorator {
  typealias Scalar = Float
  typealias Storage = [Float]
  typealias MaxPoolSelection = [Int32]

  let base = NaiveBackend<Float>()
  let fault: Fault
  let threadCount: Int
  let memory = FaultyMemory()

  init(_ fault: Fault, threadCount: Int = 1) {
    self.fault = fault
    self.threadCount = threadCount
  }

  func makeStorage(count: Int, fill: (inout MutableSpan<Float>) -> Void) -> [Float] {
    var storage = base.makeStorage(count: count, fill: fill)
    if fault == .seventeenthElementLost && count > 16 { storage[16] = 0 }
    return storage
  }

  func makeStorage(
    count: Int, partLength: Int, fill: @Sendable (Int, inout MutableSpan<Float>) -> Void
  ) -> [Float] {
    let whole = fault == .shortPartForgotten ? count / partLength * partLength : count
    return base.makeStorage(count: whole, partLength: partLength, fill: fill)
      + [Float](repeating: 0, count: count - whole)
  }
}

/// What a bug remembers from call to call.
final class FaultyMemory: Sendable {
  private let state = Mutex<(calls: Int, running: Int, last: [Float])>((0, 0, []))

  /// Counts a call; odd ones are true.
  func isOdd() -> Bool {
    state.withLock { state in
      state.calls += 1
      return state.calls % 2 == 1
    }
  }

  /// The result before, which is replaced.
  func exchange(_ result: [Float]) -> [Float] {
    state.withLock { state in
      defer { state.last = result }
      return state.last
    }
  }

  /// Whether another call is under way during `body`.
  func isShared(during body: () -> Void) -> Bool {
    let before = state.withLock { state in
      state.running += 1
      return state.running
    }
    body()
    return state.withLock { state in
      defer { state.running -= 1 }
      return before > 1 || state.running > 1
    }
  }
}
