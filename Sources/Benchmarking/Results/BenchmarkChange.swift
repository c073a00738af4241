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

  /// What it is about.
  public var key: BenchmarkResult.Key {
    BenchmarkResult.Key(workload: workload, backend: backend, threads: threads)
  }

  /// What a change amounts to.
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    /// Slower beyond the noise of both runs, or by far, and by more than was allowed.
    case regressed
    /// Slower beyond the noise, but by no more than was allowed.
    case slower
    /// No more than the noise.
    case same
    /// Faster beyond the noise.
    case faster
    /// The times of one of the runs differ so much that nobody can tell.
    case notMeasured = "not-measured"
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
  package init(
    of key: BenchmarkResult.Key, from old: BenchmarkTiming, to new: BenchmarkTiming, percent: Double
  ) {
    workload = key.workload
    backend = key.backend
    threads = key.threads
    before = old.median
    after = new.median
    let times = TimeQuotient(of: new, over: old)
    quotient = times.medians
    interval = [times.interval.lowerBound, times.interval.upperBound]
    kind =
      switch times.order {
      case .longer: quotient > 1 + percent / 100 ? .regressed : .slower
      case .shorter: .faster
      case .undecided:
        new.isMeasured && old.isMeasured && times.isMeasured ? .same : .notMeasured
      }
  }
}
