import Benchmarking
import Testing

/// What counts as a change since an earlier run.
@Suite struct ChangeTests {
  private static func report(
    _ median: Double, noise: Double, workload: String = "gemm/2x2x2", threads: Int = 1
  ) -> BenchmarkReport {
    let timing = BenchmarkTiming(
      samples: 9, runsPerSample: 1, median: median, minimum: median * (1 - noise),
      deviation: median * noise / 2,
      interval: median * (1 - noise)...median * (1 + noise), outliers: 0, rate: 1, unit: "GFLOP/s")
    let result = BenchmarkResult(
      workload: workload, backend: "simd", threads: threads, flops: 1, bytes: 1, timing: timing,
      verdict: .reference, verified: true)
    return BenchmarkReport(
      environment: BenchmarkEnvironment(),
      method: BenchmarkMethod(seed: 1, minimumSeconds: 1, clockSeconds: 0, resamplings: 100),
      results: [result])
  }

  @Test(arguments: [
    // How much slower, the noise of each run, the percents that are allowed.
    (1.0, 0.01, 5.0, BenchmarkChange.Kind.same), (1.01, 0.01, 0, .same),
    (1.04, 0.01, 5, .slower), (1.06, 0.01, 5, .regressed), (1.06, 0.01, 0, .regressed),
    (1.06, 0.05, 5, .same), (2, 0.3, 5, .regressed), (2, 0.4, 5, .same), (0.9, 0.01, 5, .faster),
    (0.99, 0.01, 5, .same), (1.5, 0.01, 50, .slower), (1.51, 0.01, 50, .regressed),
    // Intervals so wide that they say nothing, and times far apart all the same.
    (1, 0.5, 5, .notMeasured), (2, 0.9, 5, .notMeasured), (9.9, 0.9, 5, .notMeasured),
    (10.1, 0.9, 5, .regressed), (1000, 0.9, 5, .regressed), (1000, 0.9, 1e6, .slower),
    (0.101, 0.9, 5, .notMeasured), (0.099, 0.9, 5, .faster),
  ])
  func kind(quotient: Double, noise: Double, percent: Double, kind: BenchmarkChange.Kind) throws {
    let before = Self.report(1e-3, noise: noise)
    let after = Self.report(quotient * 1e-3, noise: noise)
    let change = try #require(after.changes(since: before, allowing: percent).first)
    #expect(change.kind == kind)
    #expect(abs(change.quotient - quotient) < 1e-9)
    #expect(change.interval[0] <= change.quotient && change.quotient <= change.interval[1])
  }

  @Test func comparesOnlyWhatIsTheSame() {
    let before = Self.report(1, noise: 0.01)
    for after in [
      Self.report(1, noise: 0.01, threads: 2), Self.report(1, noise: 0.01, workload: "other"),
    ] {
      #expect(after.changes(since: before, allowing: 0).isEmpty)
    }
  }

  /// What only this run has is named, and of what only the earlier one has that which was asked for.
  @Test func namesWhatHasNoCounterpart() {
    let before = Self.report(1, noise: 0.01)
    var after = Self.report(1, noise: 0.01, threads: 2)
    after.compare(with: before, allowing: 0, selected: after.results.map(\.key))
    #expect(after.changes == [])
    #expect(after.uncompared?.map(\.key) == after.results.map(\.key))
    #expect(after.uncompared?.map(\.reason) == [.notInBaseline])
    after.compare(with: before, allowing: 0, selected: (after.results + before.results).map(\.key))
    #expect(after.uncompared?.map(\.key) == (after.results + before.results).map(\.key))
    #expect(after.uncompared?.map(\.reason) == [.notInBaseline, .notInRun])
    after.compare(with: after, allowing: 0, selected: after.results.map(\.key))
    #expect(after.changes?.count == 1)
    #expect(after.uncompared == [])
  }

  @Test func whatHasNoTimeHasNoCounterpart() {
    var wrong = Self.report(1, noise: 0.01)
    wrong.results[0].timing = nil
    var right = Self.report(1, noise: 0.01)
    let keys = right.results.map(\.key)
    wrong.compare(with: right, allowing: 0, selected: keys)
    #expect(wrong.changes == [] && wrong.uncompared?.map(\.reason) == [.notInRun])
    right.compare(with: wrong, allowing: 0, selected: keys)
    #expect(right.changes == [] && right.uncompared?.map(\.reason) == [.notInBaseline])
  }
}
