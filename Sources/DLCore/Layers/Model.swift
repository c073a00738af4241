/// A whole model: layers in sequence, for inputs of a known shape.
public protocol Model<B>: Layer {
  /// The name it is chosen by, such as `lenet5`.
  static var identifier: String { get }

  /// The shape of one input, without the batch.
  static var inputShape: Shape { get }

  /// The layers.
  var layers: Sequential<B> { get set }

  /// Creates the model with first values that follow from the seed.
  init(on backend: B, seed: UInt64) throws(TensorError)
}

extension Model {
  /// The name of the sequence of layers.
  public var name: String { layers.name }

  /// Applies the layers in order to `[batch, …]`.
  public func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    try layers.forward(input, &pass)
  }

  /// Shows the layers' parameters.
  public mutating func visitParameters(
    _ visit: (ParameterVisit<B>, inout Tensor<B>) throws(TensorError) -> Void
  ) throws(TensorError) {
    try layers.visitParameters(visit)
  }

  /// The last layer's.
  public func outputShape(for input: Shape) throws(TensorError) -> Shape {
    try layers.outputShape(for: input)
  }

  /// The sum of the layers'.
  public func multiplyAdds(for input: Shape) throws(TensorError) -> Int {
    try layers.multiplyAdds(for: input)
  }

  /// The layers.
  public var parts: [any Layer<B>] { layers.layers }
}
