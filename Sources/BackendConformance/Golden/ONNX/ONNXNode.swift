import DLCore

/// One node of ONNX, computed with the public operations of tensors.
///
/// Operators that DLCore has under another name or in other terms are composed of its operations;
/// `https://onnx.ai/onnx/operators/` says what each must do.
struct ONNXNode<B: Backend> where B.Scalar == Float {
  package let record: GoldenRecord
  let backend: B

  init(_ record: GoldenRecord, on backend: B) {
    self.record = record
    self.backend = backend
  }

  var attributes: GoldenAttributes { record.attributes }

  /// The node's results.
  func outputs() throws(TensorError) -> [Tensor<B>] {
    switch record.operation {
    case "Conv": [try convolution()]
    case "ConvTranspose": [try transposedConvolution()]
    case "MaxPool": try maxPool()
    case "AveragePool": [try averagePool()]
    case "GlobalAveragePool", "GlobalMaxPool": [try globalPool()]
    case "Gemm", "MatMul": [try product()]
    case "Softmax": [try input(0).softmax(along: attributes.integer("axis", default: -1))]
    case "LogSoftmax": [try input(0).logSoftmax(along: attributes.integer("axis", default: -1))]
    case "ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin": [try reduction()]
    case "ArgMax", "ArgMin": [try argument()]
    case "Transpose", "Reshape", "Flatten", "Concat", "Slice", "Pad", "Gather": [try movement()]
    case "BatchNormalization": try batchNormalization()
    case "Dropout": try dropout()
    case "SoftmaxCrossEntropyLoss", "NegativeLogLikelihoodLoss": try loss()
    case "Adam", "Momentum", "Adagrad": try optimizerStep()
    default: [try elementwise()]
    }
  }
}

extension ONNXNode {
  /// Whether there is an operand of that number.
  func hasInput(_ number: Int) -> Bool { optionalArray(number) != nil }

  /// An operand, or nothing where it is left out.
  func optionalArray(_ number: Int) -> GoldenArray? {
    record.inputs.indices.contains(number) ? record.inputs[number] : nil
  }

  /// An operand's data.
  package func array(_ number: Int) throws(TensorError) -> GoldenArray {
    guard let array = optionalArray(number) else {
      throw GoldenAttributes.error("\(record.operation) lacks input \(number)")
    }
    return array
  }

  /// An operand.
  func input(_ number: Int) throws(TensorError) -> Tensor<B> {
    try array(number).tensor(on: backend)
  }

  /// An operand's whole numbers; none where it is left out.
  func integers(_ number: Int) throws(TensorError) -> [Int] {
    try optionalArray(number)?.integers() ?? []
  }

  /// The only number of an operand.
  func scalar(_ number: Int) throws(TensorError) -> Double { Double(try input(number).scalar()) }

  /// An attribute of one number for each axis, or a default for each.
  func axes(_ key: String, count: Int, default missing: Int) throws(TensorError) -> [Int] {
    let values = try attributes.integers(key)
    if values.isEmpty { return Array(repeating: missing, count: count) }
    guard values.count == count else {
      throw GoldenAttributes.error("\(key) has \(values.count) numbers, \(count) would be right")
    }
    return values
  }

  /// Positions as a tensor of floats, which is how the vectors hold them.
  func tensor(_ indices: IndexTensor) throws(TensorError) -> Tensor<B> {
    try Tensor(indices.values.map(Float.init), shape: indices.shape, on: backend)
  }
}
