import Benchmarking

/// What has changed since an earlier run; what has not, or could not be compared, is only counted.
package struct ChangeTable {
  let changes: [BenchmarkChange]
  let uncompared: [UncomparedResult]
  let baseline: String?
  let terminal: Terminal

  var lines: [String] {
    guard !changes.isEmpty || !uncompared.isEmpty else { return [] }
    let changed = changes.filter { $0.kind != .same }.sorted { $0.quotient > $1.quotient }
    let title = "changes since \(baseline ?? "the baseline")".fitted(terminal.width)
    let counts = [
      (changes.count - changed.count, "unchanged within noise"),
      (uncompared.count { $0.reason == .notInBaseline }, "not in the baseline"),
      (uncompared.count { $0.reason == .notInRun }, "of the baseline not in this run"),
    ]
    return [terminal.styled(title, .bold)] + changed.map(line)
      + counts.filter { $0.0 > 0 }.map { "  \(Quantity.count($0.0, "result")) \($0.1)" }
  }

  private func line(_ change: BenchmarkChange) -> String {
    let times = "\(Quantity.time(change.before)) → \(Quantity.time(change.after))"
    let figures = Self.figures(change)
    let front = "  " + times.left(19)
    let room = max(terminal.width - front.count - figures.count - 2, 8)
    let name = "\(change.workload)  \(change.backend) t\(change.threads)".fitted(room)
    return front + styled(figures, change.kind) + "  " + name
  }

  /// How much slower or faster, and the verdict.
  private static func figures(_ change: BenchmarkChange) -> String {
    guard change.kind != .notMeasured else { return ReportTable.notMeasured.right(19) }
    return percent(change.quotient).right(8) + "  " + word(change.kind).left(9)
  }

  /// How much slower (+) or faster (-); from ten times on, how many times.
  package static func percent(_ quotient: Double) -> String {
    if quotient >= 10 { return "×" + Quantity.compact(quotient) }
    if quotient <= 0.1 { return "÷" + Quantity.compact(1 / quotient) }
    let percent = 100 * (quotient - 1)
    return (percent > 0 ? "+" : "") + Quantity.percent(percent)
  }

  private static func word(_ kind: BenchmarkChange.Kind) -> String {
    kind == .regressed ? "REGRESSED" : kind.rawValue
  }

  private func styled(_ text: String, _ kind: BenchmarkChange.Kind) -> String {
    switch kind {
    case .regressed: terminal.styled(text, .red)
    case .slower: terminal.styled(text, .yellow)
    case .faster: terminal.styled(text, .green)
    case .notMeasured: terminal.styled(text, .yellow)
    case .same: text
    }
  }
}
