/// A file or folder that could not be used as asked: one line that names it and says why.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file or folder, as the caller wrote it.
  public var path: String
  /// What is wrong and, where it helps, what would be right; begins in lower case.
  public var problem: String

  /// Creates an error about one path.
  public init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  /// The path, then the problem.
  public var description: String { "\(path): \(problem)" }
}
