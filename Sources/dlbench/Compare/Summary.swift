import Benchmarking

/// The answer in a few lines: who is faster, whether it is right, and whether to believe it.
struct Summary {
  let report: BenchmarkReport
  let terminal: Terminal

  var lines: [String] {
    (report.standings.map(line) + [verified, unmeasured, noise].compactMap(\.self))
      .flatMap(wrapped)
      .map { line in
        // Wrapped first, as colours have no width.
        line.hasPrefix("WRONG") ? terminal.styled(line, .red) : line
      }
  }

  private func line(_ standing: Standing) -> String {
    let other = standing.relativeTo
    let mean = standing.geometricMean.map {
      "\(Quantity.factor($0)) the speed of \(other) (geometric mean)"
    }
    let workloads = Quantity.count(standing.count, "workload")
    return "\(standing.backend): \(mean ?? "beside \(other)"), "
      + "faster in \(standing.wins) of \(workloads), slower in \(standing.losses), "
      + "tied in \(standing.ties)"
      + (standing.unmeasured > 0 ? ", not measured in \(standing.unmeasured)" : "")
  }

  private var verified: String? {
    guard !report.results.isEmpty else { return nil }
    let wrong = report.results.count { !$0.verified }
    let all = Quantity.count(report.results.count, "result")
    return wrong == 0
      ? "checked: \(all), all right" : "WRONG: \(wrong) of \(all); what is wrong has no time"
  }

  private var unmeasured: String? {
    let count = report.results.count { $0.verdict == .notMeasured }
    guard count > 0 else { return nil }
    return "not measured: \(Quantity.count(count, "result")), whose samples differ too much to say "
      + "anything" + (report.isTooNoisy ? "" : "; \(Self.advice)")
  }

  private static let advice = "end other programs, or give a longer --min-time"

  private var noise: String? {
    let noisy = report.noisyResults.count
    guard noisy > 0 else { return nil }
    let limit = Quantity.percent(100 * BenchmarkReport.noiseLimit)
    let figures = "\(Quantity.count(noisy, "median")) uncertain by more than \(limit)"
    return report.isTooNoisy
      ? "too noisy to tell: \(figures); \(Self.advice)"
      : "noise: \(figures)"
  }

  /// A line cut at spaces into those that fit; all but the first begin with two spaces.
  private func wrapped(_ line: String) -> [String] {
    var lines: [String] = []
    var current = ""
    for word in line.split(separator: " ") {
      if !current.isEmpty, current.count + 1 + word.count > terminal.width {
        lines.append(current)
        current = "  \(word)"
      } else {
        current += current.isEmpty ? "\(word)" : " \(word)"
      }
    }
    return lines + [current]
  }
}
