/// How a result has changed since an earlier run.
public struct BenchmarkChange: Codable, Hashable, Sendable {
  /// The workload's name.
  public var workload: String
  /// The backend's name.
  public var backend: String
  /// The number of threads.
  public var threads: Int
  /// The seconds of the earlier run.
  public var before: Double
  /// The seconds of this run.
  public var after: Double
  /// The quotient of the two: above 1 is slower.
  public var quotient: Double
  /// The least and the most that the quotient can be if both medians lie in their intervals.
  public var interval: [Double]
  /// What the change amounts to.
  public var kind: Kind

  /// What a change amounts to.
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    /// Slower beyond the noise of both runs, and by more than was allowed.
    case regressed
    /// Slower beyond the noise, but by no more than was allowed.
    case slower
    /// No more than the noise.
    case same
    /// Faster beyond the noise.
    case faster
  }

  enum CodingKeys: String, CodingKey {
    case workload
    case backend
    case threads
    case before = "baseline_median_s"
    case after = "median_s"
    case quotient
    case interval = "quotient_ci95"
    case kind
  }

  /// Compares two times of the same thing; `percent` is how much slower it may be.
  init(
    of key: BenchmarkResult.Key, from old: BenchmarkTiming, to new: BenchmarkTiming, percent: Double
  ) {
    workload = key.workload
    backend = key.backend
    threads = key.threads
    before = old.median
    after = new.median
    quotient = new.median / old.median
    let least = new.interval.lowerBound / old.interval.upperBound
    let most = new.interval.upperBound / old.interval.lowerBound
    interval = [least, most]
    kind =
      if most < 1 {
        .faster
      } else if least <= 1 {
        .same
      } else {
        quotient > 1 + percent / 100 ? .regressed : .slower
      }
  }
}

extension BenchmarkReport {
  /// What has changed since an earlier run, in the order of this run; what only one of the two has
  /// measured is left out.
  ///
  /// - Parameters:
  ///   - baseline: The earlier run.
  ///   - percent: How much slower a result may be before it counts as a regression.
  public func changes(since baseline: BenchmarkReport, allowing percent: Double)
    -> [BenchmarkChange]
  {
    let timings = baseline.results.compactMap { result in result.timing.map { (result.key, $0) } }
    let before = Dictionary(timings, uniquingKeysWith: { first, _ in first })
    return results.compactMap { result in
      guard let new = result.timing, let old = before[result.key] else { return nil }
      return BenchmarkChange(of: result.key, from: old, to: new, percent: percent)
    }
  }
}
