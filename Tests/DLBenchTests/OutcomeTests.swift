import ArgumentParser
import BackendConformance
import BackendNaive
import Benchmarking
import DLCore
import Synchronization
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
    after.changes = after.changes(since: before, allowing: percent)
    #expect(Outcome(of: after, failsOnRegression: true).status?.rawValue == code)
    #expect(Outcome(of: after, failsOnRegression: false).status == nil)
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
