/// A golden vector that a backend did not meet, or data that holds no golden vectors.
public struct GoldenError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The case by its name, or the file of vectors.
  public var subject: String
  /// One line: the first wrong element, what was expected, what came, and how far off it may be.
  public var problem: String

  /// Creates an error.
  public init(_ subject: String, _ problem: String) {
    self.subject = subject
    self.problem = problem
  }

  /// The subject and the problem.
  public var description: String { "\(subject): \(problem)" }
}
