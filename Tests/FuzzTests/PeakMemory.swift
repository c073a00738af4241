import Foundation
import Testing

/// How much memory the process took at most since this was made; on Linux only.
struct PeakMemory {
  private let start: Int?

  init() {
    // Begins to count the peak anew (proc_pid_clear_refs(5)).
    try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    start = Self.peak
  }

  /// Other tests of the process run meanwhile, so the bound leaves room for them.
  func expectGrowth(below limit: Int) {
    guard let start, let peak = Self.peak else { return }
    #expect(peak - start < limit, "memory grew by \((peak - start) >> 20) MiB")
  }

  /// `VmHWM` in bytes.
  private static var peak: Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kibibytes << 10
  }
}
