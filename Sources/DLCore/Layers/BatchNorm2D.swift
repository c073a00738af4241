/// Normalizes each channel to mean 0 and variance 1, then scales and shifts it (Ioffe and Szegedy
/// 2015).
///
/// In training by the batch's own statistics, whose running means are kept; otherwise by those.
public struct BatchNorm2D<B: Backend>: Layer {
  /// The name within the model.
  public let name: String
  /// The learned scale, `[channels]`.
  public var weight: Tensor<B>
  /// The learned shift, `[channels]`.
  public var bias: Tensor<B>
  /// The running mean of batch means, `[channels]`.
  public var runningMean: Tensor<B>
  /// The running mean of batch variances (with Bessel's correction), `[channels]`.
  public var runningVariance: Tensor<B>
  /// How much of a batch's statistics enters the running ones.
  public let momentum: Double
  /// What keeps the quotient finite.
  public let epsilon: Double

  /// Creates a layer.
  ///
  /// - Throws: `TensorError` if the number of channels is impossible.
  public init(
    _ name: String, channels: Int, momentum: Double = 0.1, epsilon: Double = 1e-5,
    _ start: Initialization<B>
  ) throws(TensorError) {
    self.name = name
    self.momentum = momentum
    self.epsilon = epsilon
    let (zeros, ones) = try inside(name) { () throws(TensorError) in
      (
        try Tensor<B>.zeros([channels], on: start.backend),
        try Tensor<B>.ones([channels], on: start.backend)
      )
    }
    weight = ones
    bias = zeros
    runningMean = zeros
    runningVariance = ones
  }

  /// Applies the layer to `[batch, channels, height, width]`.
  public func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    _ = try outputShape(for: input.shape)
    return try inside(name) { () throws(TensorError) in
      let column: Shape = [weight.count, 1, 1]
      let mean: Tensor<B>
      let variance: Tensor<B>
      if pass.isTraining {
        mean = try input.mean(along: [0, 2, 3], keepingDimensions: true)
        variance = try (input - mean).squared().mean(along: [0, 2, 3], keepingDimensions: true)
        try remember(mean, variance, samples: input.count / Swift.max(weight.count, 1), &pass)
      } else {
        mean = try runningMean.reshaped(column)
        variance = try runningVariance.reshaped(column)
      }
      let normalized = try (input - mean) / (variance + epsilon).squareRoot()
      return try normalized * weight.reshaped(column) + bias.reshaped(column)
    }
  }

  /// Shows the learned and the running values.
  public mutating func visitParameters(
    _ visit: (ParameterVisit<B>, inout Tensor<B>) throws(TensorError) -> Void
  ) throws(TensorError) {
    try visit(ParameterVisit("weight"), &weight)
    try visit(ParameterVisit("bias"), &bias)
    try visit(ParameterVisit("runningMean", .state), &runningMean)
    try visit(ParameterVisit("runningVariance", .state), &runningVariance)
  }

  /// As the input, which must have the layer's channels.
  public func outputShape(for input: Shape) throws(TensorError) -> Shape {
    guard input.rank == 4, input[1] == weight.count else {
      throw TensorError(
        "batchNorm2D", .shape,
        "input must be [batch, \(weight.count), height, width], but is \(input)", [input]
      ).inside(name)
    }
    return input
  }

  private func remember(
    _ mean: Tensor<B>, _ variance: Tensor<B>, samples: Int, _ pass: inout Pass<B>
  ) throws(TensorError) {
    // The mean of no samples is not a number, which would stay in the running mean for good.
    guard samples > 0 else { return }
    let correction = Double(samples) / Double(Swift.max(samples - 1, 1))
    try pass.update(
      "runningMean", to: runningMean * (1 - momentum) + mean.reshaped([weight.count]) * momentum)
    try pass.update(
      "runningVariance",
      to: runningVariance * (1 - momentum)
        + variance.reshaped([weight.count]) * (momentum * correction))
  }
}
