/// Why the embedded model could not be used.
public struct PretrainedModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong; begins in lower case.
  public var problem: String

  /// Creates an error.
  public init(problem: String) {
    self.problem = problem
  }

  /// One line that names the model.
  public var description: String { "the pretrained LeNet-5: \(problem)" }
}
