import DLCore

/// The models of this library, by the names people choose them by.
public enum ModelChoice: String, CaseIterable, Sendable {
  /// LeNet-5 as it is built today.
  case lenet5 = "lenet5"
  /// LeNet-5 of 1998.
  case lenet5Original = "lenet5-original"
  /// A small network of 3x3 convolutions.
  case digitCNN = "digit-cnn"
  /// A larger one, for a higher accuracy.
  case digitCNNLarge = "digit-cnn-large"
  /// Three networks of different kinds that decide together.
  case digitCNNColumns = "digit-cnn-columns"

  /// Creates the model with first values that follow from the seed.
  public func make<B: Backend>(on backend: B, seed: UInt64) throws(TensorError) -> any Model<B> {
    switch self {
    case .lenet5: try LeNet5(on: backend, seed: seed)
    case .lenet5Original: try LeNet5Original(on: backend, seed: seed)
    case .digitCNN: try DigitCNN(on: backend, seed: seed)
    case .digitCNNLarge: try DigitCNNLarge(on: backend, seed: seed)
    case .digitCNNColumns: try DigitCNNColumns(on: backend, seed: seed)
    }
  }
}
