/// The peaks of a machine for several numbers of threads, to be written.
public struct PeakReport: Codable, Hashable, Sendable {
  /// Where they were measured.
  public var environment: BenchmarkEnvironment
  /// One for each number of threads.
  public var peaks: [MachinePeak]

  /// Creates a report.
  public init(environment: BenchmarkEnvironment, peaks: [MachinePeak]) {
    self.environment = environment
    self.peaks = peaks
  }

  /// The report in the given form.
  public func text(as format: ResultFormat) throws -> String {
    switch format {
    case .table: environment.text + "\n\n" + table(bars: 30).plain
    case .markdown: table(bars: 0).markdown
    case .csv: table(bars: 0).csv
    case .json: try jsonText()
    }
  }

  /// One value of a peak.
  private struct Row {
    var threads: Int
    var name: String
    var bytes: Int?
    var value: Double
    var unit: String
  }

  private var rows: [Row] {
    peaks.flatMap { peak in
      [
        Row(
          threads: peak.threads, name: "multiply-add \(peak.instructionSet)", value: peak.gflops,
          unit: "GFLOP/s")
      ]
        + peak.levels.flatMap { level in
          [("read", level.readGBPerSecond), ("copy", level.copyGBPerSecond)].map { kind, value in
            Row(
              threads: peak.threads, name: "\(level.name) \(kind)", bytes: level.workingSetBytes,
              value: value, unit: "GB/s")
          }
        }
    }
  }

  /// The values, with bars of at most so many characters; each unit has a scale of its own.
  func table(bars width: Int) -> TextTable {
    let rows = rows
    let titles: [TextTable.Column] = [
      .numbers("threads"), .words("peak"), .numbers("KiB a thread"), .numbers("rate"),
      .words("unit"),
    ]
    return TextTable(
      columns: width > 0 ? titles + [.words("")] : titles,
      rows: rows.map { row in
        let largest = rows.filter { $0.unit == row.unit }.map(\.value).max() ?? 0
        return [
          "\(row.threads)", row.name, row.bytes.map { (Double($0) / 1024).text(digits: 0) } ?? "",
          row.value.shortText, row.unit,
        ] + (width > 0 ? [Bar.text(row.value / largest, width: width)] : [])
      })
  }
}
