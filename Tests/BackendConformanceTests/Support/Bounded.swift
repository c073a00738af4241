import DLCore

/// What an oracle expects: a value, and how far from it a backend may be.
///
/// NaN stands for NaN, and a value beyond the scalar's range for an infinity.
struct Bounded: Sendable {
  var value: Double
  var bound: Double = 0

  /// Within a number of units in the last place of the value, as the scalar type rounds it.
  static func ulps<Scalar: BackendScalar>(
    _ count: Double, of value: Double, as type: Scalar.Type
  ) -> Bounded {
    let unit = Double(Scalar(value).ulp)
    return Bounded(value: value, bound: unit.isNaN ? 0 : count * unit)
  }

  /// How many times its bound `actual` is off: at most 1 is right.
  func excess<Scalar: BackendScalar>(of actual: Scalar) -> Double {
    if value.isNaN || actual.isNaN { return value.isNaN && actual.isNaN ? 0 : .infinity }
    if actual == Scalar(value) { return 0 }
    let error = (Double(actual) - value).magnitude
    return bound > 0 ? error / bound : .infinity
  }
}

/// A sum in twice the precision of `Double` (Ogita, Rump and Oishi 2005, "Dot2"), with what the
/// numeric law's bounds are made of.
struct LawfulSum {
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
  func product<Scalar: BackendScalar>(as type: Scalar.Type, extra: Double = 0) -> Bounded {
    Bounded(
      value: value, bound: (Double(count) + extra) * Double(Scalar.ulpOfOne) * magnitude)
  }

  /// Within (2 + log₂ `count`)·ε·Σ|terms|, the law for plain sums.
  func pairwise<Scalar: BackendScalar>(as type: Scalar.Type) -> Bounded {
    let factor = 2 + Double.log(Double(max(count, 1))) / Double.log(2)
    return Bounded(value: value, bound: factor * Double(Scalar.ulpOfOne) * magnitude)
  }

  private mutating func add(_ term: Double, error: Double) {
    let sum = high + term
    let part = sum - high
    low += (high - (sum - part)) + (term - part) + error
    high = sum
    magnitude += term.magnitude
    count += 1
  }
}
