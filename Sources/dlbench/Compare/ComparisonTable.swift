import Benchmarking

/// The results, those of each workload together: a line a backend, with a bar for its speed.
struct ComparisonTable {
  let results: [BenchmarkResult]
  let terminal: Terminal

  var lines: [String] {
    guard !results.isEmpty else { return [] }
    return [titles] + groups.flatMap { group in ["", heading(of: group)] + rows(of: group) }
  }

  /// The results of each workload, in the order of the run.
  private var groups: [[BenchmarkResult]] {
    var groups: [[BenchmarkResult]] = []
    for result in results {
      if groups.last?.first?.workload == result.workload {
        groups[groups.count - 1].append(result)
      } else {
        groups.append([result])
      }
    }
    return groups
  }

  private var titles: String {
    let cells = Cells(
      backend: "", time: "time", spread: "±", rate: "speed", peak: "of peak",
      factor: referenceTitle, detail: "95 % interval")
    return terminal.styled(columns.line(cells, bar: ""), .dim)
  }

  private var referenceTitle: String {
    let names = Set(results.compactMap { $0.comparison?.relativeTo })
    return names.count == 1 ? "vs \(names.first ?? "")" : ""
  }

  private func heading(of group: [BenchmarkResult]) -> String {
    terminal.styled((group.first?.workload ?? "").fitted(terminal.width), .bold)
  }

  private func rows(of group: [BenchmarkResult]) -> [String] {
    let best = group.compactMap(\.measuredTiming).map(\.rate).max() ?? 0
    return group.map { result in
      guard let timing = result.timing else { return wrongRow(result) }
      guard timing.isMeasured else { return unmeasuredRow(result, timing) }
      let share = best > 0 ? timing.rate / best : 0
      let bar = Bar.text(share, width: columns.bar)
      let isBest = timing.rate == best && group.count > 1
      return columns.line(cells(of: result, timing), bar: bar) { part, text in
        switch part {
        case .bar: terminal.styled(text, isBest ? .green : .cyan)
        case .backend: isBest ? terminal.styled(text, .bold) : text
        case .factor: styled(text, result.verdict)
        case .detail: terminal.styled(text, .dim)
        case .other: text
        }
      }
    }
  }

  private func cells(of result: BenchmarkResult, _ timing: BenchmarkTiming) -> Cells {
    Cells(
      backend: label(of: result), time: Quantity.time(timing.median),
      spread: "±" + Quantity.percent(100 * timing.uncertainty),
      rate: Quantity.rate(timing.rate, timing.unit),
      peak: result.percentOfPeak.map(Quantity.percent) ?? "", factor: Self.factor(of: result),
      detail: detail(of: result, timing))
  }

  private func detail(of result: BenchmarkResult, _ timing: BenchmarkTiming) -> String {
    let interval = result.measuredComparison.map(ReportTable.interval)
    let outliers = timing.outliers > 0 ? ", \(Quantity.count(timing.outliers, "outlier"))" : ""
    return (interval ?? "").left(18) + "\(Quantity.count(timing.samples, "sample"))\(outliers)"
  }

  /// How many times faster, unless that cannot be told.
  static func factor(of result: BenchmarkResult) -> String {
    switch result.verdict {
    case .reference: "1x"
    case .tie: "tie"
    case .noisy: "noise"
    case .alone, .wrong, .notMeasured: ""
    case .faster, .slower:
      result.measuredComparison.map { Quantity.factor($0.speedup) } ?? result.verdict.rawValue
    }
  }

  private func styled(_ text: String, _ verdict: BenchmarkVerdict) -> String {
    switch verdict {
    case .faster: terminal.styled(text, .green)
    case .slower: terminal.styled(text, .red)
    case .tie, .noisy: terminal.styled(text, .yellow)
    case .reference, .alone, .wrong, .notMeasured: terminal.styled(text, .dim)
    }
  }

  /// Samples that say nothing about the time say nothing about what follows from it either.
  private func unmeasuredRow(_ result: BenchmarkResult, _ timing: BenchmarkTiming) -> String {
    let cells = Cells(
      backend: label(of: result), time: ReportTable.notMeasured, spread: "", rate: "", peak: "",
      factor: "", detail: detail(of: result, timing))
    return columns.line(cells, bar: "") { part, text in
      part == .detail ? terminal.styled(text, .dim) : text
    }
  }

  private func wrongRow(_ result: BenchmarkResult) -> String {
    let name = "  " + label(of: result).left(columns.backend) + "  "
    let problem = "WRONG  \(result.problem ?? "")".fitted(max(terminal.width - name.count, 0))
    return name + terminal.styled(problem, .red)
  }

  /// The backend's name, with its threads where one backend ran with several numbers of them.
  private func label(of result: BenchmarkResult) -> String {
    hasSweep ? "\(result.backend) t\(result.threads)" : result.backend
  }

  private var hasSweep: Bool {
    Dictionary(grouping: results, by: \.backend).values.contains {
      Set($0.map(\.threads)).count > 1
    }
  }

  private var columns: ComparisonColumns {
    ComparisonColumns(
      width: terminal.width, hasBars: terminal.hasBars,
      backend: results.map { label(of: $0).count }.max() ?? 0,
      hasPeak: results.contains { $0.percentOfPeak != nil },
      hasFactor: results.contains { $0.comparison != nil })
  }
}

/// The texts of one line.
struct Cells {
  var backend: String
  var time: String
  var spread: String
  var rate: String
  var peak: String
  var factor: String
  var detail: String
}
