extension BenchmarkReport {
  /// Compares this run with an earlier one, and keeps what has changed and what had no counterpart.
  ///
  /// - Parameters:
  ///   - baseline: The earlier run.
  ///   - percent: How much slower a result may be before it counts as a regression.
  ///   - selected: What this run was asked to measure: of other results of the earlier run nothing
  ///     is expected.
  public mutating func compare(
    with baseline: BenchmarkReport, allowing percent: Double, selected: [BenchmarkResult.Key]
  ) {
    changes = changes(since: baseline, allowing: percent)
    let (now, before) = (Set(times.map(\.0)), Set(baseline.times.map(\.0)))
    let selected = Set(selected)
    uncompared =
      results.map(\.key).filter { !before.contains($0) }
      .map { UncomparedResult($0, .notInBaseline) }
      + baseline.times.map(\.0).filter { selected.contains($0) && !now.contains($0) }
      .map { UncomparedResult($0, .notInRun) }
  }

  /// What has changed since an earlier run, in the order of this run; what only one of the two has
  /// measured is left out.
  ///
  /// - Parameters:
  ///   - baseline: The earlier run.
  ///   - percent: How much slower a result may be before it counts as a regression.
  public func changes(since baseline: BenchmarkReport, allowing percent: Double)
    -> [BenchmarkChange]
  {
    let before = Dictionary(baseline.times, uniquingKeysWith: { first, _ in first })
    return times.compactMap { key, new in
      before[key].map { BenchmarkChange(of: key, from: $0, to: new, percent: percent) }
    }
  }

  /// The results that have a time.
  private var times: [(BenchmarkResult.Key, BenchmarkTiming)] {
    results.compactMap { result in result.timing.map { (result.key, $0) } }
  }

  /// The results that say nothing about whether they have become slower, as their times, or those of
  /// the earlier run, differ too much among themselves.
  public var undecidedResults: [BenchmarkResult.Key] {
    let changes = Dictionary(
      (changes ?? []).map { ($0.key, $0.kind) }, uniquingKeysWith: { first, _ in first })
    return results.filter {
      changes[$0.key].map { $0 == .notMeasured } ?? ($0.verdict == .notMeasured)
    }.map(\.key)
  }
}

/// A result that was not compared with an earlier run, as one of the two has no time for it.
public struct UncomparedResult: Codable, Hashable, Sendable {
  /// The workload's name.
  public var workload: String
  /// The backend's name.
  public var backend: String
  /// The number of threads.
  public var threads: Int
  /// Which of the two lacks it.
  public var reason: Reason

  /// Which of two runs lacks a time.
  public enum Reason: String, Codable, Hashable, Sendable, CaseIterable {
    /// The earlier run.
    case notInBaseline = "not-in-baseline"
    /// This run, which was asked for it: it is wrong, or the run was stopped before it.
    case notInRun = "not-in-run"
  }

  init(_ key: BenchmarkResult.Key, _ reason: Reason) {
    workload = key.workload
    backend = key.backend
    threads = key.threads
    self.reason = reason
  }

  /// What it is about.
  public var key: BenchmarkResult.Key {
    BenchmarkResult.Key(workload: workload, backend: backend, threads: threads)
  }
}
