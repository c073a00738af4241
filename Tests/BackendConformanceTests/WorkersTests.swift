import BackendBLAS
import BackendSIMD
import Dispatch
import HostOperations
import Synchronization
import Testing

/// Every piece runs once, whoever runs it, and nobody runs one after the call has returned.
@Suite struct WorkersTests {
  /// How often each piece of a run has been run.
  private final class Counts: Sendable {
    private let counts: Mutex<[Int]>

    init(_ pieces: Int) { counts = Mutex(Array(repeating: 0, count: pieces)) }

    func add(_ piece: Int) { counts.withLock { $0[piece] += 1 } }

    /// Whether every piece has run so often.
    func areAll(_ count: Int) -> Bool { counts.withLock { $0.allSatisfy { $0 == count } } }
  }

  /// Work that takes a moment; the result keeps it from being left out.
  private static func toil(_ steps: Int) -> Double {
    var sum = 1.0
    for step in 0..<steps { sum += 1 / (sum + Double(step)) }
    return sum
  }

  @Test(arguments: [0, 1, 2, 3, 4, 8, 16, 64])
  func everyPieceRunsOnce(threads: Int) {
    let workers = Workers(threadCount: threads)
    for pieces in [0, 1, 2, 3, 7, 8, 16, 63, 500] {
      let counts = Counts(pieces)
      workers.run(pieces) { counts.add($0) }
      #expect(counts.areAll(1), "\(pieces) pieces on \(threads) threads")
    }
  }

  @Test(arguments: [2, 3, 8]) func manyRunsInARow(threads: Int) {
    let workers = Workers(threadCount: threads)
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

  @Test func helpersHelp() {
    let workers = Workers(threadCount: 2)
    let both = Atomic(0)
    // Each piece waits for the other to begin, for a limited time: it needs two threads.
    for _ in 0..<100 where both.load(ordering: .relaxed) < 2 {
      both.store(0, ordering: .relaxed)
      workers.run(2) { _ in
        both.add(1, ordering: .relaxed)
        let end = ContinuousClock.now + .milliseconds(50)
        while both.load(ordering: .relaxed) < 2, ContinuousClock.now < end {}
      }
    }
    #expect(both.load(ordering: .relaxed) == 2)
  }

  @Test(arguments: [2, 8]) func runsFromInsideAPiece(threads: Int) {
    let workers = Workers(threadCount: threads)
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
    let workers = Workers(threadCount: threads)
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
    let workers = Workers(threadCount: threads)
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
    let workers = Workers(threadCount: 3)
    let counts = Counts(8)
    for factor in [0.5, 1, 1.5, 10, 100] {
      workers.run(8) { counts.add($0) }
      try await Task.sleep(for: Workers.lingering * factor)
    }
    #expect(counts.areAll(5))
  }

  @Test func helpersGoBackAndLetGo() async throws {
    weak var gone: Workers?
    do {
      let workers = Workers(threadCount: 4)
      gone = workers
      for _ in 0..<10 { workers.run(8) { _ in #expect(Self.toil(1000) > 0) } }
    }
    for _ in 0..<1000 where gone != nil { try await Task.sleep(for: .milliseconds(5)) }
    #expect(gone == nil)
  }

  @Test func theBodyIsLetGo() {
    final class Token: Sendable {}
    let workers = Workers(threadCount: 4)
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
