/// What a series of samples says: its middle, its least, its spread, and the samples far outside.
public struct SampleSummary: Hashable, Sendable {
  /// The median; of an even number of samples the mean of the two in the middle.
  public let median: Double
  /// The least of all.
  public let minimum: Double
  /// The median absolute deviation from the median, unscaled.
  public let deviation: Double
  /// The samples whose modified z-score is beyond 3.5 (Iglewicz and Hoaglin, "How to Detect and
  /// Handle Outliers", 1993).
  ///
  /// None of fewer than five samples, and none where more than half of them are equal.
  public let outliers: Int

  /// Summarizes samples; `nil` if there are none.
  public init?(_ samples: [Double]) {
    guard let least = samples.min() else { return nil }
    let middle = medianOfSorted(samples.sorted())
    let distances = samples.map { ($0 - middle).magnitude }
    let spread = medianOfSorted(distances.sorted())
    // The score is 0.6745 · distance / deviation; 0.6745 is the normal distribution's quartile.
    let limit = 3.5 * spread / 0.6745
    median = middle
    minimum = least
    deviation = spread
    outliers = spread > 0 && samples.count >= 5 ? distances.count { $0 > limit } : 0
  }
}

/// The median of samples in ascending order, of which there is at least one.
func medianOfSorted(_ samples: [Double]) -> Double {
  let middle = samples.count / 2
  guard samples.count.isMultiple(of: 2) else { return samples[middle] }
  return (samples[middle - 1] + samples[middle]) / 2
}
