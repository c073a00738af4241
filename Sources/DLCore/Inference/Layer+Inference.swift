extension Layer {
  /// The layer's fusion if it has one, which says all that it computes, else a call of `forward`.
  public func addInferenceSteps(to program: inout InferenceBuilder<B>) throws(TensorError) {
    switch fusion {
    case .none: try program.addCall(of: self)
    case let fusion:
      try program.inside(name) { (program) throws(TensorError) in try program.add(fusion) }
    }
  }
}

extension Model {
  /// The steps of `layers`; a model whose `forward` does more says so here as well.
  public func addInferenceSteps(to program: inout InferenceBuilder<B>) throws(TensorError) {
    try layers.addInferenceSteps(to: &program)
  }
}

extension Sequential {
  /// The steps of the layers.
  public func addInferenceSteps(to program: inout InferenceBuilder<B>) throws(TensorError) {
    try program.inside(name) { (program) throws(TensorError) in
      for layer in layers { try layer.addInferenceSteps(to: &program) }
    }
  }
}

extension Conv2D {
  /// A convolution, whose missing connections are worked into the weights once.
  public func addInferenceSteps(to program: inout InferenceBuilder<B>) throws(TensorError) {
    try program.inside(name) { (program) throws(TensorError) in
      try program.add(.convolution2D(weights: connectedWeight(), bias: bias, parameters))
    }
  }
}

extension Activation {
  /// The function.
  public func addInferenceSteps(to program: inout InferenceBuilder<B>) throws(TensorError) {
    program.add(operation)
  }
}

extension Flatten {
  /// The same scalars in another shape.
  public func addInferenceSteps(to program: inout InferenceBuilder<B>) throws(TensorError) {
    let shape = try outputShape(for: program.shape)
    try program.inside(name) { (program) throws(TensorError) in try program.reshape(to: shape) }
  }
}

extension Dropout {
  /// Nothing, as nothing is dropped.
  public func addInferenceSteps(to program: inout InferenceBuilder<B>) throws(TensorError) {}
}
