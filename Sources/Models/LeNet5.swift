import DLCore

/// LeNet-5 as it is built today, with 61,706 parameters.
///
/// The layers of LeCun, Bottou, Bengio and Haffner, "Gradient-Based Learning Applied to Document
/// Recognition" (1998), with ReLU, maximum pooling, full connections and a softmax at the end.
public struct LeNet5<B: Backend>: Model {
  /// `lenet5`.
  public static var identifier: String { "lenet5" }
  /// One grey picture of 28x28.
  public static var inputShape: Shape { [1, 28, 28] }

  /// The layers, under the paper's names.
  public var layers: Sequential<B>

  /// Creates the model with first values that follow from the seed.
  public init(on backend: B, seed: UInt64 = 0) throws(TensorError) {
    let start = Initialization(on: backend, seed: seed)
    layers = try Sequential("LeNet5") { () throws(TensorError) in
      try Conv2D("c1", from: 1, to: 6, kernel: 5, padding: 2, start)  // 6@28x28
      Activation.relu("relu1")
      MaxPool2D("s2", window: 2)  // 6@14x14
      try Conv2D("c3", from: 6, to: 16, kernel: 5, start)  // 16@10x10
      Activation.relu("relu3")
      MaxPool2D("s4", window: 2)  // 16@5x5
      Flatten()
      try Linear("c5", from: 400, to: 120, start)
      Activation.relu("relu5")
      try Linear("f6", from: 120, to: 84, start)
      Activation.relu("relu6")
      try Linear("output", from: 84, to: 10, start)
    }
  }
}
