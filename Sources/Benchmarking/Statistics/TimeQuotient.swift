/// One time divided by another, and which of the two is longer.
///
/// Where the 95 % interval of the quotient of the medians lies to one side of 1, it tells. On a busy
/// machine it may be so wide that it never does. Then two times count as different all the same if
/// both their medians and their fastest samples are ten times apart. For interference only ever makes
/// a sample longer: the fastest is the one that has had least of it, and the best estimate of what
/// the work itself takes (Chen and Revels, "Robust benchmarking in noisy environments", 2016). To
/// move it ten times, the machine would have to hold up every single sample of one series, however
/// short, for nine times as long as the work takes, and leave alone one of the other; that is no
/// longer noise around a time. The median, which half of the samples must be moved to move, keeps a
/// single lucky sample from deciding.
package struct TimeQuotient: Hashable, Sendable {
  /// The quotient of the medians.
  package let medians: Double
  /// The quotient of the fastest samples.
  let minima: Double
  /// The 95 % interval of the quotient of the medians.
  package let interval: ClosedRange<Double>

  /// How the first time stands beside the second.
  package enum Order: Hashable, Sendable {
    case longer
    case shorter
    case undecided
  }

  /// From which quotient on two times are far apart, however noisy they are.
  static let farApart = 10.0

  /// Which of the two is longer, if that can be told.
  package var order: Order {
    if interval.lowerBound > 1 || min(medians, minima) >= Self.farApart { return .longer }
    if interval.upperBound < 1 || max(medians, minima) <= 1 / Self.farApart { return .shorter }
    return .undecided
  }

  /// Whether the interval says something about the quotient, and about its inverse.
  package var isMeasured: Bool { Self.isMeasured(medians, interval) }

  /// Whether the interval of a quotient says something about it, and about its inverse.
  package static func isMeasured(_ quotient: Double, _ interval: ClosedRange<Double>) -> Bool {
    let (below, above) = (interval.lowerBound / quotient, interval.upperBound / quotient)
    return max(above - below, 1 / below - 1 / above) / 2 <= BenchmarkTiming.uncertaintyLimit
  }
}

extension TimeQuotient {
  /// Compares samples, those of the same rounds with each other; `nil` if there are none, or one is
  /// not above 0.
  package init?(of samples: [Double], over others: [Double], by bootstrap: Bootstrap) {
    guard let own = SampleSummary(samples), let other = SampleSummary(others),
      let interval = bootstrap.interval(ofMedian: samples, over: others)
    else { return nil }
    self.init(
      medians: own.median / other.median, minima: own.minimum / other.minimum, interval: interval)
  }

  /// Compares times of different runs: the interval holds all quotients of times in theirs.
  package init(of timing: BenchmarkTiming, over other: BenchmarkTiming) {
    self.init(
      medians: timing.median / other.median, minima: timing.minimum / other.minimum,
      interval: timing.interval.lowerBound / other.interval.upperBound...timing.interval.upperBound
        / other.interval.lowerBound)
  }
}
