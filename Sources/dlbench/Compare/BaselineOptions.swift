import ArgumentParser
import Benchmarking
import FileAccess
import Foundation

/// An earlier run to compare with.
struct BaselineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Compare with an earlier run, as --format json wrote it.", valueName: "file"))
  var baseline: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Exit with 3 if something is slower than in the earlier run, beyond noise and this many "
        + "percent.", valueName: "percent"))
  var failOnRegression: Double?

  func validate() throws {
    guard let failOnRegression else { return }
    guard baseline != nil else {
      throw ValidationError("--fail-on-regression needs an earlier run; give --baseline, too")
    }
    guard (0...1e6).contains(failOnRegression) else {
      throw ValidationError(
        "--fail-on-regression must lie in 0...1000000 percent, but is \(failOnRegression)")
    }
  }

  /// The largest file that is read: thousands of times what a run writes.
  private static let limit = 64 << 20

  /// The earlier run, if there is one.
  func read() throws(FileError) -> BenchmarkReport? {
    guard let baseline else { return nil }
    let bytes = try Files.read(baseline, limit: Self.limit)
    let report: BenchmarkReport
    do {
      report = try JSONDecoder().decode(BenchmarkReport.self, from: Data(bytes))
    } catch {
      throw FileError(path: baseline, problem: Self.problem(error))
    }
    guard report.version == BenchmarkReport.currentVersion else {
      throw FileError(
        path: baseline,
        problem: "has version \(report.version) of the format; this program reads version "
          + "\(BenchmarkReport.currentVersion)")
    }
    return report
  }

  /// What has changed; says on standard error what makes the comparison doubtful.
  func changes(of report: BenchmarkReport, since earlier: BenchmarkReport) -> [BenchmarkChange] {
    let changes = report.changes(since: earlier, allowing: failOnRegression ?? 0)
    let (now, before) = (report.environment, earlier.environment)
    let facts = [
      ("processor", now.processor, before.processor),
      ("instruction set", now.instructionSet, before.instructionSet),
      ("configuration", now.configuration, before.configuration),
    ]
    for (name, new, old) in facts where new != old {
      standardError(
        "dlbench: warning: the \(name) is \(new ?? "unknown"), that of the baseline "
          + "\(old ?? "unknown")")
    }
    if changes.isEmpty {
      standardError("dlbench: warning: nothing that was measured is in the baseline")
    }
    return changes
  }

  /// One line about what is wrong with a file.
  private static func problem(_ error: any Error) -> String {
    let what = "is not a report of 'dlbench --format json'"
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      return "\(what): \(place(context.codingPath + [key])) is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      return "\(what): \(place(context.codingPath)) has the wrong type"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      return "\(what): \(place(context.codingPath)) \(context.debugDescription)"
    default:
      return "\(what): it is not JSON"
    }
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
      .replacing(".[", with: "[")
  }
}
