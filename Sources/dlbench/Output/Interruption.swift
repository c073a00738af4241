import ArgumentParser
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM as a wish to stop: the first is noted, the second ends the process at once.
final class Interruption: Sendable {
  private let arrivals = Atomic<Int>(0)

  /// Begins to listen, until the process ends.
  static func listening() -> Interruption {
    let interruption = Interruption()
    for number in [SIGINT, SIGTERM] {
      // The source hears of the signal; what the system would do with it is switched off.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        // Holds the source, too, which would fall silent otherwise.
        withExtendedLifetime(source) { interruption.arrive() }
      }
      source.resume()
    }
    return interruption
  }

  /// Whether the work should stop.
  var isRequested: Bool { arrivals.load(ordering: .relaxed) > 0 }

  private func arrive() {
    if arrivals.add(1, ordering: .relaxed).newValue > 1 { _exit(Exit.interrupted.rawValue) }
  }
}
