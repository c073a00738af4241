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
  /// The geometric mean of how much faster it is: the mean that does not depend on which of the two
  /// is compared with the other (Fleming and Wallace, "How Not to Lie With Statistics", 1986).
  public var geometricMean: Double

  /// The workloads.
  public var count: Int { wins + losses + ties }
}

extension BenchmarkReport {
  /// A standing for each backend that is compared with another one, in the order of the results.
  public var standings: [Standing] {
    var standings: [Standing] = []
    var logarithms: [Double] = []
    for result in results {
      guard let comparison = result.comparison, comparison.relativeTo != result.backend else {
        continue
      }
      let place = standings.firstIndex {
        $0.backend == result.backend && $0.relativeTo == comparison.relativeTo
      }
      if place == nil {
        standings.append(
          Standing(
            backend: result.backend, relativeTo: comparison.relativeTo, wins: 0, losses: 0, ties: 0,
            geometricMean: 1))
        logarithms.append(0)
      }
      let index = place ?? standings.count - 1
      logarithms[index] += Double.log(comparison.speedup)
      switch result.verdict {
      case .faster: standings[index].wins += 1
      case .slower: standings[index].losses += 1
      default: standings[index].ties += 1
      }
    }
    for index in standings.indices {
      standings[index].geometricMean = Double.exp(
        logarithms[index] / Double(standings[index].count))
    }
    return standings
  }
}
