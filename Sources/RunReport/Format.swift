import Foundation

/// Numbers as people read them.
package enum Format {
  /// With a fixed number of decimals.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }

  /// A share as a percentage with two decimals.
  package static func percent(_ share: Double) -> String { fixed(100 * share, 2) + " %" }

  /// `1 epoch`, `2 epochs`.
  package static func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }

  /// Seconds: `0.4 s`, `12.0 s`, `3 min 05 s`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "?" }
    guard seconds >= 60 else { return fixed(seconds, 1) + " s" }
    let whole = Int(seconds.rounded())
    guard whole >= 3600 else { return String(format: "%d min %02d s", whole / 60, whole % 60) }
    return String(format: "%d h %02d min", whole / 3600, whole / 60 % 60)
  }

  /// Seconds as on a clock: `0:07`, `3:05`, `1:02:03`.
  package static func clock(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "?" }
    let whole = Int(seconds.rounded())
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    guard hours > 0 else { return String(format: "%d:%02d", minutes, whole % 60) }
    return String(format: "%d:%02d:%02d", hours, minutes, whole % 60)
  }

  /// A rate without decimals.
  package static func rate(_ perSecond: Double) -> String {
    perSecond.isFinite ? fixed(perSecond, 0) : "?"
  }

  /// A whole number in groups of three digits: `61,706`.
  package static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + text
  }

  /// Text moved to the right end of a column.
  package static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(width - text.count, 0)) + text
  }

  /// Text filled up with spaces to a column.
  package static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
  }
}
