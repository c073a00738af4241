import Benchmarking
import DLCore
import Testing

/// Laws of medians, spreads and intervals.
@Suite struct StatisticsTests {
  @Test(arguments: [
    ([3.0], 3.0, 0.0, 0), ([4, 1], 2.5, 1.5, 0), ([5, 1, 3], 3, 2, 0), ([1, 2, 3, 4], 2.5, 1, 0),
    ([1, 1.1, 0.9, 1.05, 0.95, 9], 1.025, 0.075, 1), ([1, 1, 1, 1, 7], 1, 0, 0),
    ([1, 2, 100], 2, 1, 0),
  ])
  func summarizes(samples: [Double], median: Double, deviation: Double, outliers: Int) throws {
    let summary = try #require(SampleSummary(samples))
    #expect(abs(summary.median - median) < 1e-12)
    #expect(abs(summary.deviation - deviation) < 1e-12)
    #expect(summary.outliers == outliers)
  }

  @Test func hasNothingToSayAboutNothing() {
    #expect(SampleSummary([]) == nil)
    #expect(Bootstrap(seed: 1).interval(ofMedian: []) == nil)
    #expect(Bootstrap(seed: 1).interval(ofMedian: [1], over: []) == nil)
  }

  @Test func summaryFollowsScaleAndNotOrder() throws {
    var random = RandomSource(seed: 1)
    for count in 1...40 {
      let values = samples(count, &random)
      let summary = try #require(SampleSummary(values))
      let shuffled = random.permutation(of: count).map { values[$0] }
      #expect(SampleSummary(shuffled) == summary)
      let scaled = try #require(SampleSummary(values.map { 4 * $0 }))
      #expect(scaled.median == 4 * summary.median)
      #expect(scaled.deviation == 4 * summary.deviation)
      #expect(scaled.outliers == summary.outliers)
    }
  }

  @Test func intervalHoldsTheMedianAndFollowsScale() throws {
    var random = RandomSource(seed: 2)
    for count in 1...30 {
      let values = samples(count, &random)
      let bootstrap = Bootstrap(seed: 1, resamplings: 100)
      let interval = try #require(bootstrap.interval(ofMedian: values))
      #expect(interval.contains(try #require(SampleSummary(values)).median))
      #expect(interval.lowerBound > 0)
      let scaled = try #require(bootstrap.interval(ofMedian: values.map { 2 * $0 }))
      #expect(abs(scaled.lowerBound / interval.lowerBound - 2) < 1e-12)
      #expect(abs(scaled.upperBound / interval.upperBound - 2) < 1e-12)
    }
  }

  @Test(arguments: [0.0, -1, .nan, .infinity]) func timesAreAboveZero(bad: Double) {
    #expect(Bootstrap(seed: 1).interval(ofMedian: [1, bad, 2]) == nil)
    #expect(Bootstrap(seed: 1).interval(ofMedian: [1, 1, 2], over: [1, bad, 2]) == nil)
  }

  @Test func figuresThatAreNoNumbersHaveNoInterval() {
    #expect(Bootstrap(seed: 1).interval(ofMedian: [1.5e308, 1.6e308]) == nil)
    for (samples, others) in [([1e300], [1e-300]), ([1e-300], [1e300])] {
      #expect(Bootstrap(seed: 1).interval(ofMedian: samples, over: others) == nil)
    }
    #expect(Bootstrap(seed: 1).interval(ofMedian: [1e-300, 1, 1e300]) != nil)
  }

  @Test func fewSamplesWidenMore() {
    let widths = [3, 5, 10, 100, 1000, 10_000, 100_000, 1_000_000].map(Bootstrap(seed: 1).widening)
    #expect(widths == widths.sorted(by: >))
    #expect(widths.allSatisfy { $0 > 1 })
    #expect(widths[7] < 1.01)
    // Three samples have two degrees of freedom, whose quantile is 4.303.
    #expect(abs(widths[0] - 4.303 / 1.96 * 1.5.squareRoot()) < 0.1)
  }

  /// However long a sample stalled, an end lies only some times as far off as the sample.
  @Test(arguments: [2, 3, 4, 5, 8, 20]) func aStallMovesAnEndInProportion(count: Int) throws {
    let values = (0..<count - 1).map { 1 + 0.01 * Double($0) }
    for stall in [1e3, 1e6, 1e9] {
      let bootstrap = Bootstrap(seed: 1)
      let interval = try #require(bootstrap.interval(ofMedian: values + [stall]))
      #expect(interval.upperBound < 1.1 * bootstrap.widening(count) * stall)
      // What stalls one sample of several says nothing against the others.
      #expect(count == 2 || interval.lowerBound > 0.5)
    }
  }

  /// In a run that is stopped early all samples are of one pass, which then tells as much as it can.
  @Test func samplesOfOnePassHaveAnInterval() throws {
    var random = RandomSource(seed: 11)
    let values = samples(12, &random)
    let interval = try #require(Bootstrap(seed: 1, passes: 1).interval(ofMedian: values))
    #expect(interval == Bootstrap(seed: 1).interval(ofMedian: values))
    #expect(interval.upperBound > interval.lowerBound)
  }

  @Test func sameSeedGivesSameInterval() {
    var random = RandomSource(seed: 3)
    let values = samples(30, &random)
    let interval = Bootstrap(seed: 5).interval(ofMedian: values)
    #expect(Bootstrap(seed: 5).interval(ofMedian: values) == interval)
    let others = (6..<16).map { Bootstrap(seed: $0).interval(ofMedian: values) }
    #expect(others.contains { $0 != interval })
  }

  /// 95 % is the promise; also where each sample is much like the one before.
  @Test(arguments: [(5, 0.0), (10, 0), (50, 0), (50, 0.4)])
  func intervalCoversTheTruth(count: Int, memory: Double) throws {
    var random = RandomSource(seed: 4, stream: UInt64(count))
    let rows = 150
    var covered = 0
    var width = 0.0
    for _ in 0..<rows {
      var last = random.normal()
      let values = (0..<count).map { _ in
        last = memory * last + (1 - memory * memory).squareRoot() * random.normal()
        return Double.exp(0.1 * last)
      }
      let interval = try #require(
        Bootstrap(seed: random.next(), resamplings: 100).interval(ofMedian: values))
      covered += interval.contains(1) ? 1 : 0
      width += Double.log(interval.upperBound / interval.lowerBound) / Double(rows)
    }
    #expect(covered * 100 >= rows * (memory > 0 ? 90 : 93), "\(covered) of \(rows)")
    // For many samples, the median's deviation is √(π/2) of the mean's.
    let least = 2 * 1.96 * 1.2533 * 0.1 / Double(count).squareRoot()
    #expect(count < 50 || width < 1.6 * least)
  }

  @Test func intervalNarrowsWithMoreSamples() throws {
    var random = RandomSource(seed: 5)
    let widths = try [10, 100, 1000].map { count in
      let interval = try #require(
        Bootstrap(seed: 1, resamplings: 200).interval(ofMedian: samples(count, &random)))
      return interval.upperBound - interval.lowerBound
    }
    #expect(widths[0] > 1.5 * widths[1])
    #expect(widths[1] > 1.5 * widths[2])
  }

  @Test func quotientOfSeriesIsInverseOfItsInverse() throws {
    var random = RandomSource(seed: 6)
    let (a, b) = (samples(25, &random), samples(25, median: 2, &random))
    let bootstrap = Bootstrap(seed: 1)
    let forward = try #require(bootstrap.interval(ofMedian: a, over: b))
    let backward = try #require(bootstrap.interval(ofMedian: b, over: a))
    #expect(abs(forward.lowerBound * backward.upperBound - 1) < 1e-12)
    #expect(abs(forward.upperBound * backward.lowerBound - 1) < 1e-12)
  }

  /// A machine that gets slower halfway hits both alike, and their quotient knows nothing of it.
  @Test func commonDriftCancels() throws {
    var random = RandomSource(seed: 7)
    let drift = (0..<60).map { 1 + Double($0) / 60 }
    let a = zip(samples(60, noise: 0.01, &random), drift).map { $0 * $1 }
    let b = zip(samples(60, median: 1.1, noise: 0.01, &random), drift).map { $0 * $1 }
    let paired = try #require(Bootstrap(seed: 1).interval(ofMedian: b, over: a))
    let apart = try #require(Bootstrap(seed: 1).interval(ofMedian: b, over: a.dropLast()))
    #expect(paired.lowerBound > 1)
    #expect(paired.upperBound - paired.lowerBound < (apart.upperBound - apart.lowerBound) / 2)
  }
}

/// When one backend is called faster than another.
@Suite struct VerdictTests {
  private func verdict(_ own: [Double], _ other: [Double], seed: UInt64) throws -> BenchmarkVerdict
  {
    BenchmarkVerdict(
      try #require(
        TimeQuotient(of: other, over: own, by: Bootstrap(seed: seed, resamplings: 100))))
  }

  @Test(arguments: [(5, 5), (10, 10), (30, 30), (100, 100), (100, 40), (100, 3)])
  func sameBackendTiesWithItself(count: Int, others: Int) throws {
    var random = RandomSource(seed: 8, stream: UInt64(count + others))
    let rows = 100
    let ties = try (0..<rows).count { _ in
      let verdict = try verdict(
        samples(count, &random), samples(others, &random), seed: random.next())
      return verdict == .tie || verdict == .noisy
    }
    #expect(ties * 20 >= rows * 19, "\(ties) of \(rows)")
  }

  @Test func tellsTenPercentApart() throws {
    var random = RandomSource(seed: 9)
    for _ in 0..<20 {
      let (fast, slow) = (samples(50, &random), samples(50, median: 1.1, &random))
      #expect(try verdict(fast, slow, seed: 1) == .faster)
      #expect(try verdict(slow, fast, seed: 1) == .slower)
    }
  }

  /// A machine that is 10 % faster or slower from pass to pass: samples of a pass are alike.
  @Test func whatMovesFromPassToPassIsInTheInterval() throws {
    let speeds = [1.0, 1.1, 0.98, 1.09, 1.02, 1.1, 0.99, 1.08]
    let values = speeds.flatMap { speed in (0..<12).map { speed * (1 + 1e-4 * Double($0 % 5)) } }
    let within = try #require(Bootstrap(seed: 1).interval(ofMedian: values))
    let between = try #require(Bootstrap(seed: 1, passes: 8).interval(ofMedian: values))
    #expect(between.lowerBound < within.lowerBound && between.upperBound > within.upperBound)
    #expect(between.contains(1) && between.contains(1.09))
  }

  @Test func knowsThatItCannotTell() throws {
    var random = RandomSource(seed: 10)
    let (a, b) = (samples(7, noise: 0.5, &random), samples(7, noise: 0.5, &random))
    #expect(try verdict(a, b, seed: 1) == .noisy)
    let (c, d) = (samples(100, noise: 0.001, &random), samples(100, noise: 0.001, &random))
    #expect(try verdict(c, d, seed: 1) == .tie)
  }
}
