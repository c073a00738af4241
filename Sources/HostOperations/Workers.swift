import CCPUFeatures
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Threads that help a calling one with the pieces of its work.
///
/// The threads are Dispatch's. One that has helped lingers for a moment, looking for the next work,
/// because waking a sleeping one takes longer than most operations do; then it goes back. The
/// caller never waits for a helper to come, only for those in the middle of a piece to finish.
///
/// One caller is helped at a time. Another one meanwhile, and a call from inside a piece, do their
/// pieces themselves; so pieces must not wait for each other.
public final class Workers: Sendable {
  /// The number of processors that are online.
  public static var processorCount: Int { max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1) }

  /// The most threads that work on one call, the caller's included.
  public let threadCount: Int

  /// How long a helper looks for more work before it goes back.
  package let lingering: Duration
  /// How long a caller looks for the last helper to finish before it lets others have the processor:
  /// less where that may be the one that the helper waits for.
  private var patience: Duration { .microseconds(threadCount - 1 > idleLimit ? 10 : 100) }

  /// What there is to do.
  ///
  /// Written only by the caller that holds `isTaken`, while nobody is inside who has seen an open
  /// turn; read only by such and by the caller.
  private struct Job {
    var pieces: Int
    var body: (Int) -> Void
  }
  nonisolated(unsafe) private var job: Job?

  /// True while there is a caller whose work is being done.
  private let isTaken = Atomic(false)
  /// The helpers that have been sent for and have not gone back.
  private let present = Atomic(0)
  /// The helpers that look for more work.
  private let idle = Atomic(0)
  /// The most helpers that may look for more work: one processor is the caller's.
  package let idleLimit: Int
  /// Runs a helper on another thread, soon or late.
  private let start: Start

  // What waiting helpers look at, what working ones write, and the rest share no cache line.
  private let paddingBefore = SIMD64<UInt8>()
  /// Odd while there is work, even while there is none; each change adds 1.
  private let turn = Atomic(0)
  private let paddingAfter = SIMD64<UInt8>()
  /// The pieces that have been taken by somebody.
  private let claimed = Atomic(0)
  /// The helpers that may be looking at the job.
  private let inside = Atomic(0)

  /// What runs a helper on another thread.
  package typealias Start = @Sendable (@escaping @Sendable () -> Void) -> Void

  /// Creates the helpers of `threadCount - 1` further threads; none is started before it is needed.
  public convenience init(threadCount: Int) {
    self.init(threadCount: threadCount) { DispatchQueue.global().async(execute: $0) }
  }

  /// Creates helpers on threads from elsewhere.
  package init(
    threadCount: Int, lingering: Duration = .microseconds(200), start: @escaping Start
  ) {
    self.threadCount = max(threadCount, 1)
    self.lingering = lingering
    self.start = start
    idleLimit = min(self.threadCount, Int(dlcore_cpu_count())) - 1
  }

  /// Runs `body` for each of `0 ..< pieces` once, on this thread and on the helpers that come.
  ///
  /// Which thread runs which piece, and in what order, is left to chance.
  package func run(_ pieces: Int, _ body: (Int) -> Void) {
    guard threadCount > 1, pieces > 1, take() else {
      for piece in 0..<pieces { body(piece) }
      return
    }
    // No helper looks at the body after this: `close` waits until the last one has left.
    withoutActuallyEscaping(body) { body in
      open(Job(pieces: pieces, body: body))
      send(min(threadCount, pieces) - 1)
      work()
      close()
    }
    isTaken.store(false, ordering: .releasing)
  }

  private func take() -> Bool {
    isTaken.compareExchange(
      expected: false, desired: true, successOrdering: .acquiring, failureOrdering: .relaxed
    ).exchanged
  }

  private func open(_ job: Job) {
    self.job = job
    claimed.store(0, ordering: .relaxed)
    turn.add(1, ordering: .sequentiallyConsistent)
  }

  /// Sends for helpers until so many are on their way or here.
  private func send(_ count: Int) {
    let missing = count - present.load(ordering: .relaxed)
    guard missing > 0 else { return }
    present.add(missing, ordering: .relaxed)
    for _ in 0..<missing { start { self.help() } }
  }

  /// Ends the turn, and waits for the helpers inside.
  ///
  /// A helper counts itself in before it looks at the turn, and the caller ends the turn before it
  /// looks at the count; in one order of all four, so either the helper sees the end, or the caller
  /// sees the helper.
  private func close() {
    turn.add(1, ordering: .sequentiallyConsistent)
    var wait = SpinWait(limit: patience)
    while inside.load(ordering: .sequentiallyConsistent) > 0 {
      if !wait.pause() { usleep(50) }
    }
    job = nil
  }

  /// What a helper does from when it comes until it goes back.
  private func help() {
    var served = 0
    repeat { served = serve() } while awaitTurn(after: served)
    present.subtract(1, ordering: .relaxed)
  }

  /// Helps with the work there is, if any; returns the turn that it found.
  private func serve() -> Int {
    inside.add(1, ordering: .sequentiallyConsistent)
    let turn = turn.load(ordering: .sequentiallyConsistent)
    if turn.isOdd { work() }
    inside.subtract(1, ordering: .sequentiallyConsistent)
    return turn
  }

  /// Takes pieces and runs them until there is none left.
  ///
  /// Never inlined, so that it has let go of the body when it returns.
  @inline(never)
  private func work() {
    guard let job else { return }
    while true {
      let piece = claimed.wrappingAdd(1, ordering: .relaxed).oldValue
      guard piece < job.pieces else { return }
      job.body(piece)
    }
  }

  /// Waits for another turn with work; false if there is none for a while, or no place to wait.
  private func awaitTurn(after served: Int) -> Bool {
    defer { idle.subtract(1, ordering: .relaxed) }
    guard idle.add(1, ordering: .relaxed).newValue <= idleLimit else { return false }
    var wait = SpinWait(limit: lingering)
    repeat {
      let turn = turn.load(ordering: .relaxed)
      if turn.isOdd && turn != served { return true }
    } while wait.pause()
    return false
  }
}

extension Int {
  fileprivate var isOdd: Bool { self & 1 != 0 }
}
