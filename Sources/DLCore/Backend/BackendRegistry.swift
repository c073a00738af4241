/// What a tool asks of the backend that it has made.
public struct BackendConfiguration: Hashable, Sendable {
  /// The number of threads that may work on one operation; at least 1.
  public var threadCount: Int

  /// Creates a configuration; a number of threads below 1 becomes 1.
  public init(threadCount: Int = 1) { self.threadCount = max(threadCount, 1) }
}

/// The backends that a program offers, by the names people choose them by.
///
/// A registry is a value, made where a program starts. A fork, or a package with a backend of its
/// own, adds it with one line:
///
/// ```swift
/// var backends = BackendRegistry()
/// backends.register("mine", summary: "my own kernels") { MyBackend(threads: $0.threadCount) }
///
/// let backend = try backends.make(named: "mine", BackendConfiguration(threadCount: 4))
/// try train(on: backend)  // func train(on backend: some Backend<Float>)
/// ```
public struct BackendRegistry: Sendable {
  /// Makes a backend; throws what a person should read when this machine cannot have it.
  public typealias Factory = @Sendable (BackendConfiguration) throws -> any Backend<Float>

  /// A backend that can be made.
  public struct Entry: Sendable {
    /// The name that people choose it by.
    public let name: String
    /// What it is, in a few words.
    public let summary: String
    /// Makes one.
    public let make: Factory
  }

  /// The backends in the order in which they were registered.
  public private(set) var entries: [Entry] = []

  /// Creates a registry without any backend.
  public init() {}

  /// Adds a backend; one that already has this name is replaced.
  public mutating func register(_ name: String, summary: String, make: @escaping Factory) {
    let entry = Entry(name: name, summary: summary, make: make)
    if let place = entries.firstIndex(where: { $0.name == name }) {
      entries[place] = entry
    } else {
      entries.append(entry)
    }
  }

  /// The names in the order in which they were registered.
  public var names: [String] { entries.map(\.name) }

  /// Makes the backend of a name.
  ///
  /// - Throws: `UnknownBackendError` for a name that is not registered, or what its factory throws.
  public func make(
    named name: String, _ configuration: BackendConfiguration = BackendConfiguration()
  ) throws -> any Backend<Float> {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw UnknownBackendError(name: name, known: names)
    }
    return try entry.make(configuration)
  }
}

/// A backend was asked for by a name that no backend has.
public struct UnknownBackendError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name.
  public let name: String
  /// The names that there are.
  public let known: [String]

  /// Creates the error.
  public init(name: String, known: [String]) {
    self.name = name
    self.known = known
  }

  /// One line with both.
  public var description: String {
    "there is no backend '\(name)'; known backends: \(known.joined(separator: ", "))"
  }
}
