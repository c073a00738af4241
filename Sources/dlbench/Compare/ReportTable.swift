import Benchmarking

/// Results as rows: for documents in words, for spreadsheets in numbers.
enum ReportTable {
  /// For documents.
  static func markdown(_ results: [BenchmarkResult]) -> String {
    TextTable(
      columns: [
        .words("workload"), .words("backend"), .numbers("threads"), .numbers("time"),
        .numbers("±"), .numbers("speed"), .numbers("of peak"), .numbers("vs"),
        .words("95 % interval"), .words("result"),
      ], rows: results.map(documentRow)
    ).markdown
  }

  /// For documents: what has changed since an earlier run, and what could not be compared; `nil` if
  /// there is neither.
  static func markdown(
    _ changes: [BenchmarkChange], _ uncompared: [UncomparedResult]
  ) -> String? {
    guard !changes.isEmpty || !uncompared.isEmpty else { return nil }
    return TextTable(
      columns: [
        .words("workload"), .words("backend"), .numbers("threads"), .numbers("before"),
        .numbers("after"), .numbers("change"), .words("verdict"),
      ],
      rows: changes.map {
        [
          $0.workload, $0.backend, "\($0.threads)", Quantity.time($0.before),
          Quantity.time($0.after),
          $0.kind == .notMeasured ? notMeasured : ChangeTable.percent($0.quotient),
          $0.kind.rawValue,
        ]
      }
        + uncompared.map {
          [$0.workload, $0.backend, "\($0.threads)", "", "", "", $0.reason.rawValue]
        }
    ).markdown
  }

  private static func documentRow(_ result: BenchmarkResult) -> [String] {
    let timing = result.measuredTiming
    let comparison = result.measuredComparison
    return [
      result.workload, result.backend, "\(result.threads)",
      timing.map { Quantity.time($0.median) } ?? (result.timing == nil ? "" : notMeasured),
      timing.map { Quantity.percent(100 * $0.uncertainty) } ?? "",
      timing.map { Quantity.rate($0.rate, $0.unit) } ?? "",
      timing == nil ? "" : result.percentOfPeak.map(Quantity.percent) ?? "",
      comparison.map { "\(Quantity.factor($0.speedup)) \($0.relativeTo)" } ?? "",
      comparison.map(interval) ?? "", result.problem ?? result.verdict.rawValue,
    ]
  }

  /// What stands where a time would, if the samples say nothing about it.
  static let notMeasured = "not measured"

  /// From how many times faster to how many.
  static func interval(_ comparison: BenchmarkComparison) -> String {
    [comparison.interval.lowerBound, comparison.interval.upperBound].map(Quantity.factor)
      .joined(separator: " to ")
  }

  /// For spreadsheets: the columns of the JSON form, intervals in two.
  static func csv(_ results: [BenchmarkResult]) -> String {
    TextTable(
      columns: columns.map { .words($0.title) },
      rows: results.map { result in
        columns.map { $0.value(result) ?? "" }
      }
    ).csv
  }

  private struct Column {
    let title: String
    let value: (BenchmarkResult) -> String?
  }

  private static var columns: [Column] {
    [
      Column(title: "workload") { $0.workload }, Column(title: "backend") { $0.backend },
      Column(title: "threads") { "\($0.threads)" },
      Column(title: "samples") { number($0.timing?.samples) },
      Column(title: "runs_per_sample") { number($0.timing?.runsPerSample) },
      Column(title: "median_s") { number($0.timing?.median) },
      Column(title: "min_s") { number($0.timing?.minimum) },
      Column(title: "mad_s") { number($0.timing?.deviation) },
      Column(title: "ci95_low_s") { number($0.timing?.interval.lowerBound) },
      Column(title: "ci95_high_s") { number($0.timing?.interval.upperBound) },
      Column(title: "outliers") { number($0.timing?.outliers) },
      Column(title: "rate") { number($0.timing?.rate) },
      Column(title: "unit") { $0.timing?.unit }, Column(title: "flops") { number($0.flops) },
      Column(title: "bytes") { number($0.bytes) },
      Column(title: "gflops") { number($0.gigaflops) },
      Column(title: "gbytes_per_s") { number($0.gigabytes) },
      Column(title: "percent_of_peak") { number($0.percentOfPeak) },
      Column(title: "speedup") { number($0.comparison?.speedup) },
      Column(title: "speedup_ci95_low") { number($0.comparison?.interval.lowerBound) },
      Column(title: "speedup_ci95_high") { number($0.comparison?.interval.upperBound) },
      Column(title: "relative_to") { $0.comparison?.relativeTo },
      Column(title: "relative_to_threads") { number($0.comparison?.threads) },
      Column(title: "verdict") { $0.verdict.rawValue },
      Column(title: "max_error") { number($0.maximumError) },
      Column(title: "verified") { "\($0.verified)" }, Column(title: "problem") { $0.problem },
    ]
  }

  private static func number(_ value: (some CustomStringConvertible)?) -> String? {
    value.map { "\($0)" }
  }
}
