/// A model prepared for inference: checked, laid out and packed once, then run again and again.
///
/// ```swift
/// let predictor = try Predictor(model)
/// let logits = try predictor(picture)
/// ```
///
/// It gives what `model(input)` gives, within the laws of `Backend`, and usually sooner, above all
/// for a few examples at a time. An example's result does not depend on which others are computed
/// with it on backends of which that holds for `model(input)`, and on the SIMD backend.
///
/// A predictor is a snapshot: it keeps the weights that the model had when it was made, and does not
/// follow later changes. It may be used from several threads at once.
public struct Predictor<B: Backend>: Sendable {
  /// The backend that computes.
  public let backend: B
  /// The shape of one example, without the batch.
  public let exampleShape: Shape
  /// The shape of one example's result, without the batch.
  public let resultShape: Shape
  /// How many examples at a time it is prepared for; any other number is fine, too.
  public let batchSize: Int
  private let name: String
  private let prepared: any PreparedInference<B.Scalar, B.Storage>

  /// Prepares a layer, which may hold others.
  ///
  /// - Parameters:
  ///   - layer: What is to be computed.
  ///   - exampleShape: The shape of one example, without the batch.
  ///   - batchSize: How many examples at a time to prepare for, at least 1. Any other number may be
  ///     computed as well; backends without a preparation of their own then check shapes again.
  ///   - backend: The backend that computes: the layer's own.
  /// - Throws: `TensorError`, whose path names the layer, if two layers do not fit together.
  public init(
    _ layer: some Layer<B>, exampleShape: Shape, batchSize: Int = 1, on backend: B
  ) throws(TensorError) {
    guard batchSize >= 1 else {
      throw TensorError(
        "predictor", .argument, "the batch size must be at least 1, but is \(batchSize)")
    }
    @Sendable func lowered(_ count: Int) throws(TensorError) -> InferenceBuilder<B> {
      let input = try Shape([count] + exampleShape.extents).validated(for: "predictor")
      var builder = InferenceBuilder(input: input, on: backend)
      try layer.addInferenceSteps(to: &builder)
      guard builder.shape.extents.first == count else {
        throw TensorError(
          "predictor", .shape, "\(count) examples give results of shape \(builder.shape)",
          [builder.shape]
        ).inside(layer.name)
      }
      return builder
    }
    let builder = try lowered(batchSize)
    let resultShape = Shape(Array(builder.shape.extents.dropFirst()))
    let program = InferenceProgram(
      exampleShape: exampleShape, resultShape: resultShape, batchSize: batchSize,
      steps: builder.steps
    ) { count throws(TensorError) in try lowered(count).steps }
    self.backend = backend
    self.exampleShape = exampleShape
    self.resultShape = resultShape
    self.batchSize = batchSize
    name = layer.name
    prepared = backend.prepareInference(program)
  }

  /// Prepares a model.
  ///
  /// - Parameters:
  ///   - model: What is to be computed.
  ///   - batchSize: How many examples at a time to prepare for, at least 1; any other number may be
  ///     computed as well.
  /// - Throws: `TensorError` if two layers do not fit together, or the model has no parameters.
  public init<M: Model>(_ model: M, batchSize: Int = 1) throws(TensorError) where M.B == B {
    guard let backend = try model.parameters.first?.tensor.backend else {
      throw TensorError("predictor", .parameter, "the model has no parameters").inside(model.name)
    }
    try self.init(model, exampleShape: M.inputShape, batchSize: batchSize, on: backend)
  }

  /// The results for `[batch, …]`, with any number of examples.
  ///
  /// - Throws: `TensorError` if the examples have another shape than the predictor was made for.
  public func callAsFunction(_ input: Tensor<B>) throws(TensorError) -> Tensor<B> {
    try inside(name) { () throws(TensorError) in
      guard backend.isInterchangeable(with: input.backend) else {
        throw TensorError(
          "predictor", .backend,
          "the input belongs to another instance of backend \(backend.name)", [input.shape])
      }
      guard input.shape.rank == exampleShape.rank + 1,
        input.shape.extents.dropFirst().elementsEqual(exampleShape.extents)
      else {
        let wanted = exampleShape.extents.map { ", \($0)" }.joined()
        throw TensorError(
          "predictor", .shape, "input must be [batch\(wanted)], but is \(input.shape)",
          [input.shape])
      }
    }
    let count = input.shape[0]
    let results = try Shape([count] + resultShape.extents).validated(for: "predictor")
    return input.with(try prepared.run(input.storage, count: count), results)
  }

  /// Writes the results for examples that lie one after another, without making tensors.
  ///
  /// On the SIMD backend this allocates no memory after the first call, if the model consists of
  /// convolutions with ReLU and 2x2 pooling, followed by fully connected layers.
  ///
  /// - Parameters:
  ///   - input: The scalars of some examples, row-major.
  ///   - results: As many results, row-major; all are written.
  /// - Throws: `TensorError` if the input is not made of whole examples, or the results have another
  ///   number of scalars than belongs to it; nothing is written then.
  public func predict(
    _ input: Span<B.Scalar>, into results: inout MutableSpan<B.Scalar>
  ) throws(TensorError) {
    let size = exampleShape.count
    let count = size > 0 ? input.count / size : 0
    guard count * size == input.count, count * resultShape.count == results.count else {
      throw TensorError(
        "predictor", .count,
        "\(input.count) scalars in and \(results.count) out do not fit examples of \(exampleShape) and results of \(resultShape)",
        [exampleShape, resultShape]
      ).inside(name)
    }
    try prepared.run(input, count: count, into: &results)
  }

  /// The results for examples that lie one after another.
  ///
  /// - Throws: `TensorError` if the input is not made of whole examples.
  public func predict(_ input: [B.Scalar]) throws(TensorError) -> [B.Scalar] {
    let size = exampleShape.count
    var results = [B.Scalar](
      repeating: 0, count: size > 0 ? input.count / size * resultShape.count : 0)
    var span = results.mutableSpan
    try predict(input.span, into: &span)
    return results
  }
}
