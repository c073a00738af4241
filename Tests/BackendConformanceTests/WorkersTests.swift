import BackendBLAS
import BackendSIMD
import Dispatch
import Foundation
import HostOperations
import Synchronization
import Testing

/// Every piece runs once, whoever runs it, and nobody runs one after the call has returned.
@Suite struct WorkersTests {
  /// How often each piece of a run has been run.
  ///
  /// Atomic, not behind a `Mutex`: the thread sanitizer does not see into the library's.
  private final class Counts: Sendable {
    private final class Count: Sendable {
      let value = Atomic(0)
    }
    private let counts: [Count]

    init(_ pieces: Int) { counts = (0..<pieces).map { _ in Count() } }

    func add(_ piece: Int) { counts[piece].value.add(1, ordering: .relaxed) }

    /// Whether every piece has run so often.
    func areAll(_ count: Int) -> Bool {
      counts.allSatisfy { $0.value.load(ordering: .relaxed) == count }
    }
  }

  /// Work that takes a moment; the result keeps it from being left out.
  private static func toil(_ steps: Int) -> Double {
    var sum = 1.0
    for step in 0..<steps { sum += 1 / (sum + Double(step)) }
    return sum
  }

  /// Helpers with threads of their own: Dispatch's may all be running other tests.
  private static func workers(_ threads: Int) -> Workers {
    Workers(threadCount: threads) { Thread.detachNewThread($0) }
  }

  @Test(arguments: [0, 1, 2, 3, 4, 8, 16, 64])
  func everyPieceRunsOnce(threads: Int) {
    let workers = Self.workers(threads)
    for pieces in [0, 1, 2, 3, 7, 8, 16, 63, 500] {
      let counts = Counts(pieces)
      workers.run(pieces) { counts.add($0) }
      #expect(counts.areAll(1), "\(pieces) pieces on \(threads) threads")
    }
  }

  @Test(arguments: [2, 3, 8]) func manyRunsInARow(threads: Int) {
    let workers = Self.workers(threads)
    // Written by the piece alone, read after the run: a late helper would disturb the next run.
    let cells = UnsafeMutableBufferPointer<Int>.allocate(capacity: 5)
    defer { cells.deallocate() }
    cells.initialize(repeating: 0)
    nonisolated(unsafe) let shared = cells
    for run in 1...5000 {
      let pieces = 2 + run % 4
      workers.run(pieces) { shared[$0] += run }
      let sum = cells.prefix(pieces).reduce(0, +)
      guard sum == run * pieces else {
        Issue.record("run \(run) left \(sum)")
        return
      }
      cells.update(repeating: 0)
    }
  }

  /// Whether two threads work on one run: the first piece to begin waits for the other one.
  ///
  /// A helper that has not come after ten minutes does not come at all.
  private static func haveHelp(_ workers: Workers) -> Bool {
    let begun = Atomic(0)
    let haveMet = Atomic(false)
    workers.run(2) { _ in
      // Only the first one's word counts: the other one sees two in any case.
      let place = begun.add(1, ordering: .sequentiallyConsistent).newValue
      let end = ContinuousClock.now + .seconds(600)
      while begun.load(ordering: .sequentiallyConsistent) < 2, ContinuousClock.now < end {}
      if place == 1, ContinuousClock.now < end { haveMet.store(true, ordering: .relaxed) }
    }
    return haveMet.load(ordering: .relaxed)
  }

  @Test func helpersHelp() {
    #expect(Self.haveHelp(Self.workers(2)))
  }

  @Test(.enabled(if: workers(2).idleLimit > 0, "needs a second processor"))
  func helpersStayForTheNextRun() {
    // Where the machine is so busy that the second run comes later than that, once more.
    let hasStayed = (0..<100).contains { _ in
      let started = Atomic(0)
      let workers = Workers(threadCount: 2, lingering: .seconds(1)) { help in
        started.add(1, ordering: .relaxed)
        Thread.detachNewThread(help)
      }
      let hadHelp = (0..<2).allSatisfy { _ in Self.haveHelp(workers) }
      return hadHelp && started.load(ordering: .relaxed) == 1
    }
    #expect(hasStayed)
  }

  @Test func returnsWhenAllIsDone() {
    let workers = Self.workers(2)
    for run in 0..<2000 {
      let done = Atomic(0)
      // The long piece is now the caller's, now the helper's.
      workers.run(2) { piece in
        let isLong = piece == run % 2
        if Self.toil(isLong ? 2000 : 100) > 0 { done.add(1, ordering: .relaxed) }
      }
      guard done.load(ordering: .relaxed) == 2 else {
        Issue.record("run \(run) returned before its end")
        return
      }
    }
  }

  @Test(arguments: [2, 8]) func runsFromInsideAPiece(threads: Int) {
    let workers = Self.workers(threads)
    let counts = Counts(6 * 5 * 4)
    for _ in 0..<50 {
      workers.run(6) { outer in
        workers.run(5) { middle in
          workers.run(4) { inner in counts.add((outer * 5 + middle) * 4 + inner) }
        }
      }
    }
    #expect(counts.areAll(50))
  }

  @Test(arguments: [2, 3, 8]) func callersAtOnce(threads: Int) {
    let workers = Self.workers(threads)
    let all = (0..<8).map { _ in Counts(9) }
    DispatchQueue.concurrentPerform(iterations: all.count) { caller in
      for run in 1...200 {
        workers.run(9) { all[caller].add($0) }
        // Its own pieces are all done when a call returns, whoever else is being helped.
        if !all[caller].areAll(run) { Issue.record("caller \(caller), run \(run)") }
      }
    }
    let areComplete = all.allSatisfy { $0.areAll(200) }
    #expect(areComplete)
  }

  @Test(arguments: [2, 4]) func unevenPieces(threads: Int) {
    let workers = Self.workers(threads)
    let counts = Counts(12)
    for run in 0..<60 {
      workers.run(12) { piece in
        // Now the first, now the last ones are long; some runs are long altogether.
        let steps = (piece + run).isMultiple(of: 5) ? 20_000 : piece * run % 17
        #expect(Self.toil(steps) > 0)
        counts.add(piece)
      }
    }
    #expect(counts.areAll(60))
  }

  @Test func worksAfterIdling() async throws {
    let workers = Self.workers(3)
    let counts = Counts(8)
    for factor in [0.5, 1, 1.5, 10, 100] {
      workers.run(8) { counts.add($0) }
      try await Task.sleep(for: workers.lingering * factor)
    }
    #expect(counts.areAll(5))
  }

  @Test func helpersGoBackAndLetGo() async throws {
    weak var gone: Workers?
    do {
      let workers = Self.workers(4)
      gone = workers
      for _ in 0..<10 { workers.run(8) { _ in #expect(Self.toil(1000) > 0) } }
    }
    let end = ContinuousClock.now + .seconds(600)
    while gone != nil, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(5)) }
    #expect(gone == nil)
  }

  @Test func theBodyIsLetGo() {
    final class Token: Sendable {}
    let workers = Self.workers(4)
    weak var gone: Token?
    for _ in 0..<200 {
      do {
        let token = Token()
        gone = token
        workers.run(4) { _ in withExtendedLifetime(token) {} }
      }
      guard gone == nil else {
        Issue.record("somebody still holds the body")
        return
      }
    }
  }

  @Test func backendsBringTheirOwn() {
    #expect(SIMDBackend(threadCount: 3).workers.threadCount == 3)
    #expect(BLASBackend(threadCount: 0).workers.threadCount == 1)
    let backend = BLASBackend(threadCount: 2)
    let counts = Counts(10)
    for work in [0, Int.max] { backend.forEachPiece(10, work: work) { counts.add($0) } }
    #expect(counts.areAll(2))
  }
}
