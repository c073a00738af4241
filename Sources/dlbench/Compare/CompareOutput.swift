import ArgumentParser
import Benchmarking
import FileAccess

/// Where results go, and in which form.
package struct CompareOutput: ParsableArguments {
  @Option(
    help: """
      table, markdown, csv or json. By default table; for --output what its name ends with (.json, \
      .csv, .md).
      """)
  var format: ResultFormat?

  @Option(
    help: ArgumentHelp(
      "Write the results into a file; the table is shown as well.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Write a page with charts into a file; the table is shown as well.", valueName: "file"))
  var html: String?

  package init() {}

  package func validate() throws {
    if let output, let html, output == html || Files.isSame(output, html) {
      throw ValidationError("--output and --html are the same file, \(html); give each its own")
    }
  }

  /// The files that are written.
  var files: [String] { [output, html].compactMap(\.self) }

  /// Refuses a file that could not be written later, before any time is spent.
  func check() throws(FileError) {
    for path in files { try Files.requirePlace(for: path) }
  }

  /// Writes everything that was asked for; nothing where nothing was measured, so that a run that is
  /// stopped at once leaves earlier results alone.
  package func write(_ report: BenchmarkReport, baseline: String? = nil) throws {
    guard !report.results.isEmpty else {
      return standardError("dlbench: nothing was measured, so nothing is written")
    }
    if let html {
      try Files.writeAtomically(Array(htmlReport(report, peaks: report.peaks ?? []).utf8), to: html)
      standardError("dlbench: written to \(html)")
    }
    guard let output else {
      return print(
        try ReportText(report: report, baseline: baseline, terminal: .output).text(format ?? .table)
      )
    }
    let text = try ReportText(report: report, baseline: baseline, terminal: .plain)
      .text(format ?? Self.format(of: output))
    try Files.writeAtomically(Array((text + "\n").utf8), to: output)
    guard !Files.isStandardOutput(output) else { return }
    print(try ReportText(report: report, baseline: baseline, terminal: .output).text(.table))
    standardError("dlbench: written to \(output)")
  }

  /// The form that a file's name asks for.
  package static func format(of path: String) -> ResultFormat {
    let name = path.lowercased()
    if name.hasSuffix(".json") { return .json }
    if name.hasSuffix(".csv") { return .csv }
    return name.hasSuffix(".md") || name.hasSuffix(".markdown") ? .markdown : .table
  }
}
