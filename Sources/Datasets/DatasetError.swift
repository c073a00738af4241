import FileAccess

/// A data set, or a file of one, that could not be used: one line that names it and says why.
public struct DatasetError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, folder, address or argument that is wrong, as the caller wrote it.
  public var path: String
  /// What is wrong and, where it helps, what would be right; begins in lower case.
  public var problem: String

  /// Creates an error about one file, folder, address or argument.
  public init(path: String, problem: String) {
    self.path = path
    self.problem = problem
  }

  /// The path, then the problem.
  public var description: String { "\(path): \(problem)" }
}

extension DatasetError {
  init(_ error: FileError) {
    self.init(path: error.path, problem: error.problem)
  }
}

/// A count with its noun, in the plural unless there is exactly one.
func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
