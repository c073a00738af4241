/// Preparing models for inference.
public protocol InferenceOperations<Scalar>: ConvolutionOperations {
  /// Makes a program ready to be run again and again.
  ///
  /// By default its steps are run one after the other through the other requirements. A backend may
  /// pack weights, reserve memory and join steps instead; its results then agree with those of the
  /// requirements within their laws. The result for an example is the same, bit by bit, for any
  /// number of threads. What is prepared may be run by several threads at once.
  func prepareInference(
    _ program: InferenceProgram<Storage>
  ) -> any PreparedInference<Scalar, Storage>
}

extension InferenceOperations {
  /// A program that runs step by step.
  public func prepareInference(
    _ program: InferenceProgram<Storage>
  ) -> any PreparedInference<Scalar, Storage> {
    SteppedInference(backend: self, program: program)
  }

  /// Hands scalars over in a storage, and writes those of the storage that comes back.
  public func withStorages(
    of input: Span<Scalar>, into results: inout MutableSpan<Scalar>,
    _ body: (Storage) throws(TensorError) -> Storage
  ) throws(TensorError) {
    let storage = input.withUnsafeBufferPointer { source in
      makeStorage(count: source.count) { target in
        target.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: source) }
      }
    }
    let output = try body(storage)
    results.withUnsafeMutableBufferPointer { target in
      withScalars(of: output, count: target.count) { source in
        source.withUnsafeBufferPointer { _ = target.update(fromContentsOf: $0) }
      }
    }
  }

  /// The result of one step through the operation that it names.
  ///
  /// - Throws: `TensorError` where a layer fails that has no step of its own.
  public func run(
    _ step: InferenceStep<Storage>, on input: Storage
  ) throws(TensorError) -> Storage {
    switch step {
    case .convolution2D(let weights, let bias, let geometry):
      convolution2D(input, weights: weights, bias: bias, geometry)
    case .convolution2DReLUMaxPool2D(let weights, let bias, let geometry, let pool):
      convolution2DReLUMaxPool2D(input, weights: weights, bias: bias, geometry, pool: pool).output
    case .linear(let weights, let bias, let geometry):
      linear(input, weights: weights, bias: bias, geometry)
    case .unary(let operation, let count): unary(operation, input, count: count)
    case .maxPool2D(let geometry): maxPool2D(input, geometry).output
    case .layer(let body): try body(input)
    }
  }
}
