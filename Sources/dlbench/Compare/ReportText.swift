import Benchmarking

/// A report in one of the forms.
package struct ReportText {
  let report: BenchmarkReport
  /// The name of the file with the earlier run, if there was one.
  let baseline: String?
  let terminal: Terminal

  package init(report: BenchmarkReport, baseline: String?, terminal: Terminal) {
    self.report = report
    self.baseline = baseline
    self.terminal = terminal
  }

  package func text(_ format: ResultFormat) throws -> String {
    switch format {
    case .table:
      [
        EnvironmentHeader(report: report, terminal: terminal).lines,
        ComparisonTable(results: report.results, terminal: terminal).lines,
        ChangeTable(
          changes: report.changes ?? [], uncompared: report.uncompared ?? [], baseline: baseline,
          terminal: terminal
        ).lines,
        Summary(report: report, terminal: terminal).lines,
      ].filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    case .markdown:
      [
        ReportTable.markdown(report.results),
        ReportTable.markdown(report.changes ?? [], report.uncompared ?? []),
      ].compactMap(\.self).joined(separator: "\n\n")
    case .csv: ReportTable.csv(report.results)
    case .json: try report.jsonText()
    }
  }
}
