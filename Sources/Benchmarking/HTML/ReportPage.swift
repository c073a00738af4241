/// A page about a run of the benchmark, in one file that needs nothing else.
///
/// Charts are drawn here, as SVG inside the page; nothing is loaded from elsewhere, and the page
/// has no scripts.
///
/// - Parameters:
///   - report: The run.
///   - peaks: What the machine can do, for each number of threads; none leaves the rooflines out.
public func htmlReport(_ report: BenchmarkReport, peaks: [MachinePeak]) -> String {
  ReportPage(report: report, peaks: peaks).html
}

/// The parts of the page.
private struct ReportPage {
  let report: BenchmarkReport
  let peaks: [MachinePeak]

  var html: String {
    let title = "DLCore benchmark" + (report.environment.date.map { ", \($0)" } ?? "")
    let head = HTMLElement(
      "head", [],
      [
        HTMLElement("meta", [("charset", "utf-8")]),
        HTMLElement(
          "meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
        HTMLElement(
          "meta",
          [
            ("http-equiv", "Content-Security-Policy"),
            ("content", "default-src 'none'; style-src 'unsafe-inline'"),
          ]),
        HTMLElement("title", text: title), ReportStyle.element,
      ])
    let body = HTMLElement("body", [], [HTMLElement("main", [], sections)])
    return "<!DOCTYPE html>\n" + HTMLElement("html", [("lang", "en")], [head, body]).html + "\n"
  }

  private var tables: ReportTables { ReportTables(report: report, peaks: peaks) }
  private var legend: BackendLegend { BackendLegend(report.results) }

  private var sections: [HTMLElement] {
    [HTMLElement("h1", text: "DLCore benchmark"), summary, environment, times]
      + (peaks.isEmpty ? [] : [rooflines])
      + [
        section(
          "Figures",
          [tables.results] + (tables.changes.map { [$0] } ?? [])
            + (peaks.isEmpty ? [] : [tables.machine]))
      ]
  }

  private func section(_ title: String, _ content: [HTMLElement]) -> HTMLElement {
    HTMLElement("section", [], [HTMLElement("h2", text: title)] + content)
  }

  /// What stands out, in sentences.
  private var summary: HTMLElement {
    var lines = contenders.compactMap { name, results -> HTMLElement? in
      let compared = results.filter { $0.comparison != nil }
      guard let first = compared.first, let other = first.comparison?.other(than: first.threads)
      else { return nil }
      func count(_ verdict: BenchmarkVerdict) -> Int { compared.count { $0.verdict == verdict } }
      return HTMLElement(
        "p",
        text: "\(name): faster than \(other) in \(count(.faster)) of \(compared.count) workloads, "
          + "slower in \(count(.slower)), level or too close to call in "
          + "\(count(.tie) + count(.noisy))"
          + (count(.notMeasured) > 0 ? ", not measured in \(count(.notMeasured))." : "."))
    }
    let wrong = report.results.count { !$0.verified }
    if wrong > 0 {
      lines.append(
        HTMLElement(
          "p", [("class", "bad")],
          text: "\(wrong) of \(report.results.count) results are wrong and have no time."))
    }
    if report.method.interrupted {
      lines.append(
        HTMLElement("p", [("class", "bad")], text: "The run was stopped before its end."))
    }
    return HTMLElement("section", [], lines)
  }

  /// The results of each backend and number of threads, in the order of the report.
  private var contenders: [(name: String, results: [BenchmarkResult])] {
    grouped(report.results, by: \.contender)
  }

  private var environment: HTMLElement {
    section(
      "Where it was measured",
      [
        HTMLElement(
          "dl", [],
          report.environment.lines.flatMap {
            [HTMLElement("dt", text: $0.name), HTMLElement("dd", text: $0.value)]
          })
      ])
  }

  private var times: HTMLElement {
    let charts = grouped(report.results, by: \.workload).enumerated().map { index, group in
      HTMLElement(
        "figure", [],
        [
          HTMLElement("h3", text: group.name),
          BarChart(
            identifier: "time\(index)", workload: group.name, results: group.results,
            legend: legend
          ).element,
        ])
    }
    return section(
      "Time of one run",
      [
        HTMLElement(
          "p", [("class", "soft")],
          text:
            "Medians; shorter is faster. Scales are logarithmic, and each workload has its own. "
            + "Whiskers are 95 % intervals of the median."), legend.element,
        HTMLElement("div", [("class", "cards")], charts),
      ])
  }

  private var rooflines: HTMLElement {
    let charts = peaks.enumerated().map { index, peak in
      HTMLElement(
        "figure", [],
        [
          HTMLElement("h3", text: "\(peak.threads) thread\(peak.threads == 1 ? "" : "s")"),
          RooflineChart(
            identifier: "roofline\(index)", peak: peak, results: report.results, legend: legend
          ).element,
        ])
    }
    return section(
      "How close to what the machine can do",
      [
        HTMLElement(
          "p", [("class", "soft")],
          text: "Each point is a workload on a backend. The lines are the machine's limits, as "
            + "measured: its arithmetic, and reading from each level of memory. Operations are "
            + "counted as in the textbook, so a backend that leaves out what is not needed can come "
            + "to lie above a line. Point at a mark to see what it is."), legend.element,
        HTMLElement("div", [("class", "cards wide")], charts),
      ])
  }

  private func grouped(
    _ results: [BenchmarkResult], by name: (BenchmarkResult) -> String
  ) -> [(name: String, results: [BenchmarkResult])] {
    var order: [String] = []
    var groups: [String: [BenchmarkResult]] = [:]
    for result in results {
      let name = name(result)
      if groups[name] == nil { order.append(name) }
      groups[name, default: []].append(result)
    }
    return order.map { ($0, groups[$0] ?? []) }
  }
}
