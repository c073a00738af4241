import DLCore

/// A small convolutional network for digits, with 113,850 parameters.
///
/// Many tutorials build it: 8 and 32 filters of 3x3, then 128, 64 and 10 features.
public struct DigitCNN<B: Backend>: Model {
  /// `digit-cnn`.
  public static var identifier: String { "digit-cnn" }
  /// One grey picture of 28x28.
  public static var inputShape: Shape { [1, 28, 28] }

  /// The layers.
  public var layers: Sequential<B>

  /// Creates the model with first values that follow from the seed.
  public init(on backend: B, seed: UInt64 = 0) throws(TensorError) {
    let start = Initialization(on: backend, seed: seed)
    layers = try Sequential("DigitCNN") { () throws(TensorError) in
      try Conv2D("conv1", from: 1, to: 8, kernel: 3, start)  // 8@26x26
      Activation.relu("relu1")
      MaxPool2D("pool1", window: 2)  // 8@13x13
      try Conv2D("conv2", from: 8, to: 32, kernel: 3, start)  // 32@11x11
      Activation.relu("relu2")
      MaxPool2D("pool2", window: 2)  // 32@5x5
      Flatten()
      try Linear("dense1", from: 800, to: 128, start)
      Activation.relu("relu3")
      try Linear("dense2", from: 128, to: 64, start)
      Activation.relu("relu4")
      try Linear("output", from: 64, to: 10, start)
    }
  }
}
