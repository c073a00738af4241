import Foundation

/// Threads for tests that start processes and wait for them.
///
/// All other tests share the threads that Swift has for tasks, one for each processor, and some
/// compute for minutes. A test that waits for a process would get its turn only then, long after
/// what it waits for; so it runs here. It waits with its thread, so that there are never more
/// such tests under way than threads: their processes have threads of their own.
final class ToolThreads: TaskExecutor {
  /// As many threads as there are processors.
  static let shared = ToolThreads(count: ProcessInfo.processInfo.activeProcessorCount)

  private let condition = NSCondition()
  /// Touched only by whoever holds the condition's lock.
  nonisolated(unsafe) private var jobs: [UnownedJob] = []

  private init(count: Int) {
    for _ in 0..<count { Thread.detachNewThread { self.work() } }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    condition.lock()
    jobs.append(job)
    condition.signal()
    condition.unlock()
  }

  private func work() {
    while true { next().runSynchronously(on: asUnownedTaskExecutor()) }
  }

  private func next() -> UnownedJob {
    condition.lock()
    defer { condition.unlock() }
    while jobs.isEmpty { condition.wait() }
    return jobs.removeFirst()
  }
}
