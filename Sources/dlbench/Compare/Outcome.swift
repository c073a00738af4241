import ArgumentParser
import Benchmarking

/// What a run means to a script: its exit code, and a line for each reason.
struct Outcome: Equatable {
  /// The exit code; `nil` if all is well.
  var status: ExitCode?
  /// The reasons.
  var lines: [String]

  /// Judges a run: an interruption comes first, then what is wrong, then what has become slower.
  init(of report: BenchmarkReport, failsOnRegression: Bool) {
    lines = report.results.compactMap { result in
      result.problem.map { "error: \(result.key): wrong result: \($0)" }
    }
    let regressions = (report.changes ?? []).count { $0.kind == .regressed }
    if report.method.interrupted {
      status = Exit.interrupted
      lines.append("interrupted; what was done is shown")
    } else if !report.isVerified {
      status = Exit.failure
    } else if failsOnRegression, regressions > 0 {
      status = Exit.regression
      lines.append("\(Quantity.count(regressions, "regression")) found")
    }
  }
}
