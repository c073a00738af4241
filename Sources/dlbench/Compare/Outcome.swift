import ArgumentParser
import Benchmarking

/// What a run means to a script: its exit code, and a line for each reason.
package struct Outcome: Equatable {
  /// The exit code; `nil` if all is well.
  package var status: ExitCode?
  /// The reasons.
  package var lines: [String]

  /// Judges a run: an interruption comes first, then what is wrong, then what has become slower,
  /// then what could not be compared.
  package init(of report: BenchmarkReport, since baseline: Baseline? = nil, failsOnRegression: Bool)
  {
    lines = report.results.compactMap { result in
      result.problem.map { "error: \(result.key): wrong result: \($0)" }
    }
    let changes = report.changes ?? []
    let regressions = changes.count { $0.kind == .regressed }
    let undecided = failsOnRegression ? report.undecidedResults : []
    if report.method.interrupted {
      status = Exit.interrupted
      lines.append("interrupted; what was done is shown")
    } else if !report.isVerified {
      status = Exit.failure
    } else if failsOnRegression, regressions > 0 {
      status = Exit.regression
      lines.append("\(Quantity.count(regressions, "regression")) found")
    } else if let baseline, changes.isEmpty {
      status = Exit.failure
      lines.append("error: \(baseline.sharesNothing)")
    } else if !undecided.isEmpty {
      status = Exit.failure
      lines.append(Self.undecided(undecided))
    }
  }

  /// That noise hides whether results have become slower, and which.
  private static func undecided(_ results: [BenchmarkResult.Key]) -> String {
    "error: too noisy to tell a regression in \(results.map(\.description).joined(separator: "; ")); "
      + "end other programs, or give a longer --min-time, here or for the baseline"
  }
}
