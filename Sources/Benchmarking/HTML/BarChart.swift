/// The times of one workload as bars, one for each backend and number of threads.
struct BarChart {
  let identifier: String
  let workload: String
  let results: [BenchmarkResult]
  let legend: BackendLegend

  private static let width = 360.0
  private static let rowHeight = 34.0
  /// Where times end; behind them there is room for how fast that is beside another backend.
  private static let timeEnd = 262.0

  /// The drawing.
  var element: HTMLElement {
    let timings = results.compactMap(\.measuredTiming)
    let scale = LogScale(
      holding: timings.flatMap { [$0.interval.lowerBound, $0.median, $0.interval.upperBound] },
      before: 4, after: 1.15, line: (from: 0.5, to: Self.width - 12))
    let bottom = Double(results.count) * Self.rowHeight + 2
    let rows = results.enumerated().flatMap { row($1, top: Double($0) * Self.rowHeight, scale) }
    return SVG.drawing(
      identifier, width: Self.width, height: bottom + (timings.isEmpty ? 0 : 18),
      title: "Time of one run of \(workload)", description: description,
      (timings.isEmpty ? [] : axis(scale, bottom: bottom)) + rows)
  }

  /// What the drawing shows, in words.
  private var description: String {
    "Shorter is faster; logarithmic scale; whiskers are 95 % intervals. "
      + results.map { result in
        let time = result.timeText ?? "no time"
        return "\(result.contender): \(time)"
      }.joined(separator: "; ") + "."
  }

  private func axis(_ scale: LogScale, bottom: Double) -> [HTMLElement] {
    let ticks = scale.ticks
    return ticks.flatMap { tick in
      let x = scale.position(tick)
      // Labels at the ends would be cut.
      let anchor = x < 20 ? "start" : x > Self.width - 20 ? "end" : "middle"
      return [
        SVG.line(x, 0, x, bottom, class: "grid"),
        SVG.text(tick.timeTickText, x: x, y: bottom + 12, anchor: anchor, class: "small"),
      ]
    }
  }

  private func row(_ result: BenchmarkResult, top: Double, _ scale: LogScale) -> [HTMLElement] {
    let name = SVG.text(result.contender, x: 2, y: top + 13)
    guard let timing = result.measuredTiming else {
      let text = result.verified ? "not measured" : "wrong result"
      return [
        name, SVG.text(text, x: Self.width - 2, y: top + 13, anchor: "end", class: "value wrong"),
      ]
    }
    let speed = result.speedText ?? ""
    let middle = top + 23
    let (from, to) = (
      scale.position(timing.interval.lowerBound), scale.position(timing.interval.upperBound)
    )
    return [
      name,
      SVG.text(
        timing.median.timeText, x: Self.timeEnd, y: top + 13, anchor: "end", class: "value"),
      SVG.text(speed, x: Self.width - 2, y: top + 13, anchor: "end", class: "value soft"),
      SVG.rectangle(
        x: scale.line.from, y: top + 18, width: scale.position(timing.median) - scale.line.from,
        height: 10, class: legend.fill(result.backend)),
      SVG.line(from, middle, to, middle, class: "whisker"),
      SVG.line(from, middle - 4, from, middle + 4, class: "whisker"),
      SVG.line(to, middle - 4, to, middle + 4, class: "whisker"),
    ]
  }
}

extension BenchmarkResult {
  /// The backend, and how many threads it has.
  var contender: String { "\(backend), \(threads) thread\(threads == 1 ? "" : "s")" }

  /// The time, or that it was not measured; `nil` for a wrong result.
  var timeText: String? { timing.map { $0.isMeasured ? $0.median.timeText : "not measured" } }

  /// How fast it is beside another: `2.31× blas`.
  var speedText: String? {
    measuredComparison.map { "\($0.speedup.shortText)× \($0.other(than: threads))" }
  }
}

extension BenchmarkComparison {
  /// The backend that is compared with, and its number of threads (`t1`) if that is another one.
  func other(than threads: Int) -> String {
    self.threads == threads ? relativeTo : "\(relativeTo) t\(self.threads)"
  }
}
