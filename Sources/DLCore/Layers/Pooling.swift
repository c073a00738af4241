/// The largest element of each window.
public struct MaxPool2D<B: Backend>: Layer {
  /// The name within the model.
  public let name: String
  /// How the window moves.
  public let parameters: Pool2DParameters

  /// Creates a layer; by default windows lie side by side.
  public init(
    _ name: String = "maxPool", window: Size2D, stride: Size2D? = nil, padding: Padding2D = 0,
    dilation: Size2D = 1, ceilMode: Bool = false
  ) {
    self.name = name
    parameters = Pool2DParameters(
      window: window, stride: stride, padding: padding, dilation: dilation, ceilMode: ceilMode)
  }

  /// Applies the layer to `[batch, channels, height, width]`.
  public func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    try inside(name) { () throws(TensorError) in try input.maxPool2D(parameters) }
  }

  /// `[batch, channels, output height, output width]`.
  public func outputShape(for input: Shape) throws(TensorError) -> Shape {
    try inside(name) { () throws(TensorError) in
      try Pool2DGeometry(input: input, parameters: parameters, operation: "maxPool2D").outputShape
    }
  }

  /// Follows a convolution in one pass.
  public var fusion: Fusion<B> { .maxPool2D(parameters) }
}

/// The mean of each window.
public struct AveragePool2D<B: Backend>: Layer {
  /// The name within the model.
  public let name: String
  /// How the window moves.
  public let parameters: Pool2DParameters

  /// Creates a layer; by default windows lie side by side.
  public init(
    _ name: String = "averagePool", window: Size2D, stride: Size2D? = nil,
    padding: Padding2D = 0, ceilMode: Bool = false, countsPadding: Bool = false
  ) {
    self.name = name
    parameters = Pool2DParameters(
      window: window, stride: stride, padding: padding, ceilMode: ceilMode,
      countsPadding: countsPadding)
  }

  /// Applies the layer to `[batch, channels, height, width]`.
  public func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    try inside(name) { () throws(TensorError) in try input.averagePool2D(parameters) }
  }

  /// `[batch, channels, output height, output width]`.
  public func outputShape(for input: Shape) throws(TensorError) -> Shape {
    try inside(name) { () throws(TensorError) in
      try Pool2DGeometry(input: input, parameters: parameters, operation: "averagePool2D")
        .outputShape
    }
  }
}
