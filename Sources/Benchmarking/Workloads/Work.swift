import DLCore

/// How much one run of a workload has to do, whatever the backend.
public struct Work: Hashable, Sendable {
  /// The floating-point operations, counted as in the textbook: a multiplication and an addition
  /// are two.
  public var flops: Double
  /// The bytes that must move at least: each operand once in, each result once out.
  public var bytes: Double
  /// The bytes that are touched at all: what is read and written again counts once.
  ///
  /// Whether they fit into a cache decides how fast they can be.
  public var footprint: Double
  /// What the rate counts.
  public var unit: Unit

  /// What a rate counts.
  public enum Unit: Hashable, Sendable {
    /// So many images each run.
    case images(Int)
    /// Floating-point operations.
    case flops
    /// Bytes.
    case bytes
  }

  /// Creates an amount of work; without a footprint, no byte is touched twice.
  public init(flops: Double, bytes: Double, footprint: Double? = nil, unit: Unit) {
    self.flops = flops
    self.bytes = bytes
    self.footprint = footprint ?? bytes
    self.unit = unit
  }

  /// The work of a call of a backend in single precision.
  init(_ call: BackendCall, unit: Unit) {
    self.init(flops: call.flops, bytes: call.bytes(scalarBytes: 4), unit: unit)
  }

  /// How the rate is called.
  public var unitName: String {
    switch unit {
    case .images: "images/s"
    case .flops: "GFLOP/s"
    case .bytes: "GB/s"
    }
  }

  /// The rate of a backend that takes so many seconds.
  public func rate(seconds: Double) -> Double {
    switch unit {
    case .images(let count): Double(count) / seconds
    case .flops: flops / seconds / 1e9
    case .bytes: bytes / seconds / 1e9
    }
  }
}
