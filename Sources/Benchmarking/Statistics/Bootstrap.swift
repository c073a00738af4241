import DLCore

/// 95 % intervals by resampling: how much a figure would move if all was measured again.
///
/// Samples that follow each other are often alike, since a machine gets slower and faster again.
/// Whole stretches are therefore drawn, in a circle (Politis and Romano, "A Circular Block-Resampling
/// Procedure for Stationary Data", 1992), as long as the cube root of the number of samples. The
/// interval lies between the 2.5th and 97.5th percentiles of the redrawn figures (Efron 1979).
public struct Bootstrap: Hashable, Sendable {
  /// The seed of the draws: the same samples give the same interval.
  public var seed: UInt64
  /// The number of draws.
  public var resamplings: Int

  /// Creates a bootstrap of at least 40 draws, which the percentiles need.
  public init(seed: UInt64, resamplings: Int = 1000) {
    self.seed = seed
    self.resamplings = max(resamplings, 40)
  }

  /// The interval of the median; `nil` if there are no samples.
  public func interval(ofMedian samples: [Double]) -> ClosedRange<Double>? {
    guard !samples.isEmpty else { return nil }
    var random = RandomSource(seed: seed, stream: "bootstrap/median")
    return percentiles {
      medianOfSorted(Self.places(samples.count, &random).map { samples[$0] }.sorted())
    }
  }

  /// The interval of the quotient of two medians; `nil` if there are no samples.
  ///
  /// Where both series are equally long, sample *i* of both was taken in the same round, under the
  /// same conditions: both are redrawn together, so that what slowed down both cancels.
  public func interval(
    ofMedian samples: [Double], over others: [Double]
  ) -> ClosedRange<Double>? {
    guard !samples.isEmpty, !others.isEmpty else { return nil }
    let arePaired = samples.count == others.count
    var random = RandomSource(seed: seed, stream: "bootstrap/quotient")
    return percentiles {
      let places = Self.places(samples.count, &random)
      let otherPlaces = arePaired ? places : Self.places(others.count, &random)
      return medianOfSorted(places.map { samples[$0] }.sorted())
        / medianOfSorted(otherPlaces.map { others[$0] }.sorted())
    }
  }

  /// As many positions as there are samples, in stretches that begin anywhere.
  private static func places(_ count: Int, _ random: inout RandomSource) -> [Int] {
    let length = max(Int(Double.pow(Double(count), 1 / 3.0).rounded()), 1)
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
}
