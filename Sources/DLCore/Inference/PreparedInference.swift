/// A model that a backend has made ready to be run; see `Predictor`.
public protocol PreparedInference<Scalar, Storage>: Sendable {
  /// What inputs and results are made of.
  associatedtype Scalar: BackendScalar
  /// What tensors of the backend are made of.
  associatedtype Storage: Sendable

  /// The results for `count` examples in a storage.
  ///
  /// - Throws: `TensorError` where a layer fails that has no step of its own.
  func run(_ input: Storage, count: Int) throws(TensorError) -> Storage

  /// Writes the results for `count` examples; both spans have exactly the scalars of so many.
  ///
  /// - Throws: `TensorError` where a layer fails that has no step of its own.
  func run(
    _ input: Span<Scalar>, count: Int, into results: inout MutableSpan<Scalar>
  ) throws(TensorError)
}
