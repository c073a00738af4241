import Benchmarking
import DLCore
import Testing

/// Verdicts about runs on a busy machine, whose samples are made up: some take a thousand times as
/// long as the work does.
@Suite struct StallTests {
  /// How an earlier run and a later one compare, of which 5 % is allowed.
  private func kind(_ before: [Double], _ after: [Double]) throws -> BenchmarkChange.Kind {
    BenchmarkChange(
      of: BenchmarkResult.Key(workload: "work", backend: "simd", threads: 1),
      from: try timing(of: before), to: try timing(of: after), percent: 5
    ).kind
  }

  @Test(arguments: [
    // A thousand times slower, with no, one, and most samples stalled.
    ([1, 1.01, 1.02], [1000, 1010, 1020], BenchmarkChange.Kind.regressed),
    ([1, 1.01, 1000], [1000, 1010, 1e6], .regressed),
    ([1, 1000, 1010], [1000, 1e6, 1.01e6], .regressed),
    // The other way round.
    ([1000, 1010, 1e6], [1, 1.01, 1000], .faster),
    // One stalled sample of three leaves everything open, one of twelve nothing.
    ([1, 1.01, 1.02], [1, 1.01, 1000], .notMeasured),
    ([1, 1.01, 1000], [1, 1.01, 1.02], .notMeasured),
    (stalled(1, of: 12), stalled(1, of: 12), .same),
    // Most of the later samples are slow, but not the fastest: it may have been the machine.
    ([1, 1.01, 1.02], [1, 1000, 1010], .notMeasured),
    // A single sample tells an order of magnitude.
    ([1], [1], .notMeasured), ([1], [5], .notMeasured), ([1], [1000], .regressed),
    ([1000], [1], .faster),
  ])
  func tellsAChangeFromAStall(
    before: [Double], after: [Double], kind expected: BenchmarkChange.Kind
  ) throws {
    #expect(try kind(before, after) == expected)
  }

  /// How many samples there are, which share of them stalls, and whether for whole passes.
  struct Machine: CustomTestStringConvertible {
    let count: Int
    let share: Double
    let hasBursts: Bool

    static let all = [3, 5, 8, 24].flatMap { count in
      [0.0, 0.05, 0.2, 0.5].flatMap { share in
        [false, true].map { Machine(count: count, share: share, hasBursts: $0) }
      }
    }

    var testDescription: String {
      "\(share) of \(count) samples stalled\(hasBursts ? " for whole passes" : "")"
    }
  }

  /// What is the same is rarely called slower, and what takes a thousand times as long hardly ever the
  /// same.
  @Test(arguments: Machine.all, [1, 2] as [UInt64])
  func randomStalls(on machine: Machine, seed: UInt64) throws {
    var random = RandomSource(seed: seed, stream: machine.testDescription)
    let alike = try kinds(slower: 1, on: machine, &random)
    let alarms = alike[.regressed, default: 0] + alike[.slower, default: 0]
    // Half of three samples stalled leave an eighth of all runs without a good one.
    let hasGoodSamples = machine.count > 3 || machine.share < 0.5
    #expect(alarms <= (hasGoodSamples ? 8 : 20), "\(alike), seed \(seed)")
    // Where half of all samples stall for as long as the change is, nobody can tell the two apart; but
    // that is told.
    let slower = try kinds(slower: 1e3, on: machine, &random)
    let found = slower[.regressed, default: 0]
    #expect(found >= (machine.share < 0.5 ? 85 : 50), "\(slower), seed \(seed)")
    #expect(found + slower[.notMeasured, default: 0] >= 95, "\(slower), seed \(seed)")
    let muchSlower = try kinds(slower: 1e6, on: machine, &random)
    #expect(muchSlower == [.regressed: 100], "\(muchSlower), seed \(seed)")
  }

  /// How often each verdict is given in a hundred pairs of runs, the later of which takes so many times
  /// as long.
  private func kinds(
    slower: Double, on machine: Machine, _ random: inout RandomSource
  ) throws -> [BenchmarkChange.Kind: Int] {
    try (0..<100).reduce(into: [:]) { kinds, _ in
      let runs = [1, slower].map { Self.run(on: machine, $0, &random) }
      kinds[try kind(runs[0], runs[1]), default: 0] += 1
    }
  }

  /// The samples of a run, with noise of 3 %; those that stall take 1000 to 1500 times
  /// as long.
  private static func run(
    on machine: Machine, _ seconds: Double, _ random: inout RandomSource
  ) -> [Double] {
    let passes = (0..<8).map { _ in random.uniform() < machine.share }
    return (0..<machine.count).map { sample in
      let isAlone = random.uniform() < machine.share
      let isStalled = machine.hasBursts ? passes[sample * 8 / machine.count] : isAlone
      let time = seconds * Double.exp(0.03 * random.normal())
      return time * (isStalled ? 1000 * (1 + 0.5 * random.uniform()) : 1)
    }
  }

  /// Samples of which the last ones took a thousand times as long.
  private static func stalled(_ stalls: Int, of count: Int) -> [Double] {
    (0..<count).map { (1 + 0.01 * Double($0 % 4)) * ($0 < count - stalls ? 1 : 1000) }
  }

  private func timing(of samples: [Double]) throws -> BenchmarkTiming {
    let summary = try #require(SampleSummary(samples))
    let interval = try #require(
      Bootstrap(seed: 1, resamplings: 100, passes: 8).interval(ofMedian: samples))
    return BenchmarkTiming(
      samples: samples.count, runsPerSample: 1, median: summary.median, minimum: summary.minimum,
      deviation: summary.deviation, interval: interval, outliers: summary.outliers, rate: 1,
      unit: "GFLOP/s")
  }

  /// Beside another backend in the same run.
  @Test(arguments: [
    (stalled(1, of: 3), stalled(0, of: 3).map { 1000 * $0 }, BenchmarkVerdict.faster),
    (stalled(0, of: 3).map { 1000 * $0 }, stalled(1, of: 3), .slower),
    (stalled(1, of: 3), stalled(2, of: 3), .noisy), (stalled(1, of: 12), stalled(1, of: 12), .tie),
  ])
  func verdictBesideAnotherBackend(
    own: [Double], other: [Double], verdict: BenchmarkVerdict
  ) throws {
    let quotient = try #require(
      TimeQuotient(of: other, over: own, by: Bootstrap(seed: 1, resamplings: 100)))
    #expect(BenchmarkVerdict(quotient) == verdict)
  }
}
