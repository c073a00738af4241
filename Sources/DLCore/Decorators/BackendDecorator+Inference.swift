extension BackendDecorator {
  /// What the base prepares; each run of it is a call, too.
  public func prepareInference(
    _ program: InferenceProgram<Storage>
  ) -> any PreparedInference<Scalar, Storage> {
    let shape = Shape([program.batchSize] + program.exampleShape.extents)
    let prepared = perform(.prepareInference(input: shape), reading: []) {
      base.prepareInference(program)
    } results: { _ in
      []
    }
    return DecoratedInference(
      decorator: self, prepared: prepared, exampleShape: program.exampleShape,
      resultShape: program.resultShape)
  }
}

/// A prepared program whose runs are calls of a decorator.
private struct DecoratedInference<Decorator: BackendDecorator>: PreparedInference {
  typealias Scalar = Decorator.Scalar
  typealias Storage = Decorator.Storage

  let decorator: Decorator
  let prepared: any PreparedInference<Scalar, Storage>
  let exampleShape: Shape
  let resultShape: Shape

  func run(_ input: Storage, count: Int) throws(TensorError) -> Storage {
    try decorator.attempt(call(count), reading: [input]) { () throws(TensorError) in
      try prepared.run(input, count: count)
    } results: {
      [.scalars($0)]
    }
  }

  func run(
    _ input: Span<Scalar>, count: Int, into results: inout MutableSpan<Scalar>
  ) throws(TensorError) {
    // Copied only for a decorator that looks at operands or results.
    try decorator.attempt(call(count), reading: [decorator.copy(input)]) {
      () throws(TensorError) in
      try prepared.run(input, count: count, into: &results)
    } results: {
      [.scalars(decorator.copy(results.span))]
    }
  }

  private func call(_ count: Int) -> BackendCall {
    .preparedInference(
      input: Shape([count] + exampleShape.extents), output: Shape([count] + resultShape.extents))
  }
}

extension BackendDecorator {
  /// A storage of the base with given scalars; no call of its own.
  fileprivate func copy(_ scalars: Span<Scalar>) -> Storage {
    base.makeStorage(count: scalars.count) { target in
      for index in scalars.indices { target[index] = scalars[index] }
    }
  }
}
