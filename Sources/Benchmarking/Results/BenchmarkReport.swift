/// Everything that one run of the benchmark found out: what `dlbench --format json` writes, and
/// what `--baseline` reads.
public struct BenchmarkReport: Codable, Hashable, Sendable {
  /// The version of the format: 1.
  public var version: Int
  /// The machine and the build.
  public var environment: BenchmarkEnvironment
  /// How it was measured.
  public var method: BenchmarkMethod
  /// A result for each workload, backend and number of threads, in the order of the run.
  public var results: [BenchmarkResult]
  /// What has changed since an earlier run; `nil` if there was none to compare with.
  public var changes: [BenchmarkChange]?
  /// What could not be compared with an earlier run; `nil` if there was none to compare with.
  public var uncompared: [UncomparedResult]?
  /// What the machine can do, for each number of threads; `nil` where that was not measured.
  public var peaks: [MachinePeak]?

  /// The version that this library writes.
  public static let currentVersion = 1

  /// Creates a report of the current version.
  public init(
    environment: BenchmarkEnvironment, method: BenchmarkMethod, results: [BenchmarkResult]
  ) {
    version = Self.currentVersion
    self.environment = environment
    self.method = method
    self.results = results
  }

  /// Whether every result agreed with the reference.
  public var isVerified: Bool { results.allSatisfy(\.verified) }
}

/// How a run was measured.
public struct BenchmarkMethod: Codable, Hashable, Sendable {
  /// The seed of operands, order and resampling.
  public var seed: UInt64
  /// The seconds that each backend was given for each workload.
  public var minimumSeconds: Double
  /// The seconds that reading the clock takes, which are taken off each sample.
  public var clockSeconds: Double
  /// The resamplings behind each interval.
  public var resamplings: Int
  /// Whether the run was stopped before its end.
  public var interrupted: Bool

  /// Creates a method.
  public init(
    seed: UInt64, minimumSeconds: Double, clockSeconds: Double, resamplings: Int,
    interrupted: Bool = false
  ) {
    self.seed = seed
    self.minimumSeconds = minimumSeconds
    self.clockSeconds = clockSeconds
    self.resamplings = resamplings
    self.interrupted = interrupted
  }

  enum CodingKeys: String, CodingKey {
    case seed
    case minimumSeconds = "min_time_s"
    case clockSeconds = "clock_s"
    case resamplings
    case interrupted
  }
}
