import CCPUFeatures

/// A short wait for another thread that keeps its own processor: pauses, until a limit of time.
struct SpinWait {
  private let limit: Duration
  private var pauses = 0
  private var start: ContinuousClock.Instant?

  /// Looking at the clock costs about as much as two pauses.
  private static let pausesPerLook = 32

  /// Creates a wait that has not begun.
  init(limit: Duration) { self.limit = limit }

  /// Pauses for some ten nanoseconds; false once the limit has passed.
  mutating func pause() -> Bool {
    dlcore_cpu_pause()
    pauses += 1
    guard pauses.isMultiple(of: Self.pausesPerLook) else { return true }
    let now = ContinuousClock.now
    guard let start else {
      start = now
      return true
    }
    return now - start < limit
  }
}
