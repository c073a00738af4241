import Benchmarking

/// What has changed since an earlier run; what has not is only counted.
struct ChangeTable {
  let changes: [BenchmarkChange]?
  let baseline: String?
  let terminal: Terminal

  var lines: [String] {
    guard let changes, !changes.isEmpty else { return [] }
    let changed = changes.filter { $0.kind != .same }.sorted { $0.quotient > $1.quotient }
    let title = "changes since \(baseline ?? "the baseline")".fitted(terminal.width)
    let same = changes.count - changed.count
    return [terminal.styled(title, .bold)] + changed.map(line)
      + (same > 0 ? ["  \(Quantity.count(same, "result")) unchanged within noise"] : [])
  }

  private func line(_ change: BenchmarkChange) -> String {
    let times = "\(Quantity.time(change.before)) → \(Quantity.time(change.after))"
    let figures = Self.percent(change.quotient).right(8) + "  " + Self.word(change.kind).left(9)
    let front = "  " + times.left(19)
    let room = max(terminal.width - front.count - figures.count - 2, 8)
    let name = "\(change.workload)  \(change.backend) t\(change.threads)".fitted(room)
    return front + styled(figures, change.kind) + "  " + name
  }

  /// How much slower (+) or faster (-).
  static func percent(_ quotient: Double) -> String {
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
    case .same: text
    }
  }
}
