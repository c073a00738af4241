import DLCore

/// Bounds that several operations share.
///
/// The reference is off as well, so each is twice the law's.
enum Law {
  /// Sums of `length` products; `extra` counts further roundings.
  ///
  /// The law allows `length`·ε·Σ|a·b|, which for long sums is more than the sums themselves. Rounding
  /// errors of random operands grow with the square root of the length (Higham and Mary, "A New
  /// Approach to Probabilistic Rounding Error Analysis", 2019); 8 is beyond all chance.
  static func products(_ length: Int, extra: Int = 0, _ magnitudes: [Float]) -> [Double] {
    let roundings = min(Double(length), 8 * Double(length).squareRoot()) + Double(extra)
    return magnitudes.map { 2 * roundings * epsilon * Double($0) }
  }

  /// Plain sums of `length` terms: (2 + log₂ length)·ε·Σ|a|.
  static func sums(_ length: Int, _ magnitudes: [Float]) -> [Double] {
    let factor = 2 + Double.log(Double(max(length, 1))) / Double.log(2)
    return magnitudes.map { 2 * factor * epsilon * Double($0) }
  }

  /// A number of units in the last place.
  static func ulps(_ count: Double, _ values: [Float]) -> [Double] {
    values.map { 2 * count * Double($0.ulp) }
  }

  /// No difference.
  static func exact(_ values: [[Float]]) -> [[Double]] {
    values.map { [Double](repeating: 0, count: $0.count) }
  }

  /// The distance from 1 to the next float.
  static let epsilon = Double(Float.ulpOfOne)
}
