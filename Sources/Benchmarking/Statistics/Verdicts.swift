extension BenchmarkComparison {
  /// Compares a backend's samples with those of another one; `nil` if one of them has none.
  public init?(
    of samples: [Double], with others: [Double], named name: String, threads: Int,
    by bootstrap: Bootstrap
  ) {
    guard let own = SampleSummary(samples), let other = SampleSummary(others),
      let interval = bootstrap.interval(ofMedian: others, over: samples)
    else { return nil }
    self.init(
      relativeTo: name, threads: threads, speedup: other.median / own.median, interval: interval)
  }

  /// Half the width of an interval that holds 1 from which on it tells nothing.
  static let noiseLimit = 0.05

  /// Faster, slower, or neither: a tie where the interval is narrow, else noise.
  public var verdict: BenchmarkVerdict {
    if interval.lowerBound > 1 { return .faster }
    if interval.upperBound < 1 { return .slower }
    let isNarrow =
      interval.lowerBound >= 1 - Self.noiseLimit && interval.upperBound <= 1 + Self.noiseLimit
    return isNarrow ? .tie : .noisy
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
