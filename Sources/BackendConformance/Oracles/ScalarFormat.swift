import DLCore

/// The format of a backend's scalars, so that oracles can compute in `Double` for any of them.
enum ScalarFormat: Sendable {
  case single
  case double

  init<Scalar: BackendScalar>(_ type: Scalar.Type) {
    self = Scalar.significandBitCount <= Float.significandBitCount ? .single : .double
  }

  /// The distance from 1 to the next scalar, ε.
  var epsilon: Double {
    switch self {
    case .single: Double(Float.ulpOfOne)
    case .double: Double.ulpOfOne
    }
  }

  /// The smallest scalar above 0.
  var leastNonzero: Double {
    switch self {
    case .single: Double(Float.leastNonzeroMagnitude)
    case .double: Double.leastNonzeroMagnitude
    }
  }

  /// The scalar nearest to a number; infinite beyond the range.
  func rounded(_ value: Double) -> Double {
    switch self {
    case .single: Double(Float(value))
    case .double: value
    }
  }

  /// The unit in the last place of a number as a scalar; 0 where it has none.
  func ulp(of value: Double) -> Double {
    let unit =
      switch self {
      case .single: Double(Float(value).ulp)
      case .double: value.ulp
      }
    return unit.isFinite ? unit : 0
  }

  /// Numbers that break loops: not finite, signed zeros, subnormal, the ends of the range.
  var specialValues: [Double] {
    let (normal, greatest) =
      switch self {
      case .single: (Double(Float.leastNormalMagnitude), Double(Float.greatestFiniteMagnitude))
      case .double: (Double.leastNormalMagnitude, Double.greatestFiniteMagnitude)
      }
    return [
      .nan, .infinity, -.infinity, 0, -0.0, leastNonzero, -leastNonzero, normal, rounded(1e20),
      rounded(-1e20), greatest, -greatest, 1, -1,
    ]
  }
}
