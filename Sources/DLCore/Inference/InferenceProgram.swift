/// A model as a list of steps for inference, each checked against the one before.
///
/// Weights are those that the model had when the program was made.
public struct InferenceProgram<Storage: Sendable>: Sendable {
  /// Makes the steps for a number of examples.
  typealias Lowering = @Sendable (Int) throws(TensorError) -> [InferenceStep<Storage>]

  /// The shape of one example, without the batch.
  public let exampleShape: Shape
  /// The shape of one example's result, without the batch.
  public let resultShape: Shape
  /// The number of examples that `steps` describe.
  public let batchSize: Int
  /// The steps, in order.
  public let steps: [InferenceStep<Storage>]
  private let lowering: Lowering

  init(
    exampleShape: Shape, resultShape: Shape, batchSize: Int, steps: [InferenceStep<Storage>],
    lowering: @escaping Lowering
  ) {
    self.exampleShape = exampleShape
    self.resultShape = resultShape
    self.batchSize = batchSize
    self.steps = steps
    self.lowering = lowering
  }

  /// The steps for another number of examples.
  ///
  /// - Throws: `TensorError` if a layer cannot take so many.
  public func steps(for count: Int) throws(TensorError) -> [InferenceStep<Storage>] {
    count == batchSize ? steps : try lowering(count)
  }

  /// The same program over the storages of another backend.
  func map<Other: Sendable>(
    _ unwrap: @escaping @Sendable (Storage) -> Other,
    _ wrap: @escaping @Sendable (Other) -> Storage
  ) -> InferenceProgram<Other> {
    let lowering = lowering
    return InferenceProgram<Other>(
      exampleShape: exampleShape, resultShape: resultShape, batchSize: batchSize,
      steps: steps.map { $0.map(unwrap, wrap) }
    ) { count throws(TensorError) in
      try lowering(count).map { $0.map(unwrap, wrap) }
    }
  }
}

/// One step of an inference: what it computes from the result of the step before.
public enum InferenceStep<Storage: Sendable>: Sendable {
  /// `ConvolutionOperations.convolution2D`.
  case convolution2D(weights: Storage, bias: Storage?, Convolution2DGeometry)
  /// `ConvolutionOperations.convolution2DReLUMaxPool2D`, of which only the output is wanted.
  case convolution2DReLUMaxPool2D(
    weights: Storage, bias: Storage?, Convolution2DGeometry, pool: Pool2DGeometry)
  /// `MatrixProductOperations.linear`.
  case linear(weights: Storage, bias: Storage?, LinearGeometry)
  /// `ElementwiseOperations.unary` of a number of elements.
  case unary(UnaryOperation, count: Int)
  /// `PoolingOperations.maxPool2D`, of which only the output is wanted.
  case maxPool2D(Pool2DGeometry)
  /// Any other layer.
  case layer(@Sendable (Storage) throws(TensorError) -> Storage)

  /// The same step over the storages of another backend.
  func map<Other: Sendable>(
    _ unwrap: @escaping @Sendable (Storage) -> Other,
    _ wrap: @escaping @Sendable (Other) -> Storage
  ) -> InferenceStep<Other> {
    switch self {
    case .convolution2D(let weights, let bias, let geometry):
      .convolution2D(weights: unwrap(weights), bias: bias.map(unwrap), geometry)
    case .convolution2DReLUMaxPool2D(let weights, let bias, let geometry, let pool):
      .convolution2DReLUMaxPool2D(
        weights: unwrap(weights), bias: bias.map(unwrap), geometry, pool: pool)
    case .linear(let weights, let bias, let geometry):
      .linear(weights: unwrap(weights), bias: bias.map(unwrap), geometry)
    case .unary(let operation, let count): .unary(operation, count: count)
    case .maxPool2D(let geometry): .maxPool2D(geometry)
    case .layer(let body):
      .layer { input throws(TensorError) in unwrap(try body(wrap(input))) }
    }
  }
}
