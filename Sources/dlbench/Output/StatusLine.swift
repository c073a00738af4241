import Benchmarking
import Foundation

/// The line on standard error that is redrawn in place, where somebody is looking; elsewhere, if that
/// is wanted, a line for each percent.
package final class StatusLine {
  private let isTerminal: Bool
  private let hasLines: Bool
  private let width: Int
  private let start = ContinuousClock.now
  private var lastDrawn: ContinuousClock.Instant?
  private var lastPercent = -1

  init(hasLines: Bool = false) {
    let isDumb = ProcessInfo.processInfo.environment["TERM"] == "dumb"
    isTerminal = isatty(STDERR_FILENO) == 1 && !isDumb
    width = Terminal.columns(of: STDERR_FILENO) ?? 80
    self.hasLines = hasLines && !isTerminal
  }

  /// Shows how far something has come, at most ten times a second.
  func show(_ share: Double, _ text: String) {
    if hasLines { tell(Int(100 * min(max(share, 0), 1)), text) }
    let now = ContinuousClock.now
    guard isTerminal, lastDrawn.map({ now - $0 > .milliseconds(100) }) ?? true else { return }
    lastDrawn = now
    let line = Self.line(share, text, elapsed: (now - start) / .seconds(1))
    write("\r\u{1B}[K" + line.fitted(width - 1))
  }

  /// Writes a line if another percent is done.
  private func tell(_ percent: Int, _ text: String) {
    guard percent > lastPercent else { return }
    lastPercent = percent
    standardError("dlbench: \(percent) % done, now \(text)")
  }

  /// Removes the line.
  func clear() {
    if lastDrawn != nil { write("\r\u{1B}[K") }
    lastDrawn = nil
  }

  /// The share as a bar, the time left as far as one can tell, and the text.
  package static func line(_ share: Double, _ text: String, elapsed: Double) -> String {
    let share = min(max(share, 0), 1)
    // The first instants say nothing about the rest.
    let left = share > 0.02 ? Quantity.clock(elapsed / share * (1 - share)) + " left" : "…"
    let full = Int(20 * share)
    let bar = String(repeating: "█", count: full) + String(repeating: "░", count: 20 - full)
    return "\(bar) \((100 * share).text(digits: 0).right(3)) %  \(left)  \(text)"
  }

  private func write(_ text: String) {
    // What cannot be shown is left out: the work goes on.
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
