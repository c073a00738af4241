import DLCore
import Dispatch

/// Several threads that share work.
enum Lanes {
  /// The number of threads: enough for operations to meet in the middle on any machine.
  static let count = 4

  /// Applies a function to all elements, several at a time; the results come in order.
  static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ function: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    let board = Board<Result>(count: elements.count)
    let group = DispatchGroup()
    for lane in 0..<count {
      // A serial queue has a thread of its own, however many processors there are.
      DispatchQueue(label: "conformance \(lane)").async(group: group) {
        while let index = board.claim() { board.put(function(elements[index]), at: index) }
      }
    }
    group.wait()
    return board.results
  }
}

/// What is to be done, and what came of it.
private final class Board<Result: Sendable>: Sendable {
  private let count: Int
  private let state: Lock<(next: Int, results: [Result?])>

  init(count: Int) {
    self.count = count
    state = Lock((0, [Result?](repeating: nil, count: count)))
  }

  /// The next piece of work; `nil` when all is claimed.
  func claim() -> Int? {
    state.withLock { state in
      guard state.next < count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  func put(_ result: Result, at index: Int) { state.withLock { $0.results[index] = result } }

  /// The results in order, once all work is done.
  var results: [Result] { state.withLock { $0.results.compactMap { $0 } } }
}
