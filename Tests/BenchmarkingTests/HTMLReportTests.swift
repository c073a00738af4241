import Benchmarking
import Foundation
import Testing

@Suite struct HTMLReportTests {
  /// What no name should do to a page.
  private static let attack = "<script>alert('x')</script>\"&\u{1}"

  private func report(workloads: [String], backends: [String]) -> BenchmarkReport {
    var environment = BenchmarkEnvironment()
    environment.processor = Self.attack
    let results = workloads.enumerated().flatMap { number, workload in
      backends.enumerated().map { index, backend in
        var result = BenchmarkResult(
          workload: workload, backend: backend, threads: 1 + index % 2, flops: 1e6, bytes: 1e4,
          timing: timing(1e-5 * Double((number + 1) * (index + 1))), verdict: .reference,
          maximumError: 1e-7, verified: true)
        guard index > 0 else { return result }
        result.verdict = .slower
        result.comparison = BenchmarkComparison(
          relativeTo: backends[0], threads: 1, speedup: 0.5, interval: 0.4...0.6)
        return result
      }
    }
    return BenchmarkReport(
      environment: environment,
      method: BenchmarkMethod(
        seed: 1, minimumSeconds: 0.1, clockSeconds: 1e-8, resamplings: 100),
      results: results)
  }

  private func timing(_ median: Double) -> BenchmarkTiming {
    BenchmarkTiming(
      samples: 9, runsPerSample: 1, median: median, minimum: 0.9 * median,
      deviation: median / 50,
      interval: 0.9 * median...1.2 * median, outliers: 0, rate: 1, unit: "images/s")
  }

  private let peaks = [1, 2].map { threads in
    MachinePeak(
      threads: threads, instructionSet: "avx2", gflops: 100 * Double(threads),
      levels: [
        MemoryLevelPeak(
          name: "L1", capacityBytes: 32768, workingSetBytes: 16384, readGBPerSecond: 300,
          copyGBPerSecond: 250),
        MemoryLevelPeak(
          name: "memory", capacityBytes: nil, workingSetBytes: 1 << 26, readGBPerSecond: 20,
          copyGBPerSecond: 15),
      ])
  }

  @Test func needsNothingFromElsewhere() {
    let html = htmlReport(report(workloads: ["a/b1"], backends: ["naive", "simd"]), peaks: peaks)
    for word in [
      "http://", "https://", "//", "<script", "<link", "<img", "@import", "url(", "src=",
    ] {
      #expect(!html.contains(word), "\(word)")
    }
    #expect(html.contains("default-src &#39;none&#39;"))
  }

  @Test func whatComesFromDataIsEscaped() throws {
    let html = htmlReport(
      report(workloads: [Self.attack], backends: [Self.attack, "simd"]), peaks: peaks)
    #expect(!html.contains("<script"))
    #expect(!html.contains("\u{1}"))
    #expect(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;\u{FFFD}"))
    try expectWellFormed(html)
  }

  @Test func everyDrawingHasATitleAndADescription() throws {
    let html = htmlReport(
      report(workloads: ["a", "b", "c"], backends: ["naive", "blas", "simd"]), peaks: peaks)
    let drawings = html.components(separatedBy: "role=\"img\"").count - 1
    #expect(drawings == 3 + 2)
    #expect(html.components(separatedBy: "<desc id=").count - 1 == drawings)
    let identifiers = html.matches(of: /id="([^"]+)"/).map(\.1)
    #expect(Set(identifiers).count == identifiers.count)
    for references in html.matches(of: /aria-labelledby="([^"]+)"/).map(\.1) {
      #expect(references.split(separator: " ").allSatisfy(identifiers.contains))
    }
    try expectWellFormed(html)
  }

  @Test func everyResultIsInTheTable() {
    let html = htmlReport(
      report(workloads: ["first/b1", "second/b1"], backends: ["naive", "simd"]), peaks: [])
    for text in [
      "<td>first/b1</td>", "<td>second/b1</td>", "20.0 µs", "0.500× naive t1", "images/s",
    ] {
      #expect(html.contains(text), "\(text)")
    }
    #expect(html.components(separatedBy: "<tbody>").count == 2)
    #expect(!html.contains("Roofline"))
  }

  @Test func wrongAndMissingResultsAreSaidToBeSo() throws {
    var report = report(workloads: ["a"], backends: ["naive", "simd"])
    report.results[1].timing = nil
    report.results[1].comparison = nil
    report.results[1].verified = false
    report.results[1].problem = "4 < 5"
    let html = htmlReport(report, peaks: peaks)
    #expect(html.contains("wrong result"))
    #expect(html.contains("<td>4 &lt; 5</td>"))
    #expect(html.contains("1 of 2 results are wrong"))
    try expectWellFormed(html)
  }

  /// Noise is said to be noise, and what it makes of figures is not shown.
  @Test func whatWasNotMeasuredHasNoNumbers() throws {
    var report = report(workloads: ["a"], backends: ["naive", "simd"])
    report.results[1].timing?.interval = 1e-5...267_801
    report.results[1].verdict = .notMeasured
    report.results[1].comparison?.speedup = 654_321
    var earlier = report
    earlier.results[0].workload = "b"
    report.compare(with: earlier, allowing: 5, selected: earlier.results.map(\.key))
    let html = htmlReport(report, peaks: peaks)
    for text in [
      "<td class=\"right\">not measured</td>", "<td>not-measured</td>", "not measured in 1",
      "<td>not-in-baseline</td>", "<td>not-in-run</td>",
    ] { #expect(html.contains(text), "\(text)") }
    for number in ["267801", "654321"] { #expect(!html.contains(number), "\(number)") }
    try expectWellFormed(html)
  }

  /// Numbers that no machine gives must not trap, and must not end up in coordinates.
  @Test(arguments: [0, -1, 1e-300, 1e300, .infinity, .nan, .leastNonzeroMagnitude] as [Double])
  func survivesNumbers(_ number: Double) throws {
    var report = report(workloads: ["a"], backends: ["naive", "simd"])
    report.results[0].timing?.median = number
    report.results[1].flops = number
    report.results[1].bytes = number
    var peak = peaks[0]
    peak.gflops = number
    peak.levels[0].readGBPerSecond = number
    let html = htmlReport(report, peaks: [peak, peaks[1]])
    try expectWellFormed(html)
    for value in html.matches(of: #/ (?:x|y|x1|x2|y1|y2|width|height)="([^"]*)"/#).map(\.1) {
      #expect(Double(value)?.isFinite == true, "\(value)")
    }
    _ = htmlReport(
      BenchmarkReport(environment: .init(), method: report.method, results: []), peaks: [peak])
  }

  /// The page is XML, too, but for elements that never have an end; a parser sees what is open.
  private func expectWellFormed(_ html: String) throws {
    var open: [Substring] = []
    for tag in html.matches(of: /<(\/?)([a-zA-Z0-9!]+)((?:\s+[^\s=<>]+="[^"<>]*")*)>/) {
      let name = tag.2
      if name == "!DOCTYPE" || name == "meta" { continue }
      if tag.1.isEmpty {
        open.append(name)
      } else {
        #expect(open.popLast() == name)
      }
    }
    #expect(open.isEmpty)
    let tags = html.count { $0 == "<" }
    #expect(html.matches(of: /<\/?[a-zA-Z!][^<>]*>/).count == tags)
  }
}

@Suite struct LogScaleTests {
  @Test(arguments: [[1e-6, 3e-6], [1, 1], [1e-9, 1e3], [], [-1, 0, .nan, .infinity]])
  func ticksAreInsideAndInOrder(values: [Double]) {
    let scale = LogScale(holding: values, before: 4, after: 1.5, line: (from: 0, to: 100))
    let places = scale.ticks.map(scale.position)
    #expect((2...14).contains(places.count))
    #expect(places == places.sorted())
    #expect(places.allSatisfy { (0...100).contains($0) })
  }

  @Test func equalQuotientsAreEquallyFarApart() {
    let scale = LogScale(holding: [1, 1000], before: 1, after: 1, line: (from: 0, to: 300))
    #expect([1, 10, 100, 1000].map { scale.position($0).rounded() } == [0, 100, 200, 300])
    #expect(scale.position(0) == 0 && scale.position(1e9) == 300)
  }

  @Test(arguments: [
    (1.5, "1.50 s"), (0.0123, "12.3 ms"), (4.56e-5, "45.6 µs"), (7e-9, "7.00 ns"), (0, "0.0000 ns"),
  ]) func times(seconds: Double, text: String) { #expect(seconds.timeText == text) }
}
