/// A 2D convolution with weights and bias.
public struct Conv2D<B: Backend>: Layer {
  /// The name within the model.
  public let name: String
  /// `[output channels, input channels / groups, kernel height, kernel width]`.
  public var weight: Tensor<B>
  /// `[output channels]`.
  public var bias: Tensor<B>?
  /// Stride, padding, dilation and groups.
  public let parameters: Convolution2DParameters
  /// Which output channel sees which input channel; `nil` where all are connected.
  ///
  /// `[output channels, input channels, 1, 1]` of ones and zeros.
  public let connections: Tensor<B>?

  /// Creates a layer with first values.
  ///
  /// - Parameters:
  ///   - name: The name within the model.
  ///   - inputs: The number of input channels.
  ///   - outputs: The number of output channels.
  ///   - kernel: The extent of the window.
  ///   - stride: The step between neighbouring windows.
  ///   - padding: Rows and columns of zeros around the input.
  ///   - dilation: The step between neighbouring weights inside the window.
  ///   - groups: The number of groups that channels are cut into.
  ///   - hasBias: Whether a bias is added.
  ///   - connections: For each output channel the input channels it sees; `nil` for all. Only
  ///     without groups.
  ///   - initializer: The rule for the first weights.
  ///   - biasInitializer: The rule for the first biases.
  ///   - start: The backend and the seed.
  /// - Throws: `TensorError` if an extent is impossible.
  public init(
    _ name: String, from inputs: Int, to outputs: Int, kernel: Size2D,
    stride: Size2D = 1, padding: Padding2D = 0, dilation: Size2D = 1, groups: Int = 1,
    hasBias: Bool = true, connections: [[Int]]? = nil,
    initializer: Initializer = .heUniform, biasInitializer: Initializer = .zeros,
    _ start: Initialization<B>
  ) throws(TensorError) {
    guard connections == nil || groups == 1 else {
      throw TensorError(
        "conv2D", .argument, "connections cannot be combined with \(groups) groups"
      ).inside(name)
    }
    guard groups >= 1, inputs % groups == 0, outputs % groups == 0 else {
      throw TensorError(
        "conv2D", .argument,
        "\(inputs) input and \(outputs) output channels cannot be cut into \(groups) groups"
      ).inside(name)
    }
    self.name = name
    parameters = Convolution2DParameters(
      stride: stride, padding: padding, dilation: dilation, groups: groups)
    let shape: Shape = [outputs, inputs / groups, kernel.height, kernel.width]
    try inside(name) { () throws(TensorError) in _ = try shape.validated(for: "conv2D") }
    let area = kernel.height * kernel.width
    let fanIn = inputs / groups * area
    let fanOut = outputs / groups * area
    weight = try initializer.tensor(
      shape, fanIn: fanIn, fanOut: fanOut, from: start, named: "\(name).weight")
    bias =
      hasBias
      ? try biasInitializer.tensor(
        [outputs], fanIn: fanIn, fanOut: fanOut, from: start, named: "\(name).bias") : nil
    self.connections = try connections.map { table throws(TensorError) in
      try inside(name) { () throws(TensorError) in
        try Self.mask(table, inputs: inputs, outputs: outputs, on: start.backend)
      }
    }
    if let mask = self.connections { weight = try weight * mask }
  }

  /// Applies the layer to `[batch, channels, height, width]`.
  public func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    try inside(name) { () throws(TensorError) in
      try input.convolution2D(weights: connectedWeight(), bias: bias, parameters)
    }
  }

  /// Shows `weight` and `bias`.
  public mutating func visitParameters(
    _ visit: (ParameterVisit<B>, inout Tensor<B>) throws(TensorError) -> Void
  ) throws(TensorError) {
    let area = Shape(Array(weight.shape.extents.dropFirst(2))).count
    let connected = connections.map { mask in mask.scalars.count { $0 != 0 } * area }
    try visit(ParameterVisit("weight", trainableCount: connected), &weight)
    try visitOptional(&bias, "bias", visit)
  }

  /// `[batch, output channels, output height, output width]`.
  public func outputShape(for input: Shape) throws(TensorError) -> Shape {
    try geometry(for: input).outputShape
  }

  /// One for each output value and weight behind it.
  public func multiplyAdds(for input: Shape) throws(TensorError) -> Int {
    let geometry = try geometry(for: input)
    let pairs = connections.map { mask in mask.scalars.count { $0 != 0 } }
    let perPosition =
      (pairs ?? weight.shape[0] * weight.shape[1]) * weight.shape[2] * weight.shape[3]
    return geometry.batch * geometry.outputPositions * perPosition
  }

  /// Takes on a following rectification and maximum pooling.
  public var fusion: Fusion<B> {
    connections == nil ? .convolution2D(weights: weight, bias: bias, parameters) : .none
  }

  func connectedWeight() throws(TensorError) -> Tensor<B> {
    guard let connections else { return weight }
    return try weight * connections
  }

  private func geometry(for input: Shape) throws(TensorError) -> Convolution2DGeometry {
    try inside(name) { () throws(TensorError) in
      try Convolution2DGeometry(input: input, weights: weight.shape, parameters: parameters)
    }
  }

  private static func mask(
    _ table: [[Int]], inputs: Int, outputs: Int, on backend: B
  ) throws(TensorError) -> Tensor<B> {
    guard table.count == outputs,
      table.allSatisfy({ $0.allSatisfy { (0..<inputs).contains($0) } })
    else {
      throw TensorError(
        "conv2D", .argument,
        "connections must list, for each of \(outputs) outputs, inputs in 0..<\(inputs)")
    }
    return try Tensor(shape: [outputs, inputs, 1, 1], on: backend) { span in
      for output in 0..<outputs {
        for input in 0..<inputs {
          span[output * inputs + input] = table[output].contains(input) ? 1 : 0
        }
      }
    }
  }
}
