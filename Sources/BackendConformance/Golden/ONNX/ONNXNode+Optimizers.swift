import DLCore

extension ONNXNode {
  /// One step of an optimizer on each of several parameters.
  ///
  /// Inputs are the learning rate, the number of the step, then all parameters, all gradients, and
  /// all of each state; outputs are all parameters, then all of each state.
  func optimizerStep() throws(TensorError) -> [Tensor<B>] {
    let kinds = record.operation == "Adam" ? 4 : 3
    let count = max(record.inputs.count - 2, 0) / kinds
    var results = [[Tensor<B>]](repeating: [], count: kinds - 1)
    for place in 0..<count {
      var operands: [Tensor<B>] = []
      for kind in 0..<kinds { operands.append(try input(2 + kind * count + place)) }
      guard operands.allSatisfy({ $0.shape == operands[0].shape }) else {
        throw GoldenAttributes.error("a parameter, its gradient and its states differ in shape")
      }
      for (kind, result) in try step(operands).enumerated() { results[kind].append(result) }
    }
    return Array(results.joined())
  }

  /// The parameter and its states after one step.
  private func step(_ operands: [Tensor<B>]) throws(TensorError) -> [Tensor<B>] {
    switch record.operation {
    case "Adam": try adam(operands)
    case "Momentum": try momentum(operands)
    default: try adagrad(operands)
    }
  }

  /// Adam, whose ε ONNX adds to the root of the second moment before correcting it.
  ///
  /// With the corrections `c₁` and `c₂`, `√c₂ / c₁ · m / (√v + ε)` is
  /// `m / c₁ / (√(v / c₂) + ε / √c₂)`. At step 0 ONNX corrects nothing: that is composed.
  private func adam(_ operands: [Tensor<B>]) throws(TensorError) -> [Tensor<B>] {
    let (rate, number) = (try scalar(0), try integers(1).first ?? 0)
    let beta1 = try attributes.number("alpha", default: 0.9)
    let beta2 = try attributes.number("beta", default: 0.999)
    let epsilon = try attributes.number("epsilon", default: 0)
    let decay = try attributes.number("norm_coefficient", default: 0)
    guard number > 0 else {
      let gradient = try operands[1] + operands[0] * decay
      let first = try operands[2] * beta1 + gradient * (1 - beta1)
      let second = try operands[3] * beta2 + gradient.squared() * (1 - beta2)
      let direction = try first / (second.squareRoot() + epsilon)
      return [try operands[0] - direction * rate, first, second]
    }
    let correction = AdamStep(
      learningRate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: decay,
      isDecoupled: false, number: number
    ).secondCorrection
    let optimizer = try Adam<B>(
      learningRate: rate, beta1: beta1, beta2: beta2,
      epsilon: epsilon / correction.squareRoot(), weightDecay: decay)
    var (parameter, slots) = (operands[0], Array(operands[2...]))
    try optimizer.update(&parameter, gradient: operands[1], slots: &slots, step: number)
    return [parameter] + slots
  }

  /// Momentum, ours where the gradient enters the velocity whole, else composed.
  private func momentum(_ operands: [Tensor<B>]) throws(TensorError) -> [Tensor<B>] {
    let (rate, number) = (try scalar(0), try integers(1).first ?? 0)
    let kept = try attributes.number("alpha", default: 0)
    let share = number > 0 ? try attributes.number("beta", default: 1) : 1
    let decay = try attributes.number("norm_coefficient", default: 0)
    let isNesterov = attributes["mode"] == "nesterov"
    guard share == 1 else {
      let gradient = try operands[1] + operands[0] * decay
      let velocity = try operands[2] * kept + gradient * share
      let direction = isNesterov ? try gradient + velocity * kept : velocity
      return [try operands[0] - direction * rate, velocity]
    }
    let optimizer = try SGD<B>(
      learningRate: rate, momentum: kept, isNesterov: isNesterov, weightDecay: decay)
    var (parameter, slots) = (operands[0], [operands[2]])
    try optimizer.update(&parameter, gradient: operands[1], slots: &slots, step: max(number, 1))
    return [parameter] + slots
  }

  private func adagrad(_ operands: [Tensor<B>]) throws(TensorError) -> [Tensor<B>] {
    let number = Double(try integers(1).first ?? 0)
    let rate =
      try scalar(0) / (1 + number * attributes.number("decay_factor", default: 0))
    let gradient =
      try operands[1] + operands[0] * attributes.number("norm_coefficient", default: 0)
    let sum = try operands[2] + gradient.squared()
    let spread = try sum.squareRoot() + attributes.number("epsilon", default: 0)
    return [try operands[0] - gradient * rate / spread, sum]
  }
}
