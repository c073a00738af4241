import DLCore

/// A larger convolutional network for digits, with 639,850 parameters, for a high accuracy that a
/// processor still learns in minutes.
///
/// Three stages that halve the picture and widen the features, 32, 96 and 192, then one hidden
/// layer that is thinned out in training. It has few layers without pooling: those cost most.
public struct DigitCNNLarge<B: Backend>: Model {
  /// `digit-cnn-large`.
  public static var identifier: String { "digit-cnn-large" }
  /// One grey picture of 28x28.
  public static var inputShape: Shape { [1, 28, 28] }

  /// The layers.
  public var layers: Sequential<B>

  /// Creates the model with first values that follow from the seed.
  public init(on backend: B, seed: UInt64 = 0) throws(TensorError) {
    let start = Initialization(on: backend, seed: seed)
    layers = try Sequential("DigitCNNLarge") { () throws(TensorError) in
      try Conv2D("conv1", from: 1, to: 32, kernel: 5, padding: 2, start)  // 32@28x28
      Activation.relu("relu1")
      MaxPool2D("pool1", window: 2)  // 32@14x14
      try Conv2D("conv2", from: 32, to: 96, kernel: 3, padding: 1, start)  // 96@14x14
      Activation.relu("relu2")
      MaxPool2D("pool2", window: 2)  // 96@7x7
      try Conv2D("conv3", from: 96, to: 192, kernel: 3, padding: 1, start)  // 192@7x7
      Activation.relu("relu3")
      MaxPool2D("pool3", window: 2)  // 192@3x3
      Flatten()
      try Linear("dense1", from: 1728, to: 256, start)
      Activation.relu("relu4")
      try Dropout("dropout", rate: 0.3)
      try Linear("output", from: 256, to: 10, start)
    }
  }
}
