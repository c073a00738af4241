/// Layers one after another, read from top to bottom.
///
/// ```swift
/// let start = Initialization(on: backend, seed: 42)
/// let net = try Sequential("net") { () throws(TensorError) in
///   try Linear("hidden", from: 784, to: 64, start)
///   Activation.relu()
///   try Linear("output", from: 64, to: 10, start)
/// }
/// ```
///
/// Neighbours that a backend can compute in one pass are handed to it together: a fully connected
/// layer with its activation; a convolution with ReLU and maximum pooling. The result is the same.
public struct Sequential<B: Backend>: Layer {
  /// The name within the model, or the model's.
  public let name: String
  /// The layers, in order.
  public var layers: [any Layer<B>]

  /// Creates a sequence.
  ///
  /// - Throws: `TensorError` if two layers with parameters have the same name.
  public init(_ name: String, layers: [any Layer<B>]) throws(TensorError) {
    self.name = name
    self.layers = layers
    var seen: Set<String> = []
    var repeated: String?
    try visitParameters { (visit, _) throws(TensorError) in
      if !seen.insert(visit.name).inserted { repeated = visit.name }
    }
    if let repeated {
      throw TensorError(
        "sequential", .parameter,
        "two parameters are named \(repeated); layers need names of their own"
      ).inside(name)
    }
  }

  /// Creates a sequence from a list of layers, a line a layer.
  public init(
    _ name: String,
    @LayerListBuilder<B> _ layers: () throws(TensorError) -> [any Layer<B>]
  ) throws(TensorError) {
    try self.init(name, layers: layers())
  }

  /// Applies the layers in order.
  public func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    try inside(name) { () throws(TensorError) in
      var value = input
      var index = 0
      while index < layers.count {
        if let fused = try fusedForward(at: index, value) {
          value = fused.output
          index += fused.count
        } else {
          let layer = layers[index]
          value = try pass.inside(layer.name) { (pass) throws(TensorError) in
            try layer.forward(value, &pass)
          }
          index += 1
        }
      }
      return value
    }
  }

  /// Shows the layers' parameters under the layers' names.
  public mutating func visitParameters(
    _ visit: (ParameterVisit<B>, inout Tensor<B>) throws(TensorError) -> Void
  ) throws(TensorError) {
    try visitParametersOfLayers(&layers, visit)
  }

  /// The last layer's.
  public func outputShape(for input: Shape) throws(TensorError) -> Shape {
    try inside(name) { () throws(TensorError) in
      var shape = input
      for layer in layers { shape = try layer.outputShape(for: shape) }
      return shape
    }
  }

  /// The sum of the layers'.
  public func multiplyAdds(for input: Shape) throws(TensorError) -> Int {
    try inside(name) { () throws(TensorError) in
      var shape = input
      var sum = 0
      for layer in layers {
        sum += try layer.multiplyAdds(for: shape)
        shape = try layer.outputShape(for: shape)
      }
      return sum
    }
  }

  /// The layers.
  public var parts: [any Layer<B>] { layers }

  /// Several layers in one pass, where the backend may have one: how many, and what they give.
  private func fusedForward(
    at index: Int, _ input: Tensor<B>
  ) throws(TensorError) -> (count: Int, output: Tensor<B>)? {
    switch (layers[index].fusion, fusion(at: index + 1), fusion(at: index + 2)) {
    case (.linear(let weights, let bias), .activation(let activation), _):
      let output = try inside(layers[index].name) { () throws(TensorError) in
        try input.linear(weights: weights, bias: bias, activation: activation)
      }
      return (2, output)
    case (
      .convolution2D(let weights, let bias, let parameters), .activation(.relu),
      .maxPool2D(let pool)
    ):
      // A window that does not fit is the pooling layer's mistake, so it is looked for first.
      let features = try layers[index].outputShape(for: input.shape)
      _ = try layers[index + 2].outputShape(for: features)
      let output = try inside(layers[index].name) { () throws(TensorError) in
        try input.convolution2DReLUMaxPool2D(weights: weights, bias: bias, parameters, pool: pool)
      }
      return (3, output)
    default:
      return nil
    }
  }

  private func fusion(at index: Int) -> Fusion<B> {
    layers.indices.contains(index) ? layers[index].fusion : .none
  }
}

/// Builds a list of layers, a line a layer.
@resultBuilder
public enum LayerListBuilder<B: Backend> {
  /// A layer of the list.
  public static func buildExpression(_ layer: some Layer<B>) -> [any Layer<B>] { [layer] }
  /// A list inside the list.
  public static func buildExpression(_ layers: [any Layer<B>]) -> [any Layer<B>] { layers }
  /// The lines together.
  public static func buildBlock(_ layers: [any Layer<B>]...) -> [any Layer<B>] {
    layers.flatMap { $0 }
  }
  /// A line under an `if`.
  public static func buildOptional(_ layers: [any Layer<B>]?) -> [any Layer<B>] { layers ?? [] }
  /// The first branch.
  public static func buildEither(first layers: [any Layer<B>]) -> [any Layer<B>] { layers }
  /// The second branch.
  public static func buildEither(second layers: [any Layer<B>]) -> [any Layer<B>] { layers }
  /// The lines of a loop.
  public static func buildArray(_ layers: [[any Layer<B>]]) -> [any Layer<B>] {
    layers.flatMap { $0 }
  }
}
