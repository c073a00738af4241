import DLCore

/// The circumstances under which all cases are run.
public enum ConformanceCondition: Hashable, Sendable {
  /// On one thread: results within their bounds, twice the same bits, inputs unchanged.
  case alone
  /// On several threads: the same bits as alone.
  case threads(Int)
  /// In guarded memory: nothing outside of buffers is touched, nothing is read before it is written.
  case memory(BufferPool.Guarding)
  /// Under `Autodiff`, nothing requiring a gradient: the same bits as alone.
  case autodiff
  /// Under `Autodiff`, every storage requiring a gradient: results within their bounds.
  case recording
  /// Several cases at once in one process: the same bits as alone.
  case concurrent

  /// What the names of the condition's checks begin with; empty for `alone`.
  public var prefix: String {
    switch self {
    case .alone: ""
    case .threads(let count): "threads-\(count)/"
    case .memory(let guarding): "memory-\(guarding.rawValue)/"
    case .autodiff: "autodiff/"
    case .recording: "recording/"
    case .concurrent: "concurrent/"
    }
  }

  /// The law that a failure under this condition breaks; `nil` where it is the case's own.
  var law: String? {
    switch self {
    case .alone, .recording: nil
    case .threads: "the same bits for any number of threads"
    case .memory: "nothing outside of buffers is touched, nothing read before it is written"
    case .autodiff: "the same bits with automatic differentiation as without"
    case .concurrent: "the same bits beside other work as alone"
    }
  }

  /// All conditions, with the given numbers of threads.
  public static func all(threadCounts: [Int] = [2, 3, 4, 8]) -> [ConformanceCondition] {
    let threads = threadCounts.filter { $0 > 1 }.map { ConformanceCondition.threads($0) }
    let memory = BufferPool.Guarding.allCases.filter { $0 != .none }.map {
      ConformanceCondition.memory($0)
    }
    return [.alone] + threads + memory + [.autodiff, .recording, .concurrent]
  }
}
