/// What was found out about one workload on one backend.
///
/// Times are seconds for one run of the workload. A backend whose result is wrong has no time: then
/// `verified` is false and `problem` says what is wrong.
public struct BenchmarkResult: Codable, Hashable, Sendable {
  /// The workload's name, such as `lenet5/train/b128`.
  public var workload: String
  /// The backend's name.
  public var backend: String
  /// The number of threads that the backend used.
  public var threads: Int
  /// The floating-point operations of one run, counted as in the textbook.
  public var flops: Double
  /// The bytes that one run must move at least: each operand once in, each result once out.
  public var bytes: Double
  /// The time; `nil` where the result is wrong, or the run was stopped before it.
  public var timing: BenchmarkTiming?
  /// The share of what the machine can do with this number of threads, in percent: of its
  /// arithmetic or of its memory, whichever limits this workload (the roofline).
  public var percentOfPeak: Double?
  /// How fast it is beside the backend that all are compared with; `nil` for that one itself.
  public var comparison: BenchmarkComparison?
  /// In one word, how it stands.
  public var verdict: BenchmarkVerdict
  /// The largest difference from the reference backend's result; `nil` if that is not a number.
  public var maximumError: Double?
  /// Whether every number of the result lay within the workload's bound.
  public var verified: Bool
  /// What is wrong, in one line.
  public var problem: String?

  /// Creates a result.
  public init(
    workload: String, backend: String, threads: Int, flops: Double, bytes: Double,
    timing: BenchmarkTiming? = nil, percentOfPeak: Double? = nil,
    comparison: BenchmarkComparison? = nil, verdict: BenchmarkVerdict,
    maximumError: Double? = nil, verified: Bool, problem: String? = nil
  ) {
    self.workload = workload
    self.backend = backend
    self.threads = threads
    self.flops = flops
    self.bytes = bytes
    self.timing = timing
    self.percentOfPeak = percentOfPeak
    self.comparison = comparison
    self.verdict = verdict
    self.maximumError = maximumError
    self.verified = verified
    self.problem = problem
  }

  /// 10⁹ floating-point operations a second; `nil` for a workload that computes nothing.
  public var gigaflops: Double? {
    flops > 0 ? timing.map { flops / $0.median / 1e9 } : nil
  }

  /// 10⁹ bytes a second of the traffic that cannot be avoided.
  public var gigabytes: Double? {
    bytes > 0 ? timing.map { bytes / $0.median / 1e9 } : nil
  }

  /// The results of different runs that are about the same thing have the same key.
  public var key: Key { Key(workload: workload, backend: backend, threads: threads) }

  /// What a result is about.
  public struct Key: Hashable, Sendable, CustomStringConvertible {
    /// The workload's name.
    public var workload: String
    /// The backend's name.
    public var backend: String
    /// The number of threads.
    public var threads: Int

    /// Says what a result is about.
    public init(workload: String, backend: String, threads: Int) {
      self.workload = workload
      self.backend = backend
      self.threads = threads
    }

    /// All three in one line.
    public var description: String {
      "\(workload) on \(backend), \(threads) thread\(threads == 1 ? "" : "s")"
    }
  }
}

/// The time of one run of a workload, from many samples.
public struct BenchmarkTiming: Hashable, Sendable {
  /// The number of samples.
  public var samples: Int
  /// The runs in each sample.
  public var runsPerSample: Int
  /// The median of the samples, in seconds.
  public var median: Double
  /// The fastest sample, in seconds: the one with the least interference.
  public var minimum: Double
  /// The median absolute deviation from the median, in seconds.
  public var deviation: Double
  /// The 95 % interval of the median, in seconds.
  public var interval: ClosedRange<Double>
  /// The samples that lie far from all others.
  public var outliers: Int
  /// What the workload does in a second, in `unit`.
  public var rate: Double
  /// `images/s`, `GFLOP/s` or `GB/s`.
  public var unit: String

  /// Creates a timing.
  public init(
    samples: Int, runsPerSample: Int, median: Double, minimum: Double, deviation: Double,
    interval: ClosedRange<Double>, outliers: Int, rate: Double, unit: String
  ) {
    self.samples = samples
    self.runsPerSample = runsPerSample
    self.median = median
    self.minimum = minimum
    self.deviation = deviation
    self.interval = interval
    self.outliers = outliers
    self.rate = rate
    self.unit = unit
  }

  /// Half the interval as a share of the median: how much of the figure is noise.
  public var uncertainty: Double {
    (interval.upperBound - interval.lowerBound) / 2 / median
  }
}

/// How fast a backend is beside another one: above 1 is faster.
public struct BenchmarkComparison: Hashable, Sendable {
  /// The other's name.
  public var relativeTo: String
  /// The other's number of threads.
  public var threads: Int
  /// The quotient of the other's median and the own.
  public var speedup: Double
  /// Its 95 % interval.
  public var interval: ClosedRange<Double>

  /// Creates a comparison.
  public init(
    relativeTo: String, threads: Int, speedup: Double, interval: ClosedRange<Double>
  ) {
    self.relativeTo = relativeTo
    self.threads = threads
    self.speedup = speedup
    self.interval = interval
  }
}

/// How a backend stands in a workload.
public enum BenchmarkVerdict: String, Codable, Hashable, Sendable, CaseIterable {
  /// The others are compared with it.
  case reference
  /// Faster than the one it is compared with.
  case faster
  /// Slower than the one it is compared with.
  case slower
  /// The interval of the quotient holds 1, and is narrow.
  case tie
  /// The interval of the quotient holds 1 and much else: the machine was too noisy to tell.
  case noisy
  /// The samples differ so much that they say nothing about the time, nor about how it compares.
  case notMeasured = "not-measured"
  /// The result is wrong, so there is no time.
  case wrong
  /// It has a time, but what it would be compared with has none.
  case alone
}
