/// How long and how often to measure.
public struct BenchmarkSettings: Hashable, Sendable {
  /// The seed of order and resampling.
  public var seed: UInt64
  /// The seconds of samples that each backend gives for each workload.
  public var minimumSeconds: Double
  /// The shortest sample in seconds; shorter work is run several times in each.
  public var shortestSample: Double
  /// The numbers of samples: fewer for work that is slow, more would tell nothing new.
  public var samples: ClosedRange<Int>
  /// How often a run goes through all workloads, taking a share of the samples each time: what a
  /// machine does for some seconds then shows in the intervals.
  public private(set) var passes: Int
  /// The number of resamplings behind each interval.
  public var resamplings: Int

  /// Creates settings.
  public init(
    seed: UInt64 = 1, minimumSeconds: Double = 0.3, shortestSample: Double = 50e-6,
    samples: ClosedRange<Int> = 3...100, passes: Int = 8, resamplings: Int = 1000
  ) {
    self.seed = seed
    self.minimumSeconds = minimumSeconds
    self.shortestSample = shortestSample
    self.samples = samples
    self.passes = max(passes, 1)
    self.resamplings = resamplings
  }

  /// The seconds that a sample should take: one of the largest number that fit into the time.
  var sampleSeconds: Double { max(shortestSample, minimumSeconds / Double(samples.upperBound)) }

  /// How many samples of some seconds to take.
  func sampleCount(seconds: Double) -> Int {
    // A clock that stands still would ask for infinitely many.
    let wanted = seconds > 0 ? minimumSeconds / seconds : Double(samples.upperBound)
    return Int(min(max(wanted, Double(samples.lowerBound)), Double(samples.upperBound)).rounded())
  }
}
