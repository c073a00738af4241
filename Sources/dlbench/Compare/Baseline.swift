import Benchmarking
import FileAccess
import Foundation

/// An earlier run, and the file that it comes from.
package struct Baseline: Equatable {
  let path: String
  let report: BenchmarkReport

  /// The largest file that is read: thousands of times what a run writes.
  private static let limit = 64 << 20

  package init(path: String, report: BenchmarkReport) {
    self.path = path
    self.report = report
  }

  /// Reads a file that `--format json` wrote.
  init(reading path: String) throws(FileError) {
    let bytes = try Files.read(path, limit: Self.limit)
    do {
      report = try JSONDecoder().decode(BenchmarkReport.self, from: Data(bytes))
    } catch {
      throw FileError(path: path, problem: Self.problem(error, bytes))
    }
    guard report.version == BenchmarkReport.currentVersion else {
      throw FileError(
        path: path,
        problem: "has version \(report.version) of the format; this program reads version "
          + "\(BenchmarkReport.currentVersion)")
    }
    self.path = path
  }

  /// What makes a comparison with a run doubtful, a line each.
  package func warnings(about run: BenchmarkReport) -> [String] {
    let (now, before) = (run.environment, report.environment)
    let facts = [
      ("processor", now.processor, before.processor),
      ("instruction set", now.instructionSet, before.instructionSet),
      ("configuration", now.configuration, before.configuration),
    ]
    return facts.filter { $1 != $2 }.map { name, new, old in
      "the \(name) is \(new ?? "unknown"), that of the baseline \(old ?? "unknown")"
    } + (run.uncompared ?? []).map { "\($0.key): no time in \(Self.place($0.reason))" }
  }

  /// That nothing could be compared, what there is, and what would be right.
  var sharesNothing: FileError {
    let keys = report.results.filter { $0.timing != nil }.map(\.key)
    guard let first = keys.first else {
      return FileError(
        path: path,
        problem: "has no times to compare with; write a baseline with 'dlbench --output FILE.json'")
    }
    let others = keys.count > 1 ? " and \(Quantity.count(keys.count - 1, "other result"))" : ""
    return FileError(
      path: path,
      problem: "has no time of anything that was measured: it has \(first)\(others); compare runs "
        + "of the same workloads, backends and numbers of threads")
  }

  private static func place(_ reason: UncomparedResult.Reason) -> String {
    reason == .notInBaseline ? "the baseline" : "this run"
  }

  /// One line about what is wrong with a file.
  private static func problem(_ error: any Error, _ bytes: [UInt8]) -> String {
    let what = "is not a report of 'dlbench --format json'"
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      return "\(what): \(place(context.codingPath + [key])) is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      guard !context.codingPath.isEmpty else { return "\(what): \(outermost(bytes))" }
      return "\(what): \(place(context.codingPath)) has the wrong type"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      return "\(what): \(place(context.codingPath)) \(context.debugDescription)"
    default:
      return "\(what): it is not JSON"
    }
  }

  /// What JSON is that is no object.
  private static func outermost(_ bytes: [UInt8]) -> String {
    let isList = bytes.first { $0 > UInt8(ascii: " ") } == UInt8(ascii: "[")
    return isList ? "it is a list; give a file with one report" : "it is a single value"
  }

  private static func place(_ path: [any CodingKey]) -> String {
    path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
      .replacing(".[", with: "[")
  }
}
