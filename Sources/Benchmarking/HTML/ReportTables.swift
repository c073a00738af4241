import Foundation

/// The figures of a report as tables of HTML.
struct ReportTables {
  let report: BenchmarkReport
  let peaks: [MachinePeak]

  /// Every result with all that is known.
  var results: HTMLElement {
    let columns: [TextTable.Column] = [
      .words("workload"), .words("backend"), .numbers("threads"), .numbers("median"),
      .numbers("95 % interval"), .numbers("samples"), .numbers("outliers"), .numbers("rate"),
      .numbers("GFLOP/s"), .numbers("GB/s"), .numbers("% of peak"), .numbers("speed"),
      .numbers("95 % interval"), .words("verdict"), .numbers("largest error"), .words("problem"),
    ]
    return element(
      TextTable(columns: columns, rows: report.results.map(cells)),
      caption: "All results. Times are of one run; speed is beside the reference.")
  }

  /// What has changed since an earlier run, and what could not be compared.
  var changes: HTMLElement? {
    guard let changes = report.changes else { return nil }
    return element(
      TextTable(
        columns: [
          .words("workload"), .words("backend"), .numbers("threads"), .numbers("before"),
          .numbers("now"), .numbers("times as long"), .words("change"),
        ],
        rows: changes.map {
          [
            $0.workload, $0.backend, "\($0.threads)", $0.before.timeText, $0.after.timeText,
            $0.kind == .notMeasured ? "not measured" : $0.quotient.shortText, $0.kind.rawValue,
          ]
        }
          + (report.uncompared ?? []).map {
            [$0.workload, $0.backend, "\($0.threads)", "-", "-", "-", $0.reason.rawValue]
          }), caption: "Changes since the baseline.")
  }

  /// What the machine can do.
  var machine: HTMLElement {
    element(
      PeakReport(environment: report.environment, peaks: peaks).table(bars: 0),
      caption: "The most that the machine can do, as measured before the benchmark.")
  }

  private func cells(_ result: BenchmarkResult) -> [String] {
    let timing = result.measuredTiming
    // What follows from a time that says nothing says nothing either.
    let derived = timing == nil ? nil : result
    return [
      result.workload, result.backend, "\(result.threads)", result.timeText ?? "-",
      timing.map { interval($0.interval, \.timeText) } ?? "-",
      result.timing.map { "\($0.samples)" } ?? "-",
      result.timing.map { "\($0.outliers)" } ?? "-",
      timing.map { "\($0.rate.shortText) \($0.unit)" } ?? "-",
      derived?.gigaflops?.shortText ?? "-", derived?.gigabytes?.shortText ?? "-",
      derived?.percentOfPeak?.text(digits: 1) ?? "-", result.speedText ?? "-",
      result.measuredComparison.map { interval($0.interval, \.shortText) } ?? "-",
      result.verdict.rawValue, result.maximumError.map { String(format: "%.1e", $0) } ?? "-",
      result.problem ?? "",
    ]
  }

  private func interval(_ range: ClosedRange<Double>, _ text: (Double) -> String) -> String {
    "\(text(range.lowerBound)) … \(text(range.upperBound))"
  }

  private func element(_ table: TextTable, caption: String) -> HTMLElement {
    func row(_ cells: [String], _ name: String) -> HTMLElement {
      HTMLElement(
        "tr", [],
        zip(table.columns, cells).map { column, cell in
          let side = column.isRight ? [("class", "right")] : []
          return HTMLElement(name, (name == "th" ? [("scope", "col")] : []) + side, text: cell)
        })
    }
    return HTMLElement(
      "div", [("class", "scroll"), ("tabindex", "0")],
      [
        HTMLElement(
          "table", [],
          [
            HTMLElement("caption", text: caption),
            HTMLElement("thead", [], [row(table.columns.map(\.title), "th")]),
            HTMLElement("tbody", [], table.rows.map { row($0, "td") }),
          ])
      ])
  }
}
