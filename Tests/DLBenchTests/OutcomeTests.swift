import ArgumentParser
import BackendConformance
import BackendNaive
import Benchmarking
import DLCore
import FileAccess
import Synchronization
import TestSupport
import Testing
import dlbench

/// What scripts learn from the exit code, of backends that tests have slowed down or broken.
@Suite struct OutcomeTests {
  private func report(_ backend: any Backend<Float>, on clock: ManualClock) throws
    -> BenchmarkReport
  {
    let run = BenchmarkRun(
      workloads: try Workload.all().filter { $0.name == "gemm/1x120x400" },
      contenders: [Contender("mine", requestedThreads: 1, backend: backend)],
      reference: NaiveBackend<Float>(), relativeTo: "mine",
      settings: BenchmarkSettings(minimumSeconds: 0.01, resamplings: 100),
      stopwatch: clock.stopwatch)
    return Sample.report(try run.results())
  }

  private func timed(_ seconds: Double) throws -> BenchmarkReport {
    let clock = ManualClock()
    return try report(Altered(clock: clock, seconds: seconds), on: clock)
  }

  @Test(arguments: [
    (1.0, 5.0, nil), (1.04, 5, nil), (1.2, 5, Exit.regression.rawValue), (1.2, 50, nil),
    (0.5, 5, nil),
  ]) func slowedBackendIsARegression(factor: Double, percent: Double, code: Int32?) throws {
    let before = try timed(1e-4)
    var after = try timed(factor * 1e-4)
    after.compare(with: before, allowing: percent, selected: [])
    #expect(outcome(after, since: before).status?.rawValue == code)
    #expect(outcome(after, since: before, failsOnRegression: false).status == nil)
  }

  private func outcome(
    _ report: BenchmarkReport, since earlier: BenchmarkReport, failsOnRegression: Bool = true
  ) -> Outcome {
    Outcome(
      of: report, since: Baseline(path: "old.json", report: earlier),
      failsOnRegression: failsOnRegression)
  }

  /// Noise, how many times slower the first of two results is, and what a script is told: a regression
  /// comes before what could not be told.
  @Test(
    arguments: [
      (0.01, 1.0, nil, nil), (0.9, 1, Exit.failure, "too noisy to tell a regression in a on simd"),
      (0.9, 3, Exit.failure, "too noisy to tell a regression in a on simd, 2 threads; b on simd"),
      (0.9, 1000, Exit.regression, "1 regression found"),
      (26_780_158, 1, Exit.failure, "too noisy to tell"),
      (26_780_158, 1000, Exit.regression, "1 regression found"), (0.9, 0.001, Exit.failure, "in b"),
    ] as [(Double, Double, ExitCode?, String?)])
  func noiseIsNoSuccess(noise: Double, slower: Double, status: ExitCode?, line: String?) throws {
    let reports = [1, slower].map { factor in
      Sample.report(
        [("a", factor), ("b", 1)].map { name, factor in
          let timing = Sample.timing(1e-3 * factor, noise: noise)
          return Sample.result(
            "simd", workload: name, timing, timing.isMeasured ? .alone : .notMeasured)
        })
    }
    var after = reports[1]
    after.compare(with: reports[0], allowing: 5, selected: [])
    let outcome = outcome(after, since: reports[0])
    #expect(outcome.status == status)
    #expect(outcome.lines.count == (line == nil ? 0 : 1))
    if let line { #expect(outcome.lines.first?.contains(line) == true, "\(outcome.lines)") }
    #expect(self.outcome(after, since: reports[0], failsOnRegression: false).status == nil)
  }

  /// What has no counterpart cannot have become slower; but whether it was measured is told.
  @Test func anUnmeasuredResultWithoutACounterpartIsAFailure() throws {
    let good = Sample.result("simd", workload: "a", Sample.timing(1e-3), .alone)
    let bad = Sample.result("simd", workload: "b", Sample.timing(1, noise: 9), .notMeasured)
    var after = Sample.report([good, bad])
    after.compare(with: Sample.report([good]), allowing: 5, selected: [])
    let outcome = outcome(after, since: Sample.report([good]))
    #expect(outcome.status == Exit.failure)
    #expect(outcome.lines.count == 1 && outcome.lines[0].contains(" b on simd, 2 threads;"))
  }

  @Test(arguments: [true, false]) func sharingNothingIsAFailure(failsOnRegression: Bool) throws {
    let report = Sample.report([Sample.result("simd", Sample.timing(1e-3), .alone)])
    for (earlier, problem) in [
      (
        Sample.varied.results.suffix(2) + [], "it has gemm/1x120x400 on simd, 2 threads and 1 other"
      ),
      ([], "has no times to compare with"),
      ([Sample.result("simd", nil, .wrong)], "has no times to compare with"),
    ] {
      var after = report
      let before = Sample.report(earlier)
      after.compare(with: before, allowing: 5, selected: [])
      let outcome = outcome(after, since: before, failsOnRegression: failsOnRegression)
      #expect(outcome.status == Exit.failure)
      try #require(outcome.lines.count == 1)
      #expect(outcome.lines[0].hasPrefix("error: old.json: has no time"))
      #expect(outcome.lines[0].contains(problem), "\(outcome.lines)")
    }
  }

  @Test func warnsOfWhatHasNoCounterpart() {
    var after = Sample.varied
    let before = Sample.report([after.results[0], Sample.result("other", nil, .wrong)])
    after.compare(with: before, allowing: 5, selected: [])
    let warnings = Baseline(path: "old.json", report: before).warnings(about: after)
    #expect(warnings.count == after.results.count - 1)
    #expect(warnings.first == "lenet5/train/b128 on blas, 2 threads: no time in the baseline")
  }

  @Test func wrongBackendIsAFailure() throws {
    let clock = ManualClock()
    let wrong = try report(Altered(clock: clock, seconds: 1e-4, mistake: 0.01), on: clock)
    let outcome = Outcome(of: wrong, failsOnRegression: true)
    #expect(outcome.status == Exit.failure)
    try #require(outcome.lines.count == 1)
    #expect(outcome.lines[0].contains("gemm/1x120x400 on mine, 1 thread"))
    #expect(outcome.lines[0].contains("product[60]"))
  }

  /// A run that is stopped at once leaves earlier results alone.
  @Test func keepsEarlierResultsWhereNothingWasMeasured() async throws {
    var stopped = try timed(1)
    let measured = stopped
    stopped.method.interrupted = true
    stopped.results = []
    try await withTool { tool in
      for (option, name) in [("--output", "good.json"), ("--html", "good.html")] {
        let path = tool.path(name)
        try Files.writeAtomically(Array("earlier".utf8), to: path)
        let output = try CompareOutput.parse([option, path])
        try output.write(stopped)
        #expect(String(decoding: try Files.read(path, limit: 1 << 20), as: UTF8.self) == "earlier")
        try output.write(measured)
        #expect(String(decoding: try Files.read(path, limit: 1 << 20), as: UTF8.self) != "earlier")
      }
    }
  }

  @Test func interruptionComesFirst() throws {
    var stopped = try timed(1e-4)
    stopped.method.interrupted = true
    #expect(Outcome(of: stopped, failsOnRegression: false).status == Exit.interrupted)
  }

  @Test func keepsTheCodes() {
    #expect(
      [Exit.failure, Exit.usage, Exit.regression, Exit.interrupted].map(\.rawValue)
        == [1, 2, 3, 130])
  }
}

/// A clock that tests move.
private final class ManualClock: Sendable {
  private let seconds = Mutex(0.0)
  var stopwatch: Stopwatch { Stopwatch { self.seconds.withLock { $0 } } }
  func advance(by duration: Double) { seconds.withLock { $0 += duration } }
}

/// A backend whose matrix products take as long as a test says, and may be wrong.
private struct Altered: BackendDecorator {
  let base = NaiveBackend<Float>()
  let clock: ManualClock
  let seconds: Double
  var mistake: Float = 0

  func matrixProduct(
    _ lhs: Storage, _ rhs: Storage, _ geometry: MatrixProductGeometry
  ) -> Storage {
    clock.advance(by: seconds)
    var scalars = base.scalars(
      of: base.matrixProduct(lhs, rhs, geometry), count: geometry.outputCount)
    scalars[scalars.count / 2] += mistake
    return base.makeStorage(scalars)
  }
}
