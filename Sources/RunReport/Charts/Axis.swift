import Foundation

/// A scale from numbers to places, with marks at round numbers.
package struct Axis {
  /// The numbers at the marks, ascending.
  package let ticks: [Double]
  private let low: Double
  private let high: Double
  private let isLogarithmic: Bool

  /// Creates an evenly divided scale over some numbers, which end on marks.
  ///
  /// - Parameter count: About how many marks there should be.
  package init(linear values: [Double], within limits: ClosedRange<Double>, count: Int = 6) {
    let (low, high) = Self.range(of: values)
    let step = Self.roundStep((high - low) / Double(count))
    let first = (low / step).rounded(.down)
    let last = (high / step).rounded(.up)
    // Rounding may move the last mark a little past a limit.
    let slack = step / 1000
    ticks = stride(from: first, through: last, by: 1).map { $0 * step }
      .filter { $0 >= limits.lowerBound - slack && $0 <= limits.upperBound + slack }
    self.low = ticks.first ?? low
    self.high = ticks.last ?? high
    isLogarithmic = false
  }

  /// Creates a scale over epochs, with marks at whole numbers.
  package init(epochs: ClosedRange<Int>, count: Int = 8) {
    let (first, last) = (epochs.lowerBound, epochs.upperBound)
    let step = max(Int(Self.roundStep(Double(last - first) / Double(count)).rounded(.up)), 1)
    let start = first + (step - first % step) % step
    ticks = stride(from: start, through: last, by: step).map(Double.init)
    low = first == last ? Double(first) - 0.5 : Double(first)
    high = first == last ? Double(first) + 0.5 : Double(last)
    isLogarithmic = false
  }

  /// Creates a scale on which equal distances are equal factors; the numbers are above 0.
  package init(logarithmic values: [Double]) {
    let (least, most) = Self.range(of: values)
    let (low, high) = (max(least, .leastNormalMagnitude), max(most, .leastNormalMagnitude))
    let decades = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
    let all = decades.flatMap { decade in [1, 2, 5].map { $0 * pow(10, Double(decade)) } }
    let first = all.last { $0 <= low } ?? low
    let last = all.first { $0 >= high } ?? high
    let inside = all.filter { (first...last).contains($0) }
    ticks = inside.count <= 8 ? inside : Self.thinned(decades.map { pow(10, Double($0)) })
    self.low = min(first, ticks.first ?? first)
    self.high = max(last, ticks.last ?? last)
    isLogarithmic = true
  }

  /// Where a number lies: 0 at the lower end, 1 at the upper one.
  package func place(of value: Double) -> Double {
    isLogarithmic
      ? (log10(value) - log10(low)) / (log10(high) - log10(low)) : (value - low) / (high - low)
  }

  /// The ends of the numbers, moved apart where they are the same; 0 to 1 for none.
  private static func range(of values: [Double]) -> (Double, Double) {
    guard let low = values.min(), let high = values.max() else { return (0, 1) }
    // Numbers so close that marks between them would not differ count as the same.
    guard high - low <= 1e-9 * max(abs(low), abs(high)) else { return (low, high) }
    return low > 0 ? (low * 0.9, high * 1.1) : (low - 1, high + 1)
  }

  /// The least of 1, 2 and 5 times a power of ten that is at least so much.
  private static func roundStep(_ step: Double) -> Double {
    guard step > 0, step.isFinite else { return 1 }
    let decade = pow(10, log10(step).rounded(.down))
    return [1, 2, 5].map { $0 * decade }.first { $0 >= step } ?? 10 * decade
  }

  private static func thinned(_ ticks: [Double]) -> [Double] {
    let step = (ticks.count + 7) / 8
    return stride(from: 0, to: ticks.count, by: step).map { ticks[$0] }
  }
}
