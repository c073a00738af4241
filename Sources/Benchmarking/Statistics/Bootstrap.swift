import DLCore

/// 95 % intervals by resampling: how much a figure would move if all was measured again.
///
/// Samples that follow each other are often alike, since a machine gets slower and faster again.
/// Whole stretches are therefore drawn, in a circle (Politis and Romano, "A Circular Block-Resampling
/// Procedure for Stationary Data", 1992): as long as the samples of one pass through all workloads,
/// and at least as long as the cube root of their number. The interval lies between the 2.5th and 97.5th percentiles of the redrawn figures (Efron 1979).
///
/// Few stretches vary less than the truth does, so the interval is widened in two steps: as if its
/// ends were a Student's t with a degree of freedom for each stretch but one, and by
/// √(samples / (samples - length)), which stretches of that length take away from the variance.
///
/// What is multiplied is how far an end lies from the figure, as a share of it. One stalled sample of
/// three thus moves an end to some times its own time, and no power of that. A single sample tells an
/// order of magnitude: from a tenth of the figure to ten times.
public struct Bootstrap: Hashable, Sendable {
  /// The seed of the draws: the same samples give the same interval.
  public var seed: UInt64
  /// The number of draws.
  public var resamplings: Int
  /// The number of passes in which the samples were taken; 0 or 1 if they followed each other.
  public var passes: Int

  /// Creates a bootstrap of at least 40 draws, which the percentiles need.
  public init(seed: UInt64, resamplings: Int = 1000, passes: Int = 0) {
    self.seed = seed
    self.resamplings = max(resamplings, 40)
    self.passes = max(passes, 0)
  }

  /// The interval of the median; `nil` if there are no samples, or one is not above 0, or the median
  /// is too large for a number.
  public func interval(ofMedian samples: [Double]) -> ClosedRange<Double>? {
    guard let summary = SampleSummary(samples), Self.arePositive(samples) else { return nil }
    var random = RandomSource(seed: seed, stream: "bootstrap/median")
    let ends = percentiles {
      medianOfSorted(places(samples.count, &random).map { samples[$0] }.sorted())
    }
    return widened(ends, around: summary.median, samples: samples.count)
  }

  /// The interval of the quotient of two medians; `nil` if there are no samples, or one is not above
  /// 0, or the quotient is too large or too small for a number.
  ///
  /// Where both series are equally long, sample *i* of both was taken in the same round, under the
  /// same conditions: both are redrawn together, so that what slowed down both cancels.
  public func interval(
    ofMedian samples: [Double], over others: [Double]
  ) -> ClosedRange<Double>? {
    guard let summary = SampleSummary(samples), let other = SampleSummary(others),
      Self.arePositive(samples + others)
    else { return nil }
    let arePaired = samples.count == others.count
    var random = RandomSource(seed: seed, stream: "bootstrap/quotient")
    let ends = percentiles {
      let drawn = places(samples.count, &random)
      let otherDrawn = arePaired ? drawn : places(others.count, &random)
      return medianOfSorted(drawn.map { samples[$0] }.sorted())
        / medianOfSorted(otherDrawn.map { others[$0] }.sorted())
    }
    return widened(
      ends, around: summary.median / other.median, samples: min(samples.count, others.count))
  }

  private static func arePositive(_ samples: [Double]) -> Bool {
    samples.allSatisfy { $0 > 0 && $0.isFinite }
  }

  /// The number of samples in a stretch.
  private func length(_ count: Int) -> Int {
    var length = max(passes > 1 ? count / passes : 1, 1)
    while (length + 1) * (length + 1) * (length + 1) <= count { length += 1 }
    return length
  }

  /// As many positions as there are samples, in stretches that begin anywhere.
  private func places(_ count: Int, _ random: inout RandomSource) -> [Int] {
    let length = length(count)
    var places: [Int] = []
    places.reserveCapacity(count + length)
    while places.count < count {
      let start = random.integer(below: count)
      for step in 0..<length { places.append((start + step) % count) }
    }
    places.removeLast(places.count - count)
    return places
  }

  private func percentiles(_ figure: () -> Double) -> ClosedRange<Double> {
    let figures = (0..<resamplings).map { _ in figure() }.sorted()
    let tail = Int((0.025 * Double(resamplings - 1)).rounded())
    return figures[tail]...figures[resamplings - 1 - tail]
  }

  /// An interval made larger around a figure: upwards by the share that its end lies above the
  /// figure, downwards by the share that the figure lies above its end.
  ///
  /// So times and quotients stay above 0, and the inverse of a quotient has the inverse interval.
  private func widened(
    _ ends: ClosedRange<Double>, around figure: Double, samples count: Int
  ) -> ClosedRange<Double>? {
    guard figure > 0, figure.isFinite else { return nil }
    guard count > 1 else {
      return figure / Self.orderOfMagnitude...figure * Self.orderOfMagnitude
    }
    let width = widening(count)
    let below = max(figure / ends.lowerBound - 1, 0)
    let above = max(ends.upperBound / figure - 1, 0)
    return figure / (1 + width * below)...figure * (1 + width * above)
  }

  private static let orderOfMagnitude = 10.0

  /// How much wider the interval of so many samples, at least two, must be.
  package func widening(_ count: Int) -> Double {
    // A stretch is at most half as long.
    let (samples, length) = (Double(count), Double(length(count)))
    return Self.studentQuantile(samples / length - 1) / Self.normalQuantile
      * (samples / (samples - length)).squareRoot()
  }

  /// The 97.5th percentile of the normal distribution.
  private static let normalQuantile = 1.959964

  /// That of Student's t (Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.7.5), to
  /// 3 % from two degrees of freedom on.
  private static func studentQuantile(_ freedom: Double) -> Double {
    normalQuantile + 2.3723 / freedom + 2.8224 / (freedom * freedom)
      + 2.5558 / (freedom * freedom * freedom)
  }
}
