/// The machine and the build that a benchmark ran on.
public struct BenchmarkEnvironment: Codable, Hashable, Sendable {
  /// Creates an environment of which nothing is known.
  public init() {}
}
