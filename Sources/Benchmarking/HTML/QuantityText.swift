extension Double {
  /// Seconds in the unit that suits them: `1.23 ms`.
  package var timeText: String {
    let units: [(Double, String)] = [(1, "s"), (1e-3, "ms"), (1e-6, "µs")]
    let (size, name) = units.first { magnitude >= $0.0 * 0.9995 } ?? (1e-9, "ns")
    return "\((self / size).shortText) \(name)"
  }

  /// A round number without zeros behind the point: 0.01, 5, 2000.
  var tickText: String {
    magnitude >= 1 ? text(digits: 0) : "\(self)"
  }

  /// Seconds on an axis: `5 ms`.
  var timeTickText: String {
    let units: [(Double, String)] = [(1, "s"), (1e-3, "ms"), (1e-6, "µs")]
    let (size, name) = units.first { magnitude >= $0.0 * 0.9995 } ?? (1e-9, "ns")
    return "\((self / size).text(digits: self / size < 0.9995 ? 2 : 0)) \(name)"
  }
}
