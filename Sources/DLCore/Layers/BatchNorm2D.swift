/// Normalizes each channel to mean 0 and variance 1, then scales and shifts it (Ioffe and Szegedy
/// 2015).
///
/// In training by the batch's own statistics, whose running means are kept; otherwise, and where a
/// batch is empty, by those.
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
      // The mean of no samples is not a number, which would stay in all values for good.
      let usesBatch = pass.isTraining && input.count > 0
      let mean = try usesBatch ? channelMeans(of: input) : runningMean.reshaped(column)
      let centred = try input - mean
      let variance: Tensor<B>
      if usesBatch {
        variance = try channelMeans(of: centred.squared())
        try remember(mean, variance, samples: input.count / weight.count, &pass)
      } else {
        variance = try runningVariance.reshaped(column)
      }
      // What is the same for a whole channel is worked out once for it.
      let scale = try weight.reshaped(column) / (variance + epsilon).squareRoot()
      return try centred * scale + bias.reshaped(column)
    }
  }

  /// Shows the learned and the running values, the latter under the names that PyTorch gives them.
  public mutating func visitParameters(
    _ visit: (ParameterVisit<B>, inout Tensor<B>) throws(TensorError) -> Void
  ) throws(TensorError) {
    try visit(ParameterVisit("weight"), &weight)
    try visit(ParameterVisit("bias"), &bias)
    try visit(ParameterVisit("running_mean", .state), &runningMean)
    try visit(ParameterVisit("running_var", .state), &runningVariance)
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

  /// The mean over pictures and places: of pictures' means, whose planes lie together in memory.
  private func channelMeans(of input: Tensor<B>) throws(TensorError) -> Tensor<B> {
    try input.mean(along: [2, 3], keepingDimensions: true).mean(along: [0], keepingDimensions: true)
  }

  private func remember(
    _ mean: Tensor<B>, _ variance: Tensor<B>, samples: Int, _ pass: inout Pass<B>
  ) throws(TensorError) {
    let correction = Double(samples) / Double(Swift.max(samples - 1, 1))
    try pass.update(
      "running_mean", to: runningMean * (1 - momentum) + mean.reshaped([weight.count]) * momentum)
    try pass.update(
      "running_var",
      to: runningVariance * (1 - momentum)
        + variance.reshaped([weight.count]) * (momentum * correction))
  }
}
