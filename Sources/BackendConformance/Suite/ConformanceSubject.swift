import DLCore

/// How a backend is made for one part of the suite.
public struct ConformanceConfiguration: Sendable {
  /// The number of threads that may work on one operation.
  public let threadCount: Int
  /// Where memory comes from, for backends that build on `HostBuffer`.
  ///
  /// Some parts of the suite guard it; they are skipped for backends that leave it alone.
  public let pool: BufferPool

  /// Creates a configuration.
  public init(threadCount: Int = 1, pool: BufferPool = BufferPool()) {
    self.threadCount = threadCount
    self.pool = pool
  }
}

/// A backend to be put through the suite.
///
/// ```swift
/// let subject = ConformanceSubject("mine") { MyBackend(threadCount: $0.threadCount, pool: $0.pool) }
/// let report = ConformanceSuite().run(subject)
/// print(report)  // and report.isSuccess
/// ```
public struct ConformanceSubject: Sendable {
  /// The name that reports use.
  public let name: String
  /// Makes the backend.
  public let make: @Sendable (ConformanceConfiguration) throws -> any Backend

  /// Creates a subject.
  public init(
    _ name: String, make: @escaping @Sendable (ConformanceConfiguration) throws -> any Backend
  ) {
    self.name = name
    self.make = make
  }
}
