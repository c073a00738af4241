import Foundation
import Synchronization

/// Ctrl-C, SIGTERM, and a terminal that is closed as a wish to stop: the first is noted, the second
/// ends the process at once.
///
/// But for that of a closed terminal, which shells and the system may both tell of: it is noted only.
///
/// In force as long as the value lives.
final class Interruption {
  private let arrivals: Arrivals
  private let sources: [any DispatchSourceSignal]
  private let signals: [Int32]

  init(console: Console) {
    let arrivals = Arrivals()
    self.arrivals = arrivals
    signals = [SIGINT, SIGTERM] + (Self.isIgnored(SIGHUP) ? [] : [SIGHUP])
    sources = signals.map { number in
      // The source hears of the signal; what the system would do with it is switched off.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        guard arrivals.next() > 1, number != SIGHUP else {
          console.line(
            "\(Tool.name): stopping after this step; press Ctrl-C again to stop at once")
          return
        }
        _exit(ExitStatus.interrupted.rawValue)
      }
      source.resume()
      return source
    }
  }

  deinit {
    sources.forEach { $0.cancel() }
    signals.forEach { signal($0, SIG_DFL) }
  }

  /// Whether the caller wants nothing to come of a signal, as `nohup` does.
  private static func isIgnored(_ number: Int32) -> Bool {
    let previous = signal(number, SIG_IGN)
    signal(number, previous)
    return unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Whether the work should stop.
  var isRequested: Bool { arrivals.count > 0 }
}

/// How many signals have come.
private final class Arrivals: Sendable {
  private let number = Atomic<Int>(0)

  var count: Int { number.load(ordering: .relaxed) }

  /// Counts one more.
  func next() -> Int { number.add(1, ordering: .relaxed).newValue }
}
