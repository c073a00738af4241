import DLCore

/// How one backend stands beside another over all workloads that both have run.
public struct Standing: Hashable, Sendable {
  /// The backend.
  public var backend: String
  /// The one it is compared with.
  public var relativeTo: String
  /// The workloads in which it is faster.
  public var wins: Int
  /// The workloads in which it is slower.
  public var losses: Int
  /// The workloads in which neither is faster, or the machine was too noisy to tell.
  public var ties: Int
  /// The workloads in which its time could not be measured.
  public var unmeasured: Int
  /// The geometric mean of how much faster it is, over all that were measured: the mean that does not
  /// depend on which of the two is compared with the other (Fleming and Wallace, "How Not to Lie With
  /// Statistics", 1986); `nil` if none was.
  public var geometricMean: Double?

  /// The workloads.
  public var count: Int { wins + losses + ties + unmeasured }

  init(backend: String, relativeTo: String, _ results: [BenchmarkResult]) {
    self.backend = backend
    self.relativeTo = relativeTo
    wins = results.count { $0.verdict == .faster }
    losses = results.count { $0.verdict == .slower }
    ties = results.count { $0.verdict == .tie || $0.verdict == .noisy }
    unmeasured = results.count - wins - losses - ties
    let logarithms = results.compactMap(\.measuredComparison).map { Double.log($0.speedup) }
    let mean = logarithms.reduce(0, +) / Double(logarithms.count)
    geometricMean = logarithms.isEmpty ? nil : Double.exp(mean)
  }
}

extension BenchmarkReport {
  /// A standing for each backend that is compared with another one, in the order of the results.
  public var standings: [Standing] {
    struct Pair: Hashable { let backend, other: String }
    var order: [Pair] = []
    var results: [Pair: [BenchmarkResult]] = [:]
    for result in self.results {
      guard let other = result.comparison?.relativeTo, other != result.backend else { continue }
      let pair = Pair(backend: result.backend, other: other)
      if results[pair] == nil { order.append(pair) }
      results[pair, default: []].append(result)
    }
    return order.map {
      Standing(backend: $0.backend, relativeTo: $0.other, results[$0] ?? [])
    }
  }
}
