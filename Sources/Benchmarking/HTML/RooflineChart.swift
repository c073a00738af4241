import Foundation

/// How close results come to what the machine can do: the roofline of one number of threads.
struct RooflineChart {
  let identifier: String
  let peak: MachinePeak
  let results: [BenchmarkResult]
  let legend: BackendLegend

  private static let (width, height) = (480.0, 340.0)
  private static let (left, right, top, bottom) = (44.0, 468.0, 12.0, 300.0)

  /// A result as a point.
  struct Point {
    var result: BenchmarkResult
    /// Operations for each byte that must move.
    var intensity: Double
    var gflops: Double
  }

  /// The results that compute, move memory, have a time that says something, and ran with this
  /// number of threads.
  var points: [Point] {
    results.compactMap { result in
      guard result.threads == peak.threads, result.measuredTiming != nil, result.bytes > 0,
        let gflops = result.gigaflops, gflops > 0, gflops.isFinite
      else { return nil }
      return Point(result: result, intensity: result.flops / result.bytes, gflops: gflops)
    }
  }

  /// The drawing.
  var element: HTMLElement {
    let points = points
    let ridges = peak.levels.map { peak.gflops / $0.readGBPerSecond }
    let x = LogScale(
      holding: points.map(\.intensity) + ridges, before: 3, after: 3,
      line: (from: Self.left, to: Self.right))
    let y = LogScale(
      holding: points.map(\.gflops) + [peak.gflops], before: 2, after: 2.2,
      line: (from: Self.bottom, to: Self.top))
    let threads = "\(peak.threads) thread\(peak.threads == 1 ? "" : "s")"
    return SVG.drawing(
      identifier, width: Self.width, height: Self.height, title: "Roofline with \(threads)",
      description: """
        Each point is a workload on a backend: operations a second over operations for each byte. \
        The lines are what the machine can do: \(peak.gflops.shortText) GFLOP/s, and \
        \(peak.levels.map { "\($0.name) \($0.readGBPerSecond.shortText) GB/s" }
          .joined(separator: ", ")). The table below has all figures.
        """,
      axes(x, y) + roofs(x, y) + points.map { mark($0, x, y) })
  }

  private func axes(_ x: LogScale, _ y: LogScale) -> [HTMLElement] {
    x.ticks.flatMap { tick in
      let place = x.position(tick)
      return [
        SVG.line(place, Self.top, place, Self.bottom, class: "grid"),
        SVG.text(
          tick.tickText, x: place, y: Self.bottom + 14, anchor: "middle", class: "small"),
      ]
    }
      + y.ticks.flatMap { tick in
        let place = y.position(tick)
        return [
          SVG.line(Self.left, place, Self.right, place, class: "grid"),
          SVG.text(tick.tickText, x: Self.left - 5, y: place + 3, anchor: "end", class: "small"),
        ]
      } + [
        SVG.text(
          "FLOP for each byte", x: (Self.left + Self.right) / 2, y: Self.height - 8,
          anchor: "middle"),
        SVG.text(
          "GFLOP/s", x: 11, y: (Self.top + Self.bottom) / 2, anchor: "middle", rotated: -90),
      ]
  }

  /// The flat roof of arithmetic, and a slope for each level of memory.
  private func roofs(_ x: LogScale, _ y: LogScale) -> [HTMLElement] {
    let flat = y.position(peak.gflops)
    let ridge = peak.levels.map { peak.gflops / $0.readGBPerSecond }.min() ?? x.low
    var elements = [
      SVG.line(x.position(ridge), flat, Self.right, flat, class: "roof"),
      SVG.text(
        "\(peak.gflops.shortText) GFLOP/s", x: Self.right - 3, y: flat - 5, anchor: "end",
        class: "small"),
    ]
    let slopes = peak.levels.filter { $0.readGBPerSecond > 0 }.map {
      (level: $0, slope: Slope(level: $0, peak: peak.gflops, x, y))
    }
    elements += slopes.map { _, slope in
      SVG.line(slope.from.x, slope.from.y, slope.to.x, slope.to.y, class: "roof")
    }
    return elements + labels(slopes)
  }

  /// The names of slopes, above them; those of close neighbours lie one behind the other.
  private func labels(_ slopes: [(level: MemoryLevelPeak, slope: Slope)]) -> [HTMLElement] {
    let length = 86.0
    var distance = 8.0
    var last = -Double.infinity
    return slopes.compactMap { level, slope in
      distance = slope.offset - last < 13 ? distance + length : 8
      last = slope.offset
      guard slope.length > distance + length else { return nil }
      let direction = slope.direction
      return SVG.text(
        "\(level.name) \(level.readGBPerSecond.shortText) GB/s",
        x: slope.from.x + distance * direction.x + 4 * direction.y,
        y: slope.from.y + distance * direction.y - 4 * direction.x, class: "small halo",
        rotated: slope.degrees)
    }
  }

  private func mark(_ point: Point, _ x: LogScale, _ y: LogScale) -> HTMLElement {
    let limit = peak.roofline(flops: point.result.flops, bytes: point.result.bytes)
    let share = limit > 0 ? ", \((100 * point.gflops / limit).text(digits: 0)) % of the roof" : ""
    return SVG.mark(
      legend.form(point.result.backend), x: x.position(point.intensity),
      y: y.position(point.gflops), class: "mark \(legend.fill(point.result.backend))",
      title: "\(point.result.key): \(point.gflops.shortText) GFLOP/s\(share)")
  }
}

/// The line of one level of memory, from the edge of the chart to the flat roof.
private struct Slope {
  let from: (x: Double, y: Double)
  let to: (x: Double, y: Double)

  init(level: MemoryLevelPeak, peak: Double, _ x: LogScale, _ y: LogScale) {
    let bandwidth = level.readGBPerSecond
    // It comes in from the left, or from below where it would be lower than the chart.
    let start = max(x.low, y.low / bandwidth)
    from = (x.position(start), y.position(start * bandwidth))
    to = (x.position(peak / bandwidth), y.position(peak))
  }

  var length: Double { hypot(to.x - from.x, to.y - from.y) }

  /// One unit along the line.
  var direction: (x: Double, y: Double) {
    length > 0 ? ((to.x - from.x) / length, (to.y - from.y) / length) : (1, 0)
  }

  var degrees: Double { atan2(direction.y, direction.x) * 180 / .pi }

  /// How far down the line lies, across its direction; slopes of one chart are parallel.
  var offset: Double { from.y * direction.x - from.x * direction.y }
}
