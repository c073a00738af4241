/// A program that is run step by step through a backend's operations.
struct SteppedInference<B: InferenceOperations>: PreparedInference {
  typealias Scalar = B.Scalar
  typealias Storage = B.Storage

  let backend: B
  let program: InferenceProgram<B.Storage>

  func run(_ input: Storage, count: Int) throws(TensorError) -> Storage {
    var value = input
    for step in try program.steps(for: count) { value = try backend.run(step, on: value) }
    return value
  }

  func run(
    _ input: Span<Scalar>, count: Int, into results: inout MutableSpan<Scalar>
  ) throws(TensorError) {
    try backend.withStorages(of: input, into: &results) { input throws(TensorError) in
      try run(input, count: count)
    }
  }
}
