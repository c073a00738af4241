import Benchmarking

/// Numbers as people read them: three digits and a unit.
package enum Quantity {
  /// Seconds: `812 ns`, `12.3 µs`, `3.14 ms`, `1.20 s`.
  package static func time(_ seconds: Double) -> String {
    let units: [(Double, String)] = [(1, "s"), (1e-3, "ms"), (1e-6, "µs")]
    for (size, name) in units where seconds >= 0.9995 * size {
      return "\((seconds / size).shortText) \(name)"
    }
    return "\((seconds * 1e9).shortText) ns"
  }

  /// A rate in its unit: `40.8k images/s`, `97.2 GFLOP/s`.
  static func rate(_ rate: Double, _ unit: String) -> String { "\(compact(rate)) \(unit)" }

  /// A number with three digits, and a letter for thousands and millions.
  static func compact(_ value: Double) -> String {
    let sizes: [(Double, String)] = [(1e9, "G"), (1e6, "M"), (1e3, "k")]
    for (size, name) in sizes where value >= 0.9995 * size {
      return (value / size).shortText + name
    }
    return value.shortText
  }

  /// A share in percent: `0.4 %`, `12 %`.
  static func percent(_ percent: Double) -> String {
    "\(percent.text(digits: percent.magnitude < 9.95 ? 1 : 0)) %"
  }

  /// How many times faster: `1.92x`, `0.081x`.
  static func factor(_ value: Double) -> String {
    "\(value.text(digits: value < 0.0995 ? 3 : value < 99.5 ? 2 : 0))x"
  }

  /// `1 result`, `2 results`.
  static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// Seconds as on a clock: `0:07`, `3:05`.
  static func clock(_ seconds: Double) -> String {
    guard seconds.isFinite, (0..<360_000).contains(seconds) else { return "?" }
    let whole = Int(seconds.rounded())
    let rest = whole % 60
    return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
  }
}
