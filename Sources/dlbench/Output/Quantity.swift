import Foundation

/// Numbers as people read them: three digits and a unit.
enum Quantity {
  /// Seconds: `812 ns`, `12.3 µs`, `3.14 ms`, `1.20 s`.
  static func time(_ seconds: Double) -> String {
    guard seconds.isFinite else { return "?" }
    let units: [(Double, String)] = [(1, "s"), (1e-3, "ms"), (1e-6, "µs")]
    for (size, name) in units where seconds >= 0.9995 * size {
      return "\(digits(seconds / size)) \(name)"
    }
    return "\(digits(seconds * 1e9)) ns"
  }

  /// A rate in its unit: `40.8k images/s`, `97.2 GFLOP/s`.
  static func rate(_ rate: Double, _ unit: String) -> String { "\(compact(rate)) \(unit)" }

  /// A number with three digits, and a letter for thousands and millions.
  static func compact(_ value: Double) -> String {
    let sizes: [(Double, String)] = [(1e9, "G"), (1e6, "M"), (1e3, "k")]
    for (size, name) in sizes where value >= 0.9995 * size {
      return digits(value / size) + name
    }
    return digits(value)
  }

  /// Three digits: `0.123`, `1.23`, `12.3`, `123`.
  static func digits(_ value: Double) -> String {
    guard value.isFinite else { return "?" }
    let decimals =
      switch value.magnitude {
      case ..<0.9995: 3
      case ..<9.995: 2
      case ..<99.95: 1
      default: 0
      }
    return String(format: "%.\(decimals)f", value)
  }

  /// A share in percent: `0.4 %`, `12 %`.
  static func percent(_ percent: Double) -> String {
    guard percent.isFinite else { return "?" }
    return String(format: percent.magnitude < 9.95 ? "%.1f %%" : "%.0f %%", percent)
  }

  /// How many times faster: `1.92x`, `0.08x`.
  static func factor(_ value: Double) -> String {
    guard value.isFinite else { return "?" }
    return String(format: value < 0.0995 ? "%.3fx" : value < 99.5 ? "%.2fx" : "%.0fx", value)
  }

  /// `1 result`, `2 results`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// Seconds as on a clock: `0:07`, `3:05`.
  static func clock(_ seconds: Double) -> String {
    guard seconds.isFinite, (0..<360_000).contains(seconds) else { return "?" }
    let whole = Int(seconds.rounded())
    return String(format: "%d:%02d", whole / 60, whole % 60)
  }
}

extension String {
  /// Moved to the right end of a column.
  func right(_ width: Int) -> String {
    String(repeating: " ", count: max(width - count, 0)) + self
  }

  /// Filled up with spaces to a column.
  func left(_ width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 0))
  }

  /// Cut off, with a sign of it, where it does not fit.
  func fitted(_ width: Int) -> String {
    count <= width ? self : String(prefix(max(width - 1, 0))) + "…"
  }

  /// Without spaces at the end, which terminals wrap.
  var trimmedEnd: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
