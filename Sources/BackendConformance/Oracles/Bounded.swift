import DLCore

/// What an oracle expects: a value, and how far from it a backend may be.
///
/// NaN stands for NaN, and a value beyond the scalar's range for an infinity.
struct Bounded: Sendable {
  var value: Double
  var bound: Double = 0

  /// Within a number of units in the last place of the value.
  ///
  /// In `Double` the oracle itself is a C library's function, off by up to one more.
  static func ulps(_ count: Double, of value: Double, _ format: ScalarFormat) -> Bounded {
    let slack = format == .double && count > 0 ? count + 1 : count
    return Bounded(value: value, bound: slack * format.ulp(of: value))
  }

  /// Whether a backend's result is right.
  func allows(_ actual: Double, _ format: ScalarFormat) -> Bool {
    if value.isNaN || actual.isNaN { return value.isNaN && actual.isNaN }
    return actual == format.rounded(value) || (actual - value).magnitude <= bound
  }

  /// The quotient, with one more rounding.
  func divided(by divisor: Double, _ format: ScalarFormat) -> Bounded {
    let quotient = value / divisor
    return Bounded(value: quotient, bound: bound / divisor + abs(quotient) * format.epsilon)
  }
}

/// A sum in twice the precision of `Double` (Ogita, Rump and Oishi 2005, "Dot2"), with what the
/// numeric law's bounds are made of.
struct LawfulSum: Sendable {
  /// The number of terms.
  private(set) var count = 0
  /// The sum of the terms' magnitudes.
  private(set) var magnitude = 0.0
  private var high = 0.0
  private var low = 0.0

  /// The sum; not finite when plain summation is not.
  var value: Double { high.isFinite ? high + low : high }

  /// Adds a number.
  mutating func add(_ term: Double) { add(term, error: 0) }

  /// Adds a product, with the part that its rounding loses.
  mutating func add(_ a: Double, times b: Double) {
    let product = a * b
    add(product, error: (-product).addingProduct(a, b))
  }

  /// Within `count`·ε·Σ|terms|, the law for sums of products; `extra` counts further roundings.
  func product(_ format: ScalarFormat, extra: Double = 0) -> Bounded {
    // Products below the range lose up to half of its last place each.
    let bound =
      (Double(count) + extra) * format.epsilon * magnitude + Double(count) * format.leastNonzero
    return Bounded(value: value, bound: bound)
  }

  /// Within (2 + log₂ `count`)·ε·Σ|terms|, the law for plain sums.
  func pairwise(_ format: ScalarFormat) -> Bounded {
    let factor = 2 + Double.log(Double(max(count, 1))) / Double.log(2)
    return Bounded(value: value, bound: factor * format.epsilon * magnitude)
  }

  private mutating func add(_ term: Double, error: Double) {
    let sum = high + term
    let part = sum - high
    low += (high - (sum - part)) + (term - part) + error
    high = sum
    magnitude += term.magnitude
    count &+= 1
  }
}
