import DLCore

/// Three convolutional networks of different kinds that decide together, with 1,477,182 parameters,
/// for the highest accuracy.
///
/// A multi-column network as in Cireşan, Meier and Schmidhuber 2012, with columns that err in
/// different places: three convolutions, five, and five that are normalized instead of pooled. Each
/// learns from its third of every batch: for as much learning as one network has, three times the
/// batch and three times the epochs, see `Ensemble`.
public struct DigitCNNColumns<B: Backend>: Model {
  /// `digit-cnn-columns`.
  public static var identifier: String { "digit-cnn-columns" }
  /// One grey picture of 28x28.
  public static var inputShape: Shape { [1, 28, 28] }

  /// The layers.
  public var layers: Sequential<B>

  /// Creates the model with first values that follow from the seed.
  public init(on backend: B, seed: UInt64 = 0) throws(TensorError) {
    let start = Initialization(on: backend, seed: seed)
    layers = try Sequential("DigitCNNColumns") { () throws(TensorError) in
      try Ensemble("columns") { () throws(TensorError) in
        try Self.wide(start.inside("wide"))
        try Self.deep(start.inside("deep"))
        try Self.fine(start.inside("fine"))
      }
    }
  }

  /// Three stages that halve the picture and widen the features.
  private static func wide(_ start: Initialization<B>) throws(TensorError) -> Sequential<B> {
    try Sequential("wide") { () throws(TensorError) in
      try convolution("conv1", from: 1, to: 32, kernel: 5, start)  // 32@28x28
      MaxPool2D("pool1", window: 2)  // 32@14x14
      try convolution("conv2", from: 32, to: 96, kernel: 3, start)  // 96@14x14
      MaxPool2D("pool2", window: 2)  // 96@7x7
      try convolution("conv3", from: 96, to: 192, kernel: 3, start)  // 192@7x7
      MaxPool2D("pool3", window: 2)  // 192@3x3
      try classifier(from: 1728, start)
    }
  }

  /// The same stages with two convolutions each but for the first.
  private static func deep(_ start: Initialization<B>) throws(TensorError) -> Sequential<B> {
    try Sequential("deep") { () throws(TensorError) in
      try convolution("conv1", from: 1, to: 32, kernel: 5, start)  // 32@28x28
      MaxPool2D("pool1", window: 2)  // 32@14x14
      try convolution("conv2", from: 32, to: 64, kernel: 3, start)  // 64@14x14
      try convolution("conv3", from: 64, to: 64, kernel: 3, start)  // 64@14x14
      MaxPool2D("pool2", window: 2)  // 64@7x7
      try convolution("conv4", from: 64, to: 128, kernel: 3, start)  // 128@7x7
      try convolution("conv5", from: 128, to: 128, kernel: 3, start)  // 128@7x7
      MaxPool2D("pool3", window: 2)  // 128@3x3
      try classifier(from: 1152, start)
    }
  }

  /// Five convolutions that see the picture as finely as it is, each normalized, none pooled, as in
  /// An, Lee, Park, Yang and So 2020.
  private static func fine(_ start: Initialization<B>) throws(TensorError) -> Sequential<B> {
    try Sequential("fine") { () throws(TensorError) in
      try normalized(1, from: 1, to: 16, start)  // 16@24x24
      try normalized(2, from: 16, to: 32, start)  // 32@20x20
      try normalized(3, from: 32, to: 48, start)  // 48@16x16
      try normalized(4, from: 48, to: 64, start)  // 64@12x12
      try normalized(5, from: 64, to: 80, start)  // 80@8x8
      Flatten()
      try Linear("output", from: 5120, to: 10, start)
    }
  }

  /// A convolution of 5x5 without padding, normalized and rectified.
  @LayerListBuilder<B>
  private static func normalized(
    _ number: Int, from inputs: Int, to outputs: Int, _ start: Initialization<B>
  ) throws(TensorError) -> [any Layer<B>] {
    try Conv2D("conv\(number)", from: inputs, to: outputs, kernel: 5, start)
    try BatchNorm2D("norm\(number)", channels: outputs, start)
    Activation.relu("conv\(number)-relu")
  }

  /// A convolution that keeps the picture's size, rectified.
  @LayerListBuilder<B>
  private static func convolution(
    _ name: String, from inputs: Int, to outputs: Int, kernel: Int, _ start: Initialization<B>
  ) throws(TensorError) -> [any Layer<B>] {
    try Conv2D(
      name, from: inputs, to: outputs, kernel: Size2D(kernel), padding: Padding2D(kernel / 2), start
    )
    Activation.relu("\(name)-relu")
  }

  /// One hidden layer, thinned out in training, and the logits.
  @LayerListBuilder<B>
  private static func classifier(
    from features: Int, _ start: Initialization<B>
  ) throws(TensorError) -> [any Layer<B>] {
    Flatten()
    try Linear("dense", from: features, to: 240, start)
    Activation.relu("dense-relu")
    try Dropout("dropout", rate: 0.3)
    try Linear("output", from: 240, to: 10, start)
  }
}
