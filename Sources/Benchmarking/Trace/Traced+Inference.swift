public import DLCore

extension Traced {
  /// What the base prepares; the preparation and each run are recorded.
  public func prepareInference(
    _ program: InferenceProgram<Storage>
  ) -> any PreparedInference<Scalar, Storage> {
    let shape = Shape([program.batchSize] + program.exampleShape.extents)
    let prepared = record {
      base.prepareInference(program)
    } as: {
      TracedCall("prepareInference", [("input", shape)])
    }
    return TracedInference(
      backend: self, prepared: prepared, exampleShape: program.exampleShape,
      resultShape: program.resultShape)
  }
}

/// A prepared program whose runs are recorded.
private struct TracedInference<Base: Backend>: PreparedInference {
  typealias Scalar = Base.Scalar
  typealias Storage = Base.Storage

  let backend: Traced<Base>
  let prepared: any PreparedInference<Base.Scalar, Base.Storage>
  let exampleShape: Shape
  let resultShape: Shape

  func run(_ input: Storage, count: Int) throws(TensorError) -> Storage {
    let start = backend.recorder.now
    defer { backend.add(since: start, call(count)) }
    return try prepared.run(input, count: count)
  }

  func run(
    _ input: Span<Scalar>, count: Int, into results: inout MutableSpan<Scalar>
  ) throws(TensorError) {
    let start = backend.recorder.now
    defer { backend.add(since: start, call(count)) }
    try prepared.run(input, count: count, into: &results)
  }

  private func call(_ count: Int) -> @Sendable () -> TracedCall {
    let (input, output) = (exampleShape, resultShape)
    return {
      TracedCall(
        "preparedInference",
        [
          ("input", Shape([count] + input.extents)), ("output", Shape([count] + output.extents)),
        ])
    }
  }
}
