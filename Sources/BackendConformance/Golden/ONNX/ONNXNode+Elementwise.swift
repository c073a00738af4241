import DLCore

extension ONNXNode {
  /// Functions of one, two or more operands, element by element.
  func elementwise() throws(TensorError) -> Tensor<B> {
    let x = try input(0)
    switch record.operation {
    case "Relu": return x.relu()
    case "LeakyRelu": return try x.leakyReLU(slope: attributes.number("alpha", default: 0.01))
    case "Tanh": return x.tanh()
    case "Sigmoid": return x.sigmoid()
    case "Neg": return -x
    case "Abs": return x.absolute()
    case "Exp": return x.exp()
    case "Log": return x.log()
    case "Sqrt": return x.squareRoot()
    case "Add": return try x + input(1)
    case "Sub": return try x - input(1)
    case "Mul": return try x * input(1)
    case "Div": return try x / input(1)
    case "Pow": return try x.power(input(1))
    case "Max": return try folded(.maximum)
    case "Min": return try folded(.minimum)
    case "Clip": return try clipped()
    case "Where": return try x.select(input(1), else: input(2))
    default: throw GoldenAttributes.error("no operator \(record.operation) is known")
    }
  }

  /// All operands folded from the left.
  private func folded(_ operation: BinaryOperation) throws(TensorError) -> Tensor<B> {
    var result = try input(0)
    for number in record.inputs.indices.dropFirst() {
      result = try result.binary(operation, input(number))
    }
    return result
  }

  /// Limited from below, then from above; a bound that is left out does not limit.
  private func clipped() throws(TensorError) -> Tensor<B> {
    let x = try input(0)
    let lower = hasInput(1) ? try scalar(1) : -.infinity
    let upper = hasInput(2) ? try scalar(2) : .infinity
    if lower <= upper { return try x.clamped(from: lower, to: upper) }
    // ONNX lets the upper bound win where the two are crossed.
    return try x.maximum(input(1)).minimum(input(2))
  }
}
