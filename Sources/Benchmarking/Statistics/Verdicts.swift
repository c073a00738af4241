extension BenchmarkTiming {
  /// The uncertainty beyond which an interval says nothing: even no time at all would lie within it,
  /// were it as long on both sides.
  public static let uncertaintyLimit = 1.0

  /// Whether the samples say something about the time.
  public var isMeasured: Bool { uncertainty <= Self.uncertaintyLimit }
}

extension BenchmarkComparison {
  /// Whether the interval says something about how many times faster or slower.
  public var isMeasured: Bool { TimeQuotient.isMeasured(speedup, interval) }

  /// A quotient of the other's time and the own.
  init(relativeTo name: String, threads: Int, _ quotient: TimeQuotient) {
    self.init(
      relativeTo: name, threads: threads, speedup: quotient.medians, interval: quotient.interval)
  }
}

extension BenchmarkResult {
  /// The time, if the samples say something about it.
  public var measuredTiming: BenchmarkTiming? { timing.flatMap { $0.isMeasured ? $0 : nil } }

  /// How it stands beside another backend, if the samples of both say something about that.
  public var measuredComparison: BenchmarkComparison? {
    measuredTiming == nil ? nil : comparison.flatMap { $0.isMeasured ? $0 : nil }
  }
}

extension BenchmarkVerdict {
  /// Half the width of an interval that holds 1 from which on it tells nothing.
  static let noiseLimit = 0.05

  /// Faster, slower, or neither: a tie where the interval is narrow, else noise.
  ///
  /// - Parameter quotient: That of the other's time and the own.
  package init(_ quotient: TimeQuotient) {
    let interval = quotient.interval
    let isNarrow =
      interval.lowerBound >= 1 - Self.noiseLimit && interval.upperBound <= 1 + Self.noiseLimit
    self =
      switch quotient.order {
      case .longer: .faster
      case .shorter: .slower
      case .undecided: isNarrow ? .tie : .noisy
      }
  }
}

extension BenchmarkReport {
  /// The uncertainty from which on a median says little.
  public static let noiseLimit = 0.1

  /// The results whose medians are uncertain by more than `noiseLimit`.
  public var noisyResults: [BenchmarkResult] {
    results.filter { ($0.timing?.uncertainty ?? 0) > Self.noiseLimit }
  }

  /// Whether the machine was too busy for figures that can be relied on: more than a quarter of the
  /// results are noisy.
  public var isTooNoisy: Bool { noisyResults.count * 4 > results.count { $0.timing != nil } }
}
