import Benchmarking
import Testing

/// What counts as a change since an earlier run.
@Suite struct ChangeTests {
  private static func report(
    _ median: Double, noise: Double, workload: String = "gemm/2x2x2", threads: Int = 1
  ) -> BenchmarkReport {
    let timing = BenchmarkTiming(
      samples: 9, runsPerSample: 1, median: median, deviation: median * noise / 2,
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
    #expect(Self.report(1, noise: 0.01, threads: 2).changes(since: before, allowing: 0).isEmpty)
    #expect(
      Self.report(1, noise: 0.01, workload: "other").changes(since: before, allowing: 0).isEmpty)
  }

  @Test func leavesOutWhatHasNoTime() {
    var wrong = Self.report(1, noise: 0.01)
    wrong.results[0].timing = nil
    let right = Self.report(1, noise: 0.01)
    #expect(wrong.changes(since: right, allowing: 0).isEmpty)
    #expect(right.changes(since: wrong, allowing: 0).isEmpty)
  }
}
