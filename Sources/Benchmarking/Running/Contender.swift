public import DLCore

/// A backend that takes part, with its number of threads.
public struct Contender: Sendable {
  /// The name that people know it by.
  public let name: String
  /// The number of threads that were asked for; the backend may use fewer.
  public let requestedThreads: Int
  /// What computes.
  public let backend: any Backend<Float>

  /// Creates a contender.
  public init(_ name: String, requestedThreads: Int, backend: any Backend<Float>) {
    self.name = name
    self.requestedThreads = requestedThreads
    self.backend = backend
  }

  /// The number of threads that the backend uses.
  public var threads: Int { backend.threadCount }

  /// All backends of the given names with all numbers of threads, each only once: a backend that
  /// uses one thread whatever is asked for takes part with one.
  ///
  /// A name given again is another contender, `simd (2)`: how far do equal ones differ?
  ///
  /// - Throws: `UnknownBackendError`, or what a backend says that this machine cannot have.
  public static func all(
    _ names: [String], threads: [Int], from registry: BackendRegistry
  ) throws -> [Contender] {
    var contenders: [Contender] = []
    for count in threads {
      for (place, name) in names.enumerated() {
        let times = names[...place].count { $0 == name }
        let contender = Contender(
          times == 1 ? name : "\(name) (\(times))", requestedThreads: count,
          backend: try registry.make(named: name, BackendConfiguration(threadCount: count)))
        let isKnown = contenders.contains {
          $0.name == contender.name && $0.threads == contender.threads
        }
        if !isKnown { contenders.append(contender) }
      }
    }
    return contenders
  }
}
