import Foundation

/// Positive numbers on a line, equal quotients equally far apart.
package struct LogScale {
  /// The number at the beginning of the line.
  let low: Double
  /// The number at its end.
  let high: Double
  /// Where the line begins and ends, in the drawing's units.
  package let line: (from: Double, to: Double)

  /// A line that has room for some numbers; those that are not positive and finite are left out.
  ///
  /// - Parameters:
  ///   - before: How many times the least number is larger than the line's begin.
  ///   - after: How many times the line's end is larger than the largest number.
  package init(
    holding values: [Double], before: Double, after: Double, line: (from: Double, to: Double)
  ) {
    // Beyond these there is nothing that a computer does, and no room for overflow.
    let values = values.filter { (1e-30...1e30).contains($0) }
    low = (values.min() ?? 1) / before
    high = (values.max() ?? 1) * after
    self.line = line
  }

  /// Where a number lies, at most at the ends of the line.
  package func position(_ value: Double) -> Double {
    guard value > 0 else { return line.from }
    let share = log(value / low) / log(high / low)
    return line.from + min(max(share, 0), 1) * (line.to - line.from)
  }

  /// Round numbers along the line: powers of ten, and 2 and 5 times them where there is room.
  package var ticks: [Double] {
    let exponents = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
    let decades = log10(high / low)
    let factors: [Double] = decades > 2.5 ? [1] : decades > 1.7 ? [1, 5] : [1, 2, 5]
    let step = decades > 8 ? 3 : 1
    return exponents.filter { $0 % step == 0 }.flatMap { exponent in
      factors.map { $0 * pow(10, Double(exponent)) }
    }.filter { (low...high).contains($0) }
  }
}
