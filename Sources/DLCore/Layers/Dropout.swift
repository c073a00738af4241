/// Drops a random share of elements in training, and does nothing otherwise.
///
/// What is kept is scaled up to make up for what is dropped (Srivastava and others, 2014).
public struct Dropout<B: Backend>: Layer {
  /// The name within the model.
  public let name: String
  /// The probability that an element is dropped.
  public let rate: Double

  /// Creates a layer.
  ///
  /// - Throws: `TensorError` unless the rate lies in `0 ..< 1`.
  public init(_ name: String = "dropout", rate: Double) throws(TensorError) {
    guard rate >= 0, rate < 1 else {
      throw TensorError("dropout", .argument, "rate must lie in 0..<1, but is \(rate)")
        .inside(name)
    }
    self.name = name
    self.rate = rate
  }

  /// Applies the layer; which elements are dropped follows from the pass' seed and step.
  public func forward(_ input: Tensor<B>, _ pass: inout Pass<B>) throws(TensorError) -> Tensor<B> {
    guard pass.isTraining, rate > 0 else { return input }
    var random = pass.random
    let scale = B.Scalar(1 / (1 - rate))
    let mask = try Tensor(shape: input.shape, on: input.backend) { span in
      for index in 0..<span.count { span[index] = random.uniform() < rate ? 0 : scale }
    }
    return try input * mask
  }
}
