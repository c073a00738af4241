extension Double {
  /// The number with a fixed number of digits behind the point, and "-" for none.
  package func text(digits: Int) -> String {
    guard isFinite else { return "-" }
    var scale = 1.0
    for _ in 0..<max(digits, 0) { scale *= 10 }
    let scaled = (magnitude * scale).rounded()
    // From here on a Double has no digits behind the point.
    guard scaled < 9e15 else { return "\(self)" }
    let whole = "\(Int(scaled))"
    let padded = String(repeating: "0", count: max(digits + 1 - whole.count, 0)) + whole
    let sign = self < 0 && scaled > 0 ? "-" : ""
    guard digits > 0 else { return sign + padded }
    return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
  }

  /// The number with about three digits that count: 0.123, 1.23, 12.3, 123, 12345.
  package var shortText: String {
    switch magnitude {
    case ..<0.0995: text(digits: 4)
    case ..<0.9995: text(digits: 3)
    case ..<9.995: text(digits: 2)
    case ..<99.95: text(digits: 1)
    default: text(digits: 0)
    }
  }
}
