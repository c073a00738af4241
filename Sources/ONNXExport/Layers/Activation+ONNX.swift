public import DLCore

extension Activation: ONNXLayer {
  /// The operator of the same function; several for those that ONNX 1.12 has none for.
  public func addNodes(to graph: inout ONNXGraph) {
    switch operation {
    case .negate: graph.add("Neg")
    case .absolute: graph.add("Abs")
    case .sign: graph.add("Sign")
    case .exponential: graph.add("Exp")
    case .logarithm: graph.add("Log")
    case .squareRoot: graph.add("Sqrt")
    case .reciprocal: graph.add("Reciprocal")
    case .square: graph.add("Mul", with: [graph.value])
    case .tanh: graph.add("Tanh")
    case .sigmoid: graph.add("Sigmoid")
    case .errorFunction: graph.add("Erf")
    case .relu: graph.add("Relu")
    case .leakyReLU(let slope): graph.add("LeakyRelu", [.float("alpha", slope)])
    case .gelu: addGELU(to: &graph)
    case .affine(let multiplier, let offset):
      graph.add("Mul", step: "scaled", with: [graph.constant("multiplier", multiplier)])
      graph.add("Add", with: [graph.constant("offset", offset)])
    case .clamp(let lower, let upper):
      graph.add("Clip", with: [graph.constant("lower", lower), graph.constant("upper", upper)])
    }
  }

  /// `x/2 · (1 + erf(x/√2))`.
  private func addGELU(to graph: inout ONNXGraph) {
    let input = graph.value
    graph.add("Mul", step: "scaled", with: [graph.constant("rootOfHalf", 0.5.squareRoot())])
    graph.add("Erf", step: "erf")
    graph.add("Add", step: "plusOne", with: [graph.constant("one", 1)])
    graph.add("Mul", step: "weighted", with: [input])
    graph.add("Mul", with: [graph.constant("half", 0.5)])
  }
}
