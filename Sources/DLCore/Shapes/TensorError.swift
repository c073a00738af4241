/// A mistake in a tensor operation, in one line: where, which operation, and what is wrong.
///
/// `LeNet5.c3: convolution2D: input has 3 channels, weights expect 6`
public struct TensorError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of mistake, to tell cases apart in code.
  public enum Kind: Hashable, Sendable {
    /// Shapes that do not fit the operation or each other.
    case shape
    /// An argument outside its range: a stride of 0, a missing dimension, a probability of 2.
    case argument
    /// A number of scalars that does not fill the shape.
    case count
    /// A label or index outside its range.
    case index
    /// Tensors of two backends, or of two gradient tapes, in one operation.
    case backend
    /// Gradients asked for where there are none to be had.
    case gradient
    /// Parameters that a model lacks, or has in another shape.
    case parameter
    /// A loss or a parameter that is not a finite number.
    case notFinite
  }

  /// The layers from the outermost in, `["LeNet5", "c3"]`; empty outside any layer.
  public var path: [String]
  /// The operation, by the name of its function.
  public var operation: String
  /// The kind of mistake.
  public var kind: Kind
  /// What is wrong, with the numbers.
  public var problem: String
  /// The shapes involved, where shapes matter.
  public var shapes: [Shape]

  /// Creates an error outside any layer.
  public init(_ operation: String, _ kind: Kind, _ problem: String, _ shapes: [Shape] = []) {
    path = []
    self.operation = operation
    self.kind = kind
    self.problem = problem
    self.shapes = shapes
  }

  /// The path, the operation and the problem.
  public var description: String {
    let place = path.isEmpty ? "" : path.joined(separator: ".") + ": "
    return "\(place)\(operation): \(problem)"
  }

  /// This error as seen from one layer further out.
  public func inside(_ layer: String) -> TensorError {
    var outer = self
    if !layer.isEmpty { outer.path.insert(layer, at: 0) }
    return outer
  }
}
