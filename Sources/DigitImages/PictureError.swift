import FileAccess

/// A picture that could not be read or written: one line that names the file and says why.
public struct PictureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, as the caller wrote it.
  public var path: String
  /// What is wrong and, where it helps, what would be right; begins in lower case.
  public var problem: String

  /// Creates an error about one picture.
  public init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  /// Creates an error from the one that reading the file gave.
  init(_ error: FileError) { self.init(path: error.path, problem: error.problem) }

  /// The path, then the problem.
  public var description: String { "\(path): \(problem)" }
}
