import DLCore

/// Several steps of one of PyTorch's optimizers on one parameter, by ours.
struct TorchOptimizer<B: Backend> where B.Scalar == Float {
  package let record: GoldenRecord
  let backend: B

  /// The optimizers' names.
  static var names: [String] { ["sgd", "adam", "adamw"] }

  /// The parameter after all steps, and then what the optimizer remembers.
  func outputs() throws(TensorError) -> [Tensor<B>] {
    guard record.inputs.count == 2, let start = record.inputs[0], let slopes = record.inputs[1]
    else { throw GoldenAttributes.error("\(record.operation) takes a parameter and gradients") }
    return record.operation == "sgd"
      ? try run(sgd(), from: start.tensor(on: backend), along: slopes.tensor(on: backend))
      : try run(adam(), from: start.tensor(on: backend), along: slopes.tensor(on: backend))
  }

  private func run(
    _ optimizer: some Optimizer<B>, from start: Tensor<B>, along slopes: Tensor<B>
  ) throws(TensorError) -> [Tensor<B>] {
    var (parameter, slots) = (start, [Tensor<B>]())
    let steps = slopes.shape.extents.first ?? 0
    for step in 0..<steps {
      let gradient = try slopes.sliced(step..<step + 1, along: 0).reshaped(start.shape)
      try optimizer.update(&parameter, gradient: gradient, slots: &slots, step: step + 1)
    }
    return [parameter] + slots
  }

  private func sgd() throws(TensorError) -> SGD<B> {
    let attributes = record.attributes
    return try SGD(
      learningRate: attributes.number("rate", default: 0),
      momentum: attributes.number("momentum", default: 0),
      isNesterov: attributes.isSet("nesterov"),
      weightDecay: attributes.number("weight_decay", default: 0))
  }

  private func adam() throws(TensorError) -> Adam<B> {
    let attributes = record.attributes
    return try Adam(
      learningRate: attributes.number("rate", default: 0),
      beta1: attributes.number("beta1", default: 0),
      beta2: attributes.number("beta2", default: 0),
      epsilon: attributes.number("eps", default: 0),
      weightDecay: attributes.number("weight_decay", default: 0),
      isDecoupled: record.operation == "adamw")
  }
}
