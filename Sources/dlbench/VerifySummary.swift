import BackendConformance
import Benchmarking
import DLCore

/// What `verify` prints at the end.
struct VerifySummary {
  let reports: [ConformanceReport]
  let showsCoverage: Bool
  /// Whether all checks were run, so that every requirement must have been called.
  let isWhole: Bool

  /// Whether everything passed, and something ran for every backend.
  var isSuccess: Bool {
    reports.allSatisfy { $0.isSuccess && (!isWhole || $0.uncovered.isEmpty) }
  }

  /// Lines for people; the last one has the sums.
  var text: String {
    var lines = reports.flatMap(lines(of:))
    for report in reports where report.passed + report.failed == 0 {
      lines.append("\(report.subject): no check ran; the filter matches none")
    }
    lines.append("\(sum(\.passed)) passed, \(sum(\.failed)) failed, \(sum(\.skipped)) skipped")
    return lines.joined(separator: "\n")
  }

  /// One object.
  var json: String {
    get throws {
      try VerifyObject(
        passed: sum(\.passed), failed: sum(\.failed), skipped: sum(\.skipped),
        backends: reports.map { VerifyObject.Backend($0, showsCoverage: showsCoverage) }
      ).jsonText(pretty: false)
    }
  }

  private func sum(_ count: (ConformanceReport) -> Int) -> Int {
    reports.reduce(0) { $0 + count($1) }
  }

  private func lines(of report: ConformanceReport) -> [String] {
    var lines = report.failures.map(\.description)
    lines += report.skips.map { "\(report.subject): \($0.check) skipped: \($0.reason)" }
    lines += report.families.sorted { $0.key < $1.key }.map { family, tally in
      "\(report.subject): \(family): \(tally.passed) passed, \(tally.failed) failed, "
        + "\(tally.skipped) skipped"
    }
    if showsCoverage {
      lines += Requirement.allCases.map {
        "\(report.subject): \($0.rawValue) is called by \(report.coverage[$0] ?? 0) cases"
      }
    }
    if isWhole {
      lines += report.uncovered.map { "\(report.subject): no case calls \($0.rawValue)" }
    }
    return lines
  }
}
