/// A clock, and what it costs to read it.
public struct Stopwatch: Sendable {
  /// The seconds since some moment.
  public let now: @Sendable () -> Double
  /// The seconds that lie between two readings with nothing between them.
  public let cost: Double

  /// Creates a stopwatch from a clock of one's own, such as one that stands still for tests.
  public init(cost: Double = 0, now: @escaping @Sendable () -> Double) {
    self.now = now
    self.cost = cost
  }

  /// The system's clock, which no adjustment of the time of day moves.
  public static var system: Stopwatch {
    let clock = ContinuousClock()
    let start = clock.now
    let now: @Sendable () -> Double = { (clock.now - start) / .seconds(1) }
    let costs = (0..<1001).map { _ in
      let before = now()
      return now() - before
    }
    return Stopwatch(cost: max(medianOfSorted(costs.sorted()), 0), now: now)
  }

  /// The seconds that some work takes, without those that reading the clock does.
  public func seconds(of work: () throws -> Void) rethrows -> Double {
    let start = now()
    try work()
    return max(now() - start - cost, 0)
  }
}
