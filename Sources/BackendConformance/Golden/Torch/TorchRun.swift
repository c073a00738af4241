import DLCore

/// A call of PyTorch with its gradients, computed on a backend and through `Autodiff` of it.
struct TorchRun<B: Backend> where B.Scalar == Float {
  package let record: GoldenRecord
  let backend: B

  /// The result of the call on the plain backend.
  func outputs() throws(TensorError) -> [Tensor<B>] {
    if TorchOptimizer<B>.names.contains(record.operation) {
      return try TorchOptimizer(record: record, backend: backend).outputs()
    }
    let inputs = try record.inputs.map { input throws(TensorError) in
      try input?.tensor(on: backend)
    }
    return [try TorchCall(record: record, inputs: inputs).output()]
  }

  /// The gradients of ⟨result, cotangent⟩ by the number of the input; 0 where none flows.
  func gradients() throws(TensorError) -> [(number: Int, gradient: Tensor<Autodiff<B>>)] {
    guard let cotangent = record.cotangent else { return [] }
    let tape = Autodiff(backend)
    var inputs: [Tensor<Autodiff<B>>?] = []
    for (number, input) in record.inputs.enumerated() {
      let tensor = try input?.tensor(on: tape)
      inputs.append(
        record.gradients[number] == nil ? tensor : tensor?.requiringGradient())
    }
    let output = try TorchCall(record: record, inputs: inputs).output()
    let product = try (output * cotangent.tensor(on: tape)).sum()
    let found = try product.backward()
    var gradients: [(number: Int, gradient: Tensor<Autodiff<B>>)] = []
    for number in record.gradients.keys.sorted() {
      guard let input = inputs[number] else { continue }
      let zeros = try Tensor.zeros(input.shape, on: tape)
      gradients.append((number, found[input] ?? zeros))
    }
    return gradients
  }
}
