import Foundation

/// How much is tried of what there is endlessly much of.
package enum TestSize {
  /// Whether everything is to be tried, as `make verify` does (`DLCORE_TESTS=full`); else as much
  /// as shows in a few minutes on a slow machine that all is well.
  package static let isFull = ProcessInfo.processInfo.environment["DLCORE_TESTS"] == "full"

  /// One of two numbers.
  package static func count(_ quick: Int, full: Int) -> Int { isFull ? full : quick }
}
