/// Where the time of a trace went: alike calls together, the most expensive first.
public struct TraceSummary: Encodable, Hashable, Sendable {
  /// Calls of one operation with the same shapes.
  public struct Row: Encodable, Hashable, Sendable {
    /// The operation.
    public var operation: String
    /// Operands and results.
    public var shapes: String
    /// The number of calls.
    public var count: Int
    /// The time of all, without that of recorded calls inside them, in seconds.
    public var seconds: Double
    /// The share of the whole trace, from 0 to 1; calls on several threads may exceed 1 together.
    public var share: Double
    /// 10⁹ floating-point operations a second, if it has any.
    public var gflops: Double?
    /// 10⁹ bytes a second of operands and results, if it has any.
    public var gbytes: Double?
  }

  /// The operations.
  public private(set) var rows: [Row]
  /// The time from the first event's begin to the last one's end, in seconds.
  public let seconds: Double

  /// The time of the first thread that no operation took: what the framework itself does.
  public var secondsOutside: Double { max(seconds - rows.reduce(0) { $0 + $1.seconds }, 0) }

  /// Adds up the operations among some events.
  public init(_ events: [TraceEvent]) {
    let start = events.map(\.start).min() ?? 0
    let seconds = Double((events.map(\.end).max() ?? start) - start) / 1e9
    self.seconds = seconds
    var groups: [Group: Totals] = [:]
    for (event, own) in zip(events, Self.ownTimes(events)) where event.kind == .operation {
      groups[Group(name: event.name, shapes: event.work.text), default: Totals()].add(event, own)
    }
    rows = groups.map { Row($0.key, $0.value, of: seconds) }
      .sorted { ($1.seconds, $0.operation) < ($0.seconds, $1.operation) }
  }

  /// The summary as columns: the most expensive rows, and the rest as one.
  public func table(top: Int = .max) -> TextTable {
    let shown = rows.prefix(max(top, 0))
    let hidden = rows.dropFirst(shown.count)
    var lines = shown.map { cells(of: $0) }
    if !hidden.isEmpty {
      lines.append(
        line(
          "\(hidden.count) others", count: hidden.reduce(0) { $0 + $1.count },
          seconds: hidden.reduce(0) { $0 + $1.seconds }))
    }
    lines.append(line("outside of operations", count: nil, seconds: secondsOutside))
    lines.append(line("all", count: rows.reduce(0) { $0 + $1.count }, seconds: seconds))
    return TextTable(
      columns: [
        .words("operation"), .numbers("count"), .numbers("time us"), .numbers("share %"),
        .numbers("GFLOP/s"), .numbers("GB/s"), .words("shapes"),
      ], rows: lines)
  }

  private func cells(of row: Row) -> [String] {
    var cells = line(row.operation, count: row.count, seconds: row.seconds)
    cells[4] = row.gflops?.shortText ?? "-"
    cells[5] = row.gbytes?.shortText ?? "-"
    // The first two say which layer it is; there is more in CSV and JSON.
    cells[6] = row.shapes.split(separator: ", ").prefix(2).joined(separator: ", ")
    return cells
  }

  private func line(_ name: String, count: Int?, seconds: Double) -> [String] {
    let share = self.seconds > 0 ? 100 * seconds / self.seconds : 0
    return [
      name, count.map(String.init) ?? "", (1e6 * seconds).text(digits: 1), share.text(digits: 1),
      "", "", "",
    ]
  }

  /// For each event, its duration without that of the operations right inside it.
  ///
  /// `events` are sorted as a recorder gives them, and those of one thread nest.
  private static func ownTimes(_ events: [TraceEvent]) -> [Int64] {
    var own = events.map(\.duration)
    var open: [Int] = []
    for (index, event) in events.enumerated() {
      while let last = open.last,
        events[last].thread != event.thread || events[last].end <= event.start
      {
        open.removeLast()
      }
      if let around = open.last { own[around] -= event.duration }
      open.append(index)
    }
    return own
  }

  fileprivate struct Group: Hashable {
    var name: String
    var shapes: String
  }

  fileprivate struct Totals {
    var count = 0
    var nanoseconds: Int64 = 0
    var flops = 0.0
    var bytes = 0.0

    mutating func add(_ event: TraceEvent, _ own: Int64) {
      count += 1
      nanoseconds += own
      flops += event.work.flops
      bytes += event.work.bytes
    }
  }
}

extension TraceSummary.Row {
  fileprivate init(
    _ group: TraceSummary.Group, _ totals: TraceSummary.Totals, of seconds: Double
  ) {
    let own = Double(totals.nanoseconds) / 1e9
    self.init(
      operation: group.name, shapes: group.shapes, count: totals.count, seconds: own,
      share: seconds > 0 ? own / seconds : 0,
      gflops: totals.flops > 0 && own > 0 ? totals.flops / own / 1e9 : nil,
      gbytes: totals.bytes > 0 && own > 0 ? totals.bytes / own / 1e9 : nil)
  }
}

extension TraceSummary {
  /// All rows and nothing else.
  private var csv: String {
    TextTable(
      columns: ["operation", "shapes", "count", "seconds", "gflops", "gbytes_per_s"].map {
        .words($0)
      },
      rows: rows.map { row in
        [row.operation, row.shapes, "\(row.count)", "\(row.seconds)"]
          + [row.gflops, row.gbytes].map { $0.map { "\($0)" } ?? "" }
      }
    ).csv
  }

  /// The summary in the given form; JSON and CSV have all rows.
  public func text(as format: ResultFormat, top: Int) throws -> String {
    switch format {
    case .table: table(top: top).plain
    case .markdown: table(top: top).markdown
    case .csv: csv
    case .json: try jsonText()
    }
  }
}
