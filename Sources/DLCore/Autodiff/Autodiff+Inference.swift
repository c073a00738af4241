extension Autodiff {
  /// What the base prepares; no operation of it joins a graph.
  public func prepareInference(
    _ program: InferenceProgram<Storage>
  ) -> any PreparedInference<Scalar, Storage> {
    UnrecordedInference<Base>(
      base: base.prepareInference(program.map({ $0.value }, { Storage($0) })))
  }
}

/// A program of the base backend, whose results no gradient flows through.
private struct UnrecordedInference<Base: Backend>: PreparedInference {
  typealias Scalar = Base.Scalar
  typealias Storage = Autodiff<Base>.Storage

  let base: any PreparedInference<Base.Scalar, Base.Storage>

  func run(_ input: Storage, count: Int) throws(TensorError) -> Storage {
    try withoutGradients { () throws(TensorError) in
      Storage(try base.run(input.value, count: count))
    }
  }

  func run(
    _ input: Span<Scalar>, count: Int, into results: inout MutableSpan<Scalar>
  ) throws(TensorError) {
    // A closure cannot capture spans, so they pass as buffers, which it does not outlive.
    try input.withUnsafeBufferPointer { source throws(TensorError) in
      try results.withUnsafeMutableBufferPointer { target throws(TensorError) in
        try withoutGradients { () throws(TensorError) in
          var span = target.mutableSpan
          try base.run(source.span, count: count, into: &span)
        }
      }
    }
  }
}
