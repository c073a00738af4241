/// A part of a model: a function of one tensor, with parameters.
///
/// Layers are values: copying a model copies its parameters (in effect; storages are shared until
/// written). A layer says which parameters it has in `visitParameters`; there is no reflection.
public protocol Layer<B>: Sendable {
  /// The backend that computes the layer.
  associatedtype B: Backend

  /// The name within the layer that holds this one: a step of a parameter's dotted path.
  var name: String { get }

  /// Applies the layer.
  ///
  /// - Throws: `TensorError`, whose path names the layer, if the input does not fit.
  func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B>

  /// Shows every parameter, always in the same order; `visit` may replace it.
  ///
  /// Names are relative to this layer: `weight`, or `c1.weight` for a layer inside.
  mutating func visitParameters(
    _ visit: (ParameterVisit<B>, inout Tensor<B>) throws(TensorError) -> Void
  ) throws(TensorError)

  /// The shape of the output for an input of the given shape, without computing it.
  func outputShape(for input: Shape) throws(TensorError) -> Shape

  /// The multiplications and additions of one forward pass, counted as pairs.
  func multiplyAdds(for input: Shape) throws(TensorError) -> Int

  /// What the layer can share a pass with.
  var fusion: Fusion<B> { get }

  /// Adds what the layer computes in inference to a program; see `Predictor`.
  ///
  /// By default what `fusion` says, or a call of `forward`. A layer that holds others can show them
  /// here, so that backends can join their steps.
  ///
  /// - Throws: `TensorError`, whose path names the layer, if the input does not fit.
  func addInferenceSteps(to program: inout InferenceBuilder<B>) throws(TensorError)

  /// The layers inside, for a summary; a layer without any is shown itself.
  var parts: [any Layer<B>] { get }
}

/// What a parameter is for.
public enum ParameterRole: String, Hashable, Sendable {
  /// Learned from gradients.
  case trainable
  /// Carried along and saved, but not learned: running means.
  case state
}

/// A parameter as it is shown by `Layer.visitParameters`.
public struct ParameterVisit<B: Backend>: Sendable {
  /// The dotted path, such as `c1.weight`.
  public var name: String
  /// Whether it is learned.
  public var role: ParameterRole
  /// How many of its scalars count as trainable, where some are held at zero.
  public var trainableCount: Int?

  /// Creates a description.
  public init(_ name: String, _ role: ParameterRole = .trainable, trainableCount: Int? = nil) {
    self.name = name
    self.role = role
    self.trainableCount = trainableCount
  }

  /// The same parameter as seen from a layer further out.
  func inside(_ layer: String) -> ParameterVisit {
    guard !layer.isEmpty else { return self }
    var outer = self
    outer.name = "\(layer).\(name)"
    return outer
  }
}

/// What a layer can share a pass with; see `Sequential`.
public enum Fusion<B: Backend>: Sendable {
  /// Nothing.
  case none
  /// A convolution, which can take on a following rectification and maximum pooling.
  case convolution2D(weights: Tensor<B>, bias: Tensor<B>?, Convolution2DParameters)
  /// A fully connected layer, which can take on a following activation.
  case linear(weights: Tensor<B>, bias: Tensor<B>?)
  /// An activation.
  case activation(FusedActivation)
  /// A maximum pooling.
  case maxPool2D(Pool2DParameters)
}

extension Layer {
  /// Without parameters.
  public mutating func visitParameters(
    _ visit: (ParameterVisit<B>, inout Tensor<B>) throws(TensorError) -> Void
  ) throws(TensorError) {}

  /// As the input.
  public func outputShape(for input: Shape) throws(TensorError) -> Shape { input }

  /// None.
  public func multiplyAdds(for input: Shape) throws(TensorError) -> Int { 0 }

  /// Nothing.
  public var fusion: Fusion<B> { .none }

  /// None.
  public var parts: [any Layer<B>] { [] }

  /// Applies the layer for inference.
  ///
  /// - Throws: `TensorError`, whose path names the layer, if the input does not fit.
  public func callAsFunction(_ input: Tensor<B>) throws(TensorError) -> Tensor<B> {
    var pass = Pass<B>.inference
    return try forward(input, &pass)
  }

  /// Applies the layer as part of a pass: `model(images, &pass)`.
  ///
  /// - Throws: `TensorError`, whose path names the layer, if the input does not fit.
  public func callAsFunction(
    _ input: Tensor<B>, _ pass: inout Pass<B>
  ) throws(TensorError) -> Tensor<B> {
    try forward(input, &pass)
  }
}

/// Runs `body` and puts a layer's name before the path of whatever it throws.
func inside<Result>(
  _ layer: String, _ body: () throws(TensorError) -> Result
) throws(TensorError) -> Result {
  do throws(TensorError) { return try body() } catch { throw error.inside(layer) }
}

/// Shows the parameters of layers that another one holds, under their names.
func visitParametersOfLayers<B: Backend>(
  _ layers: inout [any Layer<B>],
  _ visit: (ParameterVisit<B>, inout Tensor<B>) throws(TensorError) -> Void
) throws(TensorError) {
  for index in layers.indices {
    let layer = layers[index].name
    try layers[index].visitParameters { (parameter, tensor) throws(TensorError) in
      try visit(parameter.inside(layer), &tensor)
    }
  }
}
