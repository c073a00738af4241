import DLCore

/// A stretch of time in which something ran.
public struct TraceEvent: Hashable, Sendable {
  /// What ran: an operation's name, or that of a phase.
  public var name: String
  /// Whether it is an operation of a backend, or a phase around some.
  public var kind: Kind
  /// The number of the thread, from 1, in the order in which threads first showed up.
  public var thread: Int
  /// When it began, in nanoseconds since the recorder was made.
  public var start: Int64
  /// How long it ran, in nanoseconds.
  public var duration: Int64
  /// What it worked on; nothing for a phase.
  public var work: TracedWork

  /// Describes an event.
  package init(
    name: String, kind: Kind, thread: Int, start: Int64, duration: Int64, work: TracedWork
  ) {
    self.name = name
    self.kind = kind
    self.thread = thread
    self.start = start
    self.duration = duration
    self.work = work
  }

  /// When it ended, in nanoseconds since the recorder was made.
  public var end: Int64 { start + duration }
  /// 10⁹ floating-point operations a second, if it has any.
  public var gflops: Double? { rate(work.flops) }
  /// 10⁹ bytes a second, if it has any.
  public var gbytes: Double? { rate(work.bytes) }

  /// What an event is.
  public enum Kind: String, Codable, Hashable, Sendable {
    /// A call of a backend's requirement.
    case operation
    /// Anything that a person gave a name.
    case phase
  }

  private func rate(_ amount: Double) -> Double? {
    amount > 0 && duration > 0 ? amount / Double(duration) : nil
  }
}

/// What an operation worked on, and how much it had to do at least.
public struct TracedWork: Hashable, Sendable {
  /// Its operands and results, with the names of its parameters.
  public var shapes: [NamedShape]
  /// The floating-point operations, as in the textbook: a multiplication and an addition are two.
  public var flops: Double
  /// The bytes of all operands and results.
  public var bytes: Double

  /// Describes work.
  package init(shapes: [NamedShape], flops: Double, bytes: Double) {
    self.shapes = shapes
    self.flops = flops
    self.bytes = bytes
  }

  /// What a call works on, with scalars of a number of bytes.
  init(_ call: BackendCall, scalarBytes: Int) {
    let shapes = (call.operands + call.results).map { operand in
      let extents = operand.shape.extents.map(String.init).joined(separator: "x")
      return NamedShape(name: operand.name, extents: extents.isEmpty ? "1" : extents)
    }
    self.init(shapes: shapes, flops: call.flops, bytes: call.bytes(scalarBytes: scalarBytes))
  }

  /// An operand or a result.
  public struct NamedShape: Hashable, Sendable {
    /// The parameter's name.
    public var name: String
    /// The extents, such as `128x1x28x28`; 1 for a scalar.
    public var extents: String
  }

  /// All shapes in one line, such as `input 128x400, weights 120x400, output 128x120`.
  public var text: String { shapes.map { "\($0.name) \($0.extents)" }.joined(separator: ", ") }
}
