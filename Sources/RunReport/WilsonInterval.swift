/// The 95 % interval of a share that was observed in a number of trials.
///
/// Wilson's score interval (E. B. Wilson, "Probable Inference, the Law of Succession, and
/// Statistical Inference", Journal of the American Statistical Association 22, 1927), which holds
/// near 0 and 1, too, where an accuracy likes to be.
package struct WilsonInterval: Hashable, Sendable {
  /// The lower end.
  package let low: Double
  /// The upper end.
  package let high: Double

  /// The 97.5 % point of the standard normal distribution.
  private static let z = 1.959963984540054

  /// Creates the interval; `nil` unless there are trials, and successes are 0 to as many.
  package init?(successes: Int, trials: Int) {
    guard trials > 0, (0...trials).contains(successes) else { return nil }
    let (n, zz) = (Double(trials), Self.z * Self.z)
    let share = Double(successes) / n
    let center = (share + zz / (2 * n)) / (1 + zz / n)
    let spread = share * (1 - share) / n + zz / (4 * n * n)
    let half = Self.z * spread.squareRoot() / (1 + zz / n)
    low = max(center - half, 0)
    high = min(center + half, 1)
  }
}
