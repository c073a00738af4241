import DLCore
import Dispatch
import Synchronization

/// Threads that work at the same time, each on its own, to find out what all can do together.
package struct WorkerTeam: Sendable {
  /// A queue that runs one thing at a time has a thread of its own whenever it has work.
  private let queues: [DispatchQueue]

  /// Creates a team of at least one.
  package init(count: Int) {
    queues = (0..<max(count, 1)).map { DispatchQueue(label: "dlcore.worker.\($0)") }
  }

  /// The number of workers.
  package var count: Int { queues.count }

  /// Calls `body` once for each worker, all at once, and waits for them.
  package func run(_ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for (worker, queue) in queues.enumerated() {
      queue.async(group: group) { body(worker) }
    }
    group.wait()
  }

  /// The best rate of several short windows of time: the others are disturbed by something.
  ///
  /// - Parameters:
  ///   - effort: How many windows, and how long.
  ///   - piece: Does a little work for a worker, and returns how much it was.
  /// - Returns: Work a second, of all workers together.
  func bestRate(_ effort: PeakEffort, piece: @escaping @Sendable (Int) -> Double) -> Double {
    // The first window warms up caches and clock.
    _ = rate(seconds: effort.windowSeconds, piece)
    return (0..<effort.windows).reduce(0) { best, _ in
      max(best, rate(seconds: effort.windowSeconds, piece))
    }
  }

  /// The rate of one window: the sum of the workers' own rates while all are at work.
  private func rate(
    seconds: Double, _ piece: @escaping @Sendable (Int) -> Double
  ) -> Double {
    let window = Window(workers: count)
    run { worker in
      window.arrive()
      let start = ContinuousClock.now
      var work = 0.0
      var elapsed = 0.0
      repeat {
        work += piece(worker)
        elapsed = (ContinuousClock.now - start) / .seconds(1)
      } while elapsed < seconds
      window.add(rate: work / elapsed)
    }
    return window.rate
  }
}

/// A window of time that all workers begin together.
private final class Window: Sendable {
  private let workers: Int
  private let arrived = Atomic<Int>(0)
  private let sum = Lock(0.0)

  init(workers: Int) { self.workers = workers }

  /// The sum of all rates.
  var rate: Double { sum.withLock { $0 } }

  /// Waits for the others, awake, but not for one that gets no processor.
  func arrive() {
    arrived.add(1, ordering: .acquiringAndReleasing)
    let patience = ContinuousClock.now + .milliseconds(20)
    while arrived.load(ordering: .acquiring) < workers, ContinuousClock.now < patience {}
  }

  func add(rate: Double) { sum.withLock { $0 += rate } }
}
