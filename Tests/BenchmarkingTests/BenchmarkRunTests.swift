import BackendNaive
import Benchmarking
import DLCore
import Testing

/// A run on a clock that only the backends move: nothing depends on the machine.
@Suite struct BenchmarkRunTests {
  private let clock = ManualClock()

  private func run(_ contenders: [Contender]) throws -> BenchmarkRun {
    BenchmarkRun(
      workloads: [try smallProduct()], contenders: contenders, reference: NaiveBackend<Float>(),
      relativeTo: "first", settings: BenchmarkSettings(minimumSeconds: 0.01, resamplings: 200),
      stopwatch: clock.stopwatch)
  }

  private func slowed(_ name: String, _ seconds: Double, noise: Double = 0) -> Contender {
    Contender(
      name, requestedThreads: 1,
      backend: Slowed(clock) { call in
        var random = RandomSource(seed: UInt64(call), stream: name)
        return seconds * Double.exp(noise * random.normal())
      })
  }

  @Test func findsTheTimeThatItTakes() throws {
    let result = try #require(try run([slowed("first", 1e-3)]).results().first)
    let timing = try #require(result.timing)
    #expect(abs(timing.median - 1e-3) < 1e-9)
    #expect(result.verdict == .reference)
    #expect(result.verified)
    #expect(timing.unit == "GFLOP/s")
    #expect(abs(timing.rate - 2 * 120 * 400 / 1e-3 / 1e9) < 1e-6)
  }

  @Test func reportsASlowedBackendAsSlower() throws {
    let results = try run([
      slowed("first", 1e-4, noise: 0.05), slowed("slow", 1.3e-4, noise: 0.05),
      slowed("fast", 0.8e-4, noise: 0.05), slowed("alike", 1e-4, noise: 0.05),
    ]).results()
    try #require(results.count == 4)
    #expect(results.map(\.verdict).prefix(3) == [.reference, .slower, .faster])
    #expect([.tie, .noisy].contains(results[3].verdict))
    let slow = try #require(results[1].comparison)
    #expect(slow.interval.contains(1 / 1.3))
    #expect(slow.relativeTo == "first")
  }

  /// A machine that holds up every other call for a thousand times as long as the call takes.
  @Test func timesThatSayNothingAreNotMeasured() throws {
    let machine = Counter()
    let stalling = Contender(
      "first", requestedThreads: 1,
      backend: Slowed(clock) { _ in machine.next().isMultiple(of: 2) ? 1e-3 : 1 })
    let results = try run([stalling, slowed("fast", 1e-5), slowed("alike", 1e-3)]).results()
    #expect(results.map(\.verdict) == [.notMeasured, .faster, .noisy])
    #expect(results.map { $0.timing?.isMeasured } == [false, true, true])
    #expect(results[1].comparison?.isMeasured == false)
    let report = BenchmarkReport(
      environment: BenchmarkEnvironment(),
      method: BenchmarkMethod(seed: 1, minimumSeconds: 1, clockSeconds: 0, resamplings: 100),
      results: results)
    let standing = try #require(report.standings.first)
    #expect(standing.wins == 1 && standing.count == 1 && standing.geometricMean == nil)
  }

  @Test func runsShortWorkSeveralTimesInASample() throws {
    let timing = try #require(try run([slowed("first", 1e-6)]).results().first?.timing)
    #expect(Double(timing.runsPerSample) * timing.median >= 50e-6)
    #expect(abs(timing.median - 1e-6) < 1e-12)
  }

  @Test func takesFewSamplesOfSlowWork() throws {
    let timing = try #require(try run([slowed("first", 1)]).results().first?.timing)
    #expect(timing.samples == 3)
    #expect(timing.runsPerSample == 1)
  }

  @Test func takesOffWhatReadingTheClockCosts() throws {
    var run = try run([slowed("first", 1e-3)])
    let clock = clock
    let costly = Stopwatch(cost: 2e-4) {
      clock.advance(by: 1e-4)
      let now = clock.stopwatch.now()
      clock.advance(by: 1e-4)
      return now
    }
    run.stopwatch = costly
    let timing = try #require(try run.results().first?.timing)
    #expect(abs(timing.median - 1e-3) < 1e-9)
  }

  /// Whatever the machine does in the meantime, it does to both.
  @Test func letsBackendsTakeTurns() throws {
    // The machine gets three times slower after two fifths of all calls.
    let machine = Counter()
    let contenders = ["first", "second"].map { name in
      Contender(
        name, requestedThreads: 1,
        backend: Slowed(clock) { _ in machine.next() < 80 ? 1e-3 : 3e-3 })
    }
    var run = try run(contenders)
    run.settings.minimumSeconds = 0.1
    let results = try run.results()
    try #require(results.count == 2)
    #expect(results[1].verdict == .tie)
    #expect(results[0].timing?.median == results[1].timing?.median)
  }

  @Test(arguments: [1, -0.01, Float.nan, .infinity])
  func givesNoTimeForAWrongResult(mistake: Float) throws {
    let wrong = Contender(
      "wrong", requestedThreads: 1, backend: Wrong(clock: clock, mistake: mistake))
    let results = try run([slowed("first", 1e-3), wrong]).results()
    try #require(results.count == 2)
    #expect(results[0].verified)
    let result = results[1]
    #expect(!result.verified)
    #expect(result.verdict == .wrong)
    #expect(result.timing == nil)
    #expect(result.problem?.contains("product[60]") == true)
  }

  @Test func takesARoundingForRight() throws {
    let other = Contender("other", requestedThreads: 1, backend: Wrong(clock: clock, mistake: 1e-6))
    let results = try run([slowed("first", 1e-3), other]).results()
    #expect(results.map(\.verified) == [true, true])
  }

  @Test func comparesWithNothingWhereTheFirstIsWrong() throws {
    let first = Contender("first", requestedThreads: 1, backend: Wrong(clock: clock, mistake: 1))
    let results = try run([first, slowed("second", 1e-3)]).results()
    try #require(results.count == 2)
    #expect(results.map(\.verdict) == [.wrong, .alone])
    #expect(results[1].comparison == nil)
  }

  @Test func tellsWhatAWorkloadThrows() throws {
    var run = try run([slowed("first", 1e-3)])
    run.workloads = [Workload("broken", suite: .ops, body: Broken())]
    let result = try #require(try run.results().first)
    #expect(result.verdict == .wrong)
    #expect(result.problem?.contains("out of luck") == true)
  }

  @Test func endsOnAClockThatStandsStill() throws {
    var run = try run([slowed("first", 1e-3)])
    run.workloads = [Workload("nothing", suite: .ops, body: Nothing())]
    run.stopwatch = Stopwatch { 0 }
    #expect(try run.results().isEmpty)
  }

  @Test(arguments: [0, 1, 2, 5, 20]) func endsWhenAsked(after asked: Int) throws {
    let questions = Counter()
    let run = try run([slowed("first", 1e-3), slowed("second", 1e-3)])
    let results = try run.results(isStopped: { questions.next() >= asked })
    #expect(results.count <= 2)
    for result in results { #expect((result.timing?.samples ?? 0) <= asked) }
  }

  @Test func sameSeedGivesTheSameReport() throws {
    let reports = try (0..<2).map { _ in
      let clock = ManualClock()
      let backend = Slowed(clock) { call in 1e-4 * Double(1 + call % 7) }
      return try BenchmarkRun(
        workloads: [try smallProduct()],
        contenders: [Contender("first", requestedThreads: 1, backend: backend)],
        reference: NaiveBackend<Float>(), relativeTo: "first",
        settings: BenchmarkSettings(minimumSeconds: 0.01), stopwatch: clock.stopwatch
      ).results()
    }
    #expect(reports[0] == reports[1])
  }

  @Test func progressOnlyGrows() throws {
    var shares: [Double] = []
    _ = try run([slowed("first", 1e-3), slowed("second", 1e-2)])
      .results(observer: { shares.append($0.share) })
    #expect(shares.count == BenchmarkSettings().passes)
    #expect(shares == shares.sorted())
    #expect(shares.allSatisfy { (0...1).contains($0) })
  }

  /// A machine that is slower for some seconds shows it in the intervals of all workloads.
  @Test func comesBackToEachWorkloadInEveryPass() throws {
    var run = try run([slowed("first", 1e-4)])
    run.workloads = try Workload.all().filter { $0.name.hasPrefix("gemm/1x") }
    try #require(!run.workloads.isEmpty)
    run.workloads.append(try #require(Workload.all().first { $0.name == "gemm/128x120x400" }))
    var visits: [String] = []
    _ = try run.results(observer: { visits.append($0.workload) })
    // All once, before any is visited again.
    #expect(visits.prefix(run.workloads.count) == run.workloads.map(\.name)[...])
    for workload in run.workloads {
      #expect(visits.count { $0 == workload.name } == run.settings.passes)
    }
  }

  @Test func aNameGivenAgainIsAnotherContender() throws {
    var registry = BackendRegistry()
    registry.register("naive", summary: "plain loops") { _ in NaiveBackend<Float>() }
    let contenders = try Contender.all(["naive", "naive"], threads: [1, 2], from: registry)
    #expect(contenders.map(\.name) == ["naive", "naive (2)"])
  }
}

/// A workload that cannot be run.
private struct Broken: WorkloadBody {
  struct Mishap: Error, CustomStringConvertible {
    let description = "out of luck"
  }

  var work: Work { Work(flops: 1, bytes: 1, unit: .flops) }
  func expectation<B: Backend<Float>>(on reference: B) throws -> [ExpectedOutput] { [] }
  func outputs<B: Backend<Float>>(on backend: B) throws -> [[Float]] { throw Mishap() }
  func prepare<B: Backend<Float>>(on backend: B) throws -> (Int) throws -> Void { { _ in } }
}

/// A workload that does nothing.
private struct Nothing: WorkloadBody {
  var work: Work { Work(flops: 0, bytes: 0, unit: .flops) }
  func expectation<B: Backend<Float>>(on reference: B) throws -> [ExpectedOutput] { [] }
  func outputs<B: Backend<Float>>(on backend: B) throws -> [[Float]] { [] }
  func prepare<B: Backend<Float>>(on backend: B) throws -> (Int) throws -> Void { { _ in } }
}
