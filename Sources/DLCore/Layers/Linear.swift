/// A fully connected layer: `output = input · weightᵀ + bias`.
public struct Linear<B: Backend>: Layer {
  /// The name within the model.
  public let name: String
  /// `[outputs, inputs]`.
  public var weight: Tensor<B>
  /// `[outputs]`.
  public var bias: Tensor<B>?

  /// Creates a layer with first values.
  ///
  /// - Throws: `TensorError` if an extent is impossible.
  public init(
    _ name: String, from inputs: Int, to outputs: Int, hasBias: Bool = true,
    initializer: Initializer = .heUniform, biasInitializer: Initializer = .zeros,
    _ start: Initialization<B>
  ) throws(TensorError) {
    self.name = name
    (weight, bias) = try inside(name) { () throws(TensorError) in
      (
        try initializer.tensor(
          [outputs, inputs], fanIn: inputs, fanOut: outputs, from: start, named: "\(name).weight"),
        hasBias
          ? try biasInitializer.tensor(
            [outputs], fanIn: inputs, fanOut: outputs, from: start, named: "\(name).bias") : nil
      )
    }
  }

  /// Applies the layer to `[batch, inputs]`.
  public func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    try inside(name) { () throws(TensorError) in try input.linear(weights: weight, bias: bias) }
  }

  /// Shows `weight` and `bias`.
  public mutating func visitParameters(
    _ visit: (ParameterVisit<B>, inout Tensor<B>) throws(TensorError) -> Void
  ) throws(TensorError) {
    try visit(ParameterVisit("weight"), &weight)
    try visitOptional(&bias, "bias", visit)
  }

  /// `[batch, outputs]`.
  public func outputShape(for input: Shape) throws(TensorError) -> Shape {
    try inside(name) { () throws(TensorError) in
      try weight.requireRank(2, "weights must be [outputs, inputs]", operation: "linear")
      guard input.rank == 2, input[1] == weight.shape[1] else {
        throw TensorError(
          "linear", .shape, "input must be [batch, \(weight.shape[1])], but is \(input)", [input])
      }
      return try Shape([input[0], weight.shape[0]]).validated(for: "linear")
    }
  }

  /// One for each weight and row.
  public func multiplyAdds(for input: Shape) throws(TensorError) -> Int {
    try outputShape(for: input)[0] * weight.count
  }

  /// Takes on a following activation.
  public var fusion: Fusion<B> { .linear(weights: weight, bias: bias) }
}

/// Shows a parameter that may be missing.
func visitOptional<B: Backend>(
  _ parameter: inout Tensor<B>?, _ name: String,
  _ visit: (ParameterVisit<B>, inout Tensor<B>) throws(TensorError) -> Void
) throws(TensorError) {
  guard var present = parameter.take() else { return }
  defer { parameter = present }
  try visit(ParameterVisit(name), &present)
}
