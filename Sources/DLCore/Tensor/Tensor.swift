/// A tensor of one backend: a value with a shape, whose operations check before they compute.
///
/// ```swift
/// let backend = NaiveBackend<Float>()
/// let x = try Tensor([1, 2, 3, 4], shape: [2, 2], on: backend)
/// let y = try x.matrixProduct(x) + 1
/// print(y.scalars)
/// ```
///
/// What can fail throws a `TensorError` that names the operation and the shapes; nothing traps.
public struct Tensor<B: Backend>: Sendable {
  /// The backend that computes with this tensor.
  public let backend: B
  /// The extents, outermost first.
  public let shape: Shape
  /// The scalars, as the backend keeps them.
  public internal(set) var storage: B.Storage

  /// Wraps a storage of `shape.count` scalars; the shape must be valid.
  package init(unchecked storage: B.Storage, _ shape: Shape, on backend: B) {
    self.storage = storage
    self.shape = shape
    self.backend = backend
  }

  /// Creates a tensor from its scalars in row-major order.
  ///
  /// - Throws: `TensorError` if the shape is impossible or the number of scalars does not fill it.
  public init(_ scalars: [B.Scalar], shape: Shape, on backend: B) throws(TensorError) {
    try shape.validated(for: "tensor")
    guard scalars.count == shape.count else {
      throw TensorError(
        "tensor", .count,
        "\(scalars.count) scalars do not fill shape \(shape), which takes \(shape.count)",
        [shape])
    }
    self.init(unchecked: backend.makeStorage(scalars), shape, on: backend)
  }

  /// Creates a tensor whose scalars `fill` writes straight into the backend's storage.
  ///
  /// What the span holds before `fill` runs is not specified.
  public init(
    shape: Shape, on backend: B, fill: (inout MutableSpan<B.Scalar>) -> Void
  ) throws(TensorError) {
    try shape.validated(for: "tensor")
    self.init(
      unchecked: backend.makeStorage(count: shape.count, fill: fill), shape, on: backend)
  }

  /// Creates a tensor whose scalars `fill` writes part by part, at once if the backend has threads.
  ///
  /// Part number `p` begins at `p * partLength` in row-major order; the last may be shorter. What
  /// the span holds before `fill` runs is not specified.
  ///
  /// - Throws: `TensorError` if the shape is impossible or `partLength` is not positive.
  public init(
    shape: Shape, on backend: B, partLength: Int,
    fill: @Sendable (Int, inout MutableSpan<B.Scalar>) -> Void
  ) throws(TensorError) {
    try shape.validated(for: "tensor")
    guard partLength > 0 else {
      throw TensorError(
        "tensor", .argument, "the length of a part must be at least 1, but is \(partLength)")
    }
    self.init(
      unchecked: backend.makeStorage(count: shape.count, partLength: partLength, fill: fill),
      shape, on: backend)
  }

  /// Creates a tensor that holds one value over and over.
  public init(repeating value: B.Scalar, shape: Shape, on backend: B) throws(TensorError) {
    try shape.validated(for: "tensor")
    self.init(
      unchecked: backend.makeStorage(repeating: value, count: shape.count), shape, on: backend)
  }

  /// Creates a tensor of shape `[]` that holds one value.
  public init(_ scalar: B.Scalar, on backend: B) {
    self.init(unchecked: backend.makeStorage([scalar]), [], on: backend)
  }

  /// Creates a tensor of zeros.
  public static func zeros(_ shape: Shape, on backend: B) throws(TensorError) -> Tensor {
    try Tensor(repeating: 0, shape: shape, on: backend)
  }

  /// Creates a tensor of ones.
  public static func ones(_ shape: Shape, on backend: B) throws(TensorError) -> Tensor {
    try Tensor(repeating: 1, shape: shape, on: backend)
  }

  /// The number of elements.
  public var count: Int { shape.count }

  /// The scalars in row-major order, read back from the backend.
  public var scalars: [B.Scalar] { backend.scalars(of: storage, count: count) }

  /// The only scalar of a tensor with one element.
  ///
  /// - Throws: `TensorError` if there are more or none.
  public func scalar() throws(TensorError) -> B.Scalar {
    guard count == 1 else {
      throw TensorError("scalar", .shape, "a tensor of shape \(shape) is not one scalar", [shape])
    }
    return backend.withScalars(of: storage, count: 1) { $0[0] }
  }

  /// The same scalars on a backend that keeps scalars of the same type.
  public func copied<Other: Backend>(to other: Other) -> Tensor<Other>
  where Other.Scalar == B.Scalar {
    Tensor<Other>(unchecked: other.makeStorage(scalars), shape, on: other)
  }

  /// A tensor of the same backend over another storage.
  func with(_ storage: B.Storage, _ shape: Shape) -> Tensor {
    Tensor(unchecked: storage, shape, on: backend)
  }

  /// Checks that tensors may meet in one operation.
  func requireInterchangeable(_ others: Tensor?..., operation: String) throws(TensorError) {
    for case let other? in others where !backend.isInterchangeable(with: other.backend) {
      throw TensorError(
        operation, .backend,
        "tensors of two instances of backend \(backend.name) (two gradient tapes) cannot be combined",
        [shape, other.shape])
    }
  }

  /// Checks the rank of a tensor.
  func requireRank(_ rank: Int, _ what: String, operation: String) throws(TensorError) {
    guard shape.rank == rank else {
      throw TensorError(operation, .shape, "\(what), but is \(shape)", [shape])
    }
  }
}

extension Tensor: CustomStringConvertible {
  /// The shape and the first scalars.
  public var description: String {
    let shown = scalars.prefix(8).map(\.description).joined(separator: ", ")
    return "Tensor \(shape) on \(backend.name): [\(shown)\(count > 8 ? ", …" : "")]"
  }
}
