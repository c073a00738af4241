/// How often each of the 256 grey levels occurs.
struct Histogram {
  private(set) var counts = [Int](repeating: 0, count: 256)
  private(set) var total = 0

  init() {}

  /// The histogram of the negative.
  private init(negative other: Histogram) {
    counts = other.counts.reversed()
    total = other.total
  }

  init(_ levels: [UInt8]) {
    for level in levels { add(level) }
  }

  mutating func add(_ level: UInt8) {
    counts[Int(level)] += 1
    total += 1
  }

  /// The level below or at which a fraction of the samples lies; 0 without samples.
  func quantile(_ fraction: Double) -> UInt8 { quantile(fraction, in: 0...255) }

  /// The quantile of those samples whose levels lie in a range; its lower end without any.
  func quantile(_ fraction: Double, in range: ClosedRange<UInt8>) -> UInt8 {
    let wanted = fraction * Double(count(in: range))
    var seen = 0
    for level in range where counts[Int(level)] > 0 {
      seen += counts[Int(level)]
      if Double(seen) >= wanted { return level }
    }
    return range.lowerBound
  }

  /// The level in the middle of all samples: the mean of the two quantiles that meet there, so
  /// that a negative has the negative's median.
  var median: UInt8 {
    let mirrored = 255 - Int(Histogram(negative: self).quantile(0.5))
    return UInt8((Int(quantile(0.5)) + mirrored) / 2)
  }

  func count(in range: ClosedRange<UInt8>) -> Int {
    range.reduce(0) { $0 + counts[Int($1)] }
  }

  /// The mean and the standard deviation of those samples whose levels lie in a range.
  func moments(in range: ClosedRange<UInt8>) -> (mean: Double, deviation: Double) {
    let count = Double(count(in: range))
    guard count > 0 else { return (Double(range.lowerBound), 0) }
    let mean = range.reduce(0) { $0 + Double(counts[Int($1)]) * Double($1) } / count
    let variance = range.reduce(0) { sum, level in
      let distance = Double(level) - mean
      return sum + Double(counts[Int(level)]) * distance * distance
    }
    return (mean, (variance / count).squareRoot())
  }

  /// The first level of the upper class that Otsu's method finds: the split with the largest
  /// variance between the two classes (Otsu, IEEE Transactions SMC 9(1), 1979).
  ///
  /// Where a run of levels between the classes splits equally well, the middle is taken; nil when
  /// all samples have one level.
  func otsuThreshold() -> UInt8? {
    let sum = counts.indices.reduce(0.0) { $0 + Double($1) * Double(counts[$1]) }
    var (lowerCount, lowerSum, best) = (0, 0.0, 0.0)
    var winners = 0...0
    for level in 1...255 {
      lowerCount += counts[level - 1]
      lowerSum += Double(level - 1) * Double(counts[level - 1])
      let upperCount = total - lowerCount
      guard lowerCount > 0, upperCount > 0 else { continue }
      let distance = lowerSum / Double(lowerCount) - (sum - lowerSum) / Double(upperCount)
      let variance = Double(lowerCount) * Double(upperCount) * distance * distance
      if variance > best {
        (best, winners) = (variance, level...level)
      } else if variance == best, counts[level - 1] == 0 {
        winners = winners.lowerBound...level
      }
    }
    return best > 0 ? UInt8((winners.lowerBound + winners.upperBound) / 2) : nil
  }
}
