/// What the machine can do at most with a number of threads, as measured.
///
/// The two roofs of Williams, Waterman and Patterson, "Roofline: An Insightful Visual Performance
/// Model for Multicore Architectures" (2009): arithmetic, and the bandwidth of memory.
public struct MachinePeak: Codable, Hashable, Sendable {
  /// The number of threads that worked at once.
  public var threads: Int
  /// The instruction set of the loops.
  public var instructionSet: String
  /// Single-precision multiply-adds without memory, in 10⁹ operations a second; each counts two.
  public var gflops: Double
  /// The levels of memory, the nearest first; the last is main memory.
  public var levels: [MemoryLevelPeak]

  /// Creates a description.
  public init(threads: Int, instructionSet: String, gflops: Double, levels: [MemoryLevelPeak]) {
    self.threads = threads
    self.instructionSet = instructionSet
    self.gflops = gflops
    self.levels = levels
  }

  private enum CodingKeys: String, CodingKey {
    case threads, gflops, levels
    case instructionSet = "instruction_set"
  }

  /// The most GFLOP/s that work can reach which reads `bytes` and computes `flops` operations.
  ///
  /// Either the arithmetic limits it, or the bandwidth of the nearest level that holds all bytes;
  /// main memory where none does. Work without any bytes is limited by arithmetic alone.
  public func roofline(flops: Double, bytes: Double) -> Double {
    let level = levels.first { $0.holds(bytes) } ?? levels.last
    guard let level, bytes > 0 else { return gflops }
    return min(gflops, flops / bytes * level.readGBPerSecond)
  }

  /// What share of the arithmetic peak a rate is, in percent; `nil` where there is no peak.
  public func percent(of rate: Double) -> Double? {
    gflops > 0 ? 100 * rate / gflops : nil
  }
}

/// How fast one level of memory is.
public struct MemoryLevelPeak: Codable, Hashable, Sendable {
  /// "L1", "L2", "L3" or "memory".
  public var name: String
  /// The bytes that the level holds for all threads together; `nil` for main memory.
  public var capacityBytes: Int?
  /// The bytes that each thread worked on.
  public var workingSetBytes: Int
  /// Reading alone: 10⁹ bytes a second, of all threads together.
  public var readGBPerSecond: Double
  /// Copying: bytes read plus bytes written, in 10⁹ a second.
  public var copyGBPerSecond: Double

  /// Creates a description.
  public init(
    name: String, capacityBytes: Int?, workingSetBytes: Int, readGBPerSecond: Double,
    copyGBPerSecond: Double
  ) {
    self.name = name
    self.capacityBytes = capacityBytes
    self.workingSetBytes = workingSetBytes
    self.readGBPerSecond = readGBPerSecond
    self.copyGBPerSecond = copyGBPerSecond
  }

  /// Whether the level has room for so many bytes.
  func holds(_ bytes: Double) -> Bool { capacityBytes.map { Double($0) >= bytes } ?? true }

  private enum CodingKeys: String, CodingKey {
    case name
    case capacityBytes = "capacity_bytes"
    case workingSetBytes = "working_set_bytes"
    case readGBPerSecond = "read_gb_per_s"
    case copyGBPerSecond = "copy_gb_per_s"
  }
}
