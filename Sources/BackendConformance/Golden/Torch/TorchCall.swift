import DLCore

/// One call of PyTorch, computed with the public operations of tensors.
///
/// Generic over the backend, so that on `Autodiff` the gradients follow.
struct TorchCall<B: Backend> where B.Scalar == Float {
  package let record: GoldenRecord
  /// The operands as tensors, `nil` for those left out.
  let inputs: [Tensor<B>?]

  var attributes: GoldenAttributes { record.attributes }

  /// The call's result.
  func output() throws(TensorError) -> Tensor<B> {
    if let operation = Self.unaryOperations[record.operation] { return try x.unary(operation) }
    if let operation = Self.binaryOperations[record.operation] {
      return try x.binary(operation, input(1))
    }
    if let comparison = Self.comparisons[record.operation] {
      return try x.compare(comparison, input(1))
    }
    switch record.operation {
    case "leaky_relu", "clamp", "rsqrt", "silu", "softsign", "tanhshrink", "where", "add", "sub",
      "addcmul":
      return try elementwise()
    case "sum", "mean", "amax", "amin", "argmax", "argmin", "var", "logsumexp":
      return try reduction()
    case "matmul", "addmm", "linear", "conv1d", "conv2d": return try product()
    case "max_pool1d", "max_pool2d", "avg_pool1d", "avg_pool2d": return try pool()
    case "softmax": return try x.softmax(along: dimension())
    case "log_softmax": return try x.logSoftmax(along: dimension())
    case "cross_entropy", "nll_loss", "mse_loss", "l1_loss": return try loss()
    case "batch_norm", "layer_norm": return try normalization()
    default: return try movement()
    }
  }

  private static var unaryOperations: [String: UnaryOperation] {
    [
      "neg": .negate, "abs": .absolute, "sign": .sign, "exp": .exponential, "log": .logarithm,
      "sqrt": .squareRoot, "reciprocal": .reciprocal, "square": .square, "tanh": .tanh,
      "sigmoid": .sigmoid, "erf": .errorFunction, "relu": .relu, "gelu": .gelu,
    ]
  }

  private static var binaryOperations: [String: BinaryOperation] {
    [
      "mul": .multiply, "div": .divide, "pow": .power, "maximum": .maximum, "minimum": .minimum,
    ]
  }

  private static var comparisons: [String: Comparison] {
    [
      "eq": .equal, "ne": .notEqual, "lt": .less, "le": .lessOrEqual, "gt": .greater,
      "ge": .greaterOrEqual,
    ]
  }
}

extension TorchCall {
  /// The first operand.
  var x: Tensor<B> {
    get throws(TensorError) { try input(0) }
  }

  /// An operand, or nothing where it is left out.
  func optional(_ number: Int) -> Tensor<B>? {
    inputs.indices.contains(number) ? inputs[number] : nil
  }

  /// An operand.
  func input(_ number: Int) throws(TensorError) -> Tensor<B> {
    guard let input = optional(number) else {
      throw GoldenAttributes.error("\(record.operation) lacks input \(number)")
    }
    return input
  }

  /// An operand's whole numbers.
  func integers(_ number: Int) throws(TensorError) -> [Int] {
    guard record.inputs.indices.contains(number), let array = record.inputs[number] else {
      throw GoldenAttributes.error("\(record.operation) lacks input \(number)")
    }
    return try array.integers()
  }

  /// The attribute `dim`, one number.
  func dimension() throws(TensorError) -> Int { try attributes.integer("dim", default: 0) }

  /// The attribute `dim`, several numbers; `nil` for all dimensions.
  func dimensions() throws(TensorError) -> [Int]? {
    attributes["dim"] == "all" ? nil : try attributes.integers("dim")
  }
}
