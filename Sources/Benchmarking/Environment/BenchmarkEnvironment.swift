/// Where numbers were measured: what somebody else needs to know before comparing with theirs.
///
/// A fact that cannot be found out is `nil`, and printed as "unknown".
public struct BenchmarkEnvironment: Codable, Hashable, Sendable {
  /// The processor's name.
  public var processor: String?
  /// The instruction set that `BackendSIMD` uses.
  public var instructionSet: String?
  /// The processors that this process may use.
  public var cores: Int?
  /// How the clock frequency is governed, such as "performance" or "powersave".
  public var frequencyGovernor: String?
  /// The mean number of running tasks over the last 1, 5 and 15 minutes.
  public var loadAverages: [Double]?
  /// The machine's memory, in bytes.
  public var memoryBytes: UInt64?
  /// The memory that programs can still get, in bytes.
  public var availableMemoryBytes: UInt64?
  /// The operating system and its version.
  public var operatingSystem: String?
  /// The kernel's name and release, and the architecture.
  public var kernel: String?
  /// The version of the Swift compiler.
  public var swiftVersion: String?
  /// The commit of the checkout that the program lies in; "-dirty" follows if files have changed.
  public var commit: String?
  /// "release" or "debug".
  public var configuration: String?
  /// The BLAS library and its version.
  public var blas: String?
  /// How the BLAS library was built, and for which processor it has chosen its kernels.
  public var blasConfiguration: String?
  /// The numbers of threads that were measured.
  public var threadCounts: [Int]?
  /// When it was measured: UTC, ISO 8601.
  public var date: String?

  /// Creates an environment of which nothing is known.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case processor, cores, kernel, commit, configuration, blas, date
    case instructionSet = "instruction_set"
    case frequencyGovernor = "frequency_governor"
    case loadAverages = "load_averages"
    case memoryBytes = "memory_bytes"
    case availableMemoryBytes = "available_memory_bytes"
    case operatingSystem = "operating_system"
    case swiftVersion = "swift"
    case blasConfiguration = "blas_configuration"
    case threadCounts = "threads"
  }
}
