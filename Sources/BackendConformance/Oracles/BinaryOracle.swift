import DLCore

extension BinaryOperation {
  /// What the function gives, and how exactly.
  func expectation(_ a: Double, _ b: Double, _ format: ScalarFormat) -> Bounded {
    guard self == .power else { return Bounded(value: exact(a, b, format)) }
    return .ulps(3, of: .pow(a, b), format)
  }

  /// IEEE 754's result, or for extrema the law's.
  ///
  /// Sums, products and quotients of singles are rounded once more here, from double, which changes
  /// nothing: double has more than twice the digits (Figueroa 1995).
  func exact(_ a: Double, _ b: Double, _ format: ScalarFormat) -> Double {
    switch self {
    case .add: return format.rounded(a + b)
    case .subtract: return format.rounded(a - b)
    case .multiply: return format.rounded(a * b)
    case .divide: return format.rounded(a / b)
    case .power: return format.rounded(.pow(a, b))
    case .maximum, .minimum:
      if a.isNaN || b.isNaN { return .nan }
      if a == b { return a }
      return (a > b) == (self == .maximum) ? a : b
    }
  }
}

extension Comparison {
  /// 1 where the relation holds, else 0.
  func expectation(_ a: Double, _ b: Double) -> Double {
    let (isLess, isGreater) = (a < b, a > b)
    let isEqual = !isLess && !isGreater && !a.isNaN && !b.isNaN
    return switch self {
    case .equal: isEqual ? 1 : 0
    case .notEqual: isEqual ? 0 : 1
    case .less: isLess ? 1 : 0
    case .lessOrEqual: isLess || isEqual ? 1 : 0
    case .greater: isGreater ? 1 : 0
    case .greaterOrEqual: isGreater || isEqual ? 1 : 0
    }
  }
}

extension BroadcastGeometry {
  /// The positions of both operands for each element of the result, by division.
  var pairs: [(lhs: Int, rhs: Int)] {
    (0..<count).map { element in
      var rest = element
      var pair = (lhs: 0, rhs: 0)
      for dimension in extents.indices.reversed() {
        let index = rest % extents[dimension]
        rest /= extents[dimension]
        pair.lhs += index * lhsStrides[dimension]
        pair.rhs += index * rhsStrides[dimension]
      }
      return pair
    }
  }
}
