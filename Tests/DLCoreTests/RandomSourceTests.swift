import DLCore
import Testing

@Suite struct RandomSourceTests {
  /// A known answer of Random123's test file `kat_vectors`: words from the lowest up.
  struct KnownAnswer: Sendable {
    var counter: [UInt64]
    var key: [UInt64]
    var words: [UInt64]

    static let all = [
      KnownAnswer(
        counter: [0, 0, 0, 0], key: [0, 0],
        words: [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      KnownAnswer(
        counter: [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff],
        key: [0xffff_ffff, 0xffff_ffff],
        words: [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
      KnownAnswer(
        counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
        key: [0xa409_3822, 0x299f_31d0],
        words: [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]),
    ]
  }

  @Test(arguments: KnownAnswer.all)
  func blockFunctionGivesTheKnownAnswers(_ answer: KnownAnswer) {
    let counter = (
      low: answer.counter[0] | answer.counter[1] << 32,
      high: answer.counter[2] | answer.counter[3] << 32
    )
    let block = RandomSource.block(key: answer.key[0] | answer.key[1] << 32, counter: counter)
    #expect(block.0 == answer.words[0] | answer.words[1] << 32)
    #expect(block.1 == answer.words[2] | answer.words[3] << 32)
  }

  @Test func firstWordsOfSeedZeroAreTheFirstKnownAnswer() {
    var source = RandomSource(seed: 0)
    #expect(source.next() == 0xe169_c58d_6627_e8d5)
    #expect(source.next() == 0x9b00_dbd8_bc57_ac4c)
  }

  @Test func positionJumpsToAnyWord() {
    var source = RandomSource(seed: 7, stream: "weights")
    let words = (0..<9).map { _ in source.next() }
    #expect(source.position == 9)
    for place in [8, 0, 5, 4, 3] {
      source.position = UInt64(place)
      #expect(source.next() == words[place])
    }
  }

  @Test func positionWrapsAround() {
    var source = RandomSource(seed: 7)
    source.position = .max
    _ = source.next()
    #expect(source.position == 0)
  }

  @Test func seedsAndStreamsDiffer() {
    let sources = [
      RandomSource(seed: 1), RandomSource(seed: 2), RandomSource(seed: 1, stream: 1),
      RandomSource(seed: 1, stream: "c1.weight"), RandomSource(seed: 1, stream: "c1.bias"),
    ]
    let words = sources.map { source in
      var source = source
      return source.next()
    }
    #expect(Set(words).count == sources.count)
  }

  // The test vectors of the FNV reference code: "" and "foobar".
  @Test func streamNamesAreHashedByFNV1a() {
    #expect(RandomSource(seed: 0, stream: "").stream == 0xcbf2_9ce4_8422_2325)
    #expect(RandomSource(seed: 0, stream: "foobar").stream == 0x8594_4171_f739_67e8)
  }

  @Test func uniformNumbersAreEvenlySpread() {
    var source = RandomSource(seed: 3)
    let numbers = (0..<20_000).map { _ in source.uniform() }
    #expect(numbers.allSatisfy { 0 <= $0 && $0 < 1 })
    var bins = [Int](repeating: 0, count: 20)
    for number in numbers { bins[Int(number * 20)] += 1 }
    // χ² with 19 degrees of freedom exceeds 43.8 once in a thousand seeds.
    #expect(chiSquared(bins, expected: 1000) < 43.8)
    #expect(numbers.allSatisfy { ($0 * 0x1p53).truncatingRemainder(dividingBy: 1) == 0 })
  }

  @Test func uniformRangesAreKept() {
    var source = RandomSource(seed: 3)
    let numbers = (0..<2000).map { _ in source.uniform(from: -3, to: 5) }
    #expect(numbers.allSatisfy { -3 <= $0 && $0 < 5 })
    #expect(abs(numbers.reduce(0, +) / 2000 - 1) < 0.2)
  }

  @Test func normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    var source = RandomSource(seed: 4)
    let numbers = (0..<20_000).map { _ in source.normal() }
    func moment(_ power: Int) -> Double {
      numbers.reduce(0) { sum, x in sum + (0..<power).reduce(1) { product, _ in product * x } }
        / Double(numbers.count)
    }
    #expect(numbers.allSatisfy { $0.isFinite })
    #expect(abs(moment(1)) < 0.03)
    #expect(abs(moment(2) - 1) < 0.05)
    #expect(abs(moment(3)) < 0.1)
    #expect(abs(moment(4) - 3) < 0.3)
  }

  @Test func integersAreEvenlySpread() {
    var source = RandomSource(seed: 5)
    var bins = [Int](repeating: 0, count: 7)
    for _ in 0..<7000 { bins[source.integer(below: 7)] += 1 }
    // χ² with 6 degrees of freedom exceeds 22.5 once in a thousand seeds.
    #expect(chiSquared(bins, expected: 1000) < 22.5)
  }

  @Test(arguments: [Int.min, -1, 0, 1])
  func integersBelowOneOrLessAreZeroAndDrawNothing(_ bound: Int) {
    var source = RandomSource(seed: 5)
    #expect(source.integer(below: bound) == 0)
    #expect(source.position == 0)
  }

  @Test func integersBelowVastBoundsStayBelow() {
    var source = RandomSource(seed: 5)
    for _ in 0..<100 {
      #expect((0..<Int.max).contains(source.integer(below: .max)))
    }
  }

  @Test(arguments: [-1, 0, 1, 2, 17, 1000])
  func permutationsHoldEveryIndexOnce(_ count: Int) {
    var source = RandomSource(seed: 6)
    #expect(source.permutation(of: count).sorted() == Array(0..<max(count, 0)))
  }

  @Test func everyOrderOfThreeIsAsLikely() {
    var source = RandomSource(seed: 6)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[source.permutation(of: 3), default: 0] += 1 }
    #expect(counts.count == 6)
    // χ² with 5 degrees of freedom exceeds 20.5 once in a thousand seeds.
    #expect(chiSquared(Array(counts.values), expected: 1000) < 20.5)
  }

  private func chiSquared(_ counts: [Int], expected: Double) -> Double {
    counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
  }
}
