/// The gradients of a model's parameters, by their dotted names.
public struct ParameterGradients<B: Backend>: Sendable {
  /// Names and gradients in the order of the model's parameters.
  public private(set) var entries: [(name: String, gradient: Tensor<B>)]
  private let positions: [String: Int]

  /// Creates a set; names must differ.
  init(_ entries: [(name: String, gradient: Tensor<B>)]) {
    self.entries = entries
    var positions: [String: Int] = [:]
    for (position, entry) in entries.enumerated() where positions[entry.name] == nil {
      positions[entry.name] = position
    }
    self.positions = positions
  }

  /// The gradient of a parameter.
  public subscript(name: String) -> Tensor<B>? { positions[name].map { entries[$0].gradient } }

  /// The length of all gradients as one vector.
  public func norm() throws(TensorError) -> Double {
    var sum = 0.0
    for entry in entries { sum += Double(try entry.gradient.squared().sum().scalar()) }
    return sum.squareRoot()
  }

  /// The gradients scaled down together so that their norm is at most `limit`.
  ///
  /// - Throws: `TensorError` unless the limit is positive.
  public func clipped(toNorm limit: Double) throws(TensorError) -> ParameterGradients {
    guard limit > 0 else {
      throw TensorError("clip", .argument, "the norm must be limited to more than 0, not \(limit)")
    }
    let norm = try norm()
    guard norm > limit else { return self }
    return try mapped { (gradient) throws(TensorError) in gradient * (limit / norm) }
  }

  /// The gradients with each scalar limited to `-limit ... limit`.
  ///
  /// - Throws: `TensorError` unless the limit is positive.
  public func clipped(toValue limit: Double) throws(TensorError) -> ParameterGradients {
    guard limit > 0 else {
      throw TensorError("clip", .argument, "values must be limited to more than 0, not \(limit)")
    }
    return try mapped { (gradient) throws(TensorError) in
      try gradient.clamped(from: -limit, to: limit)
    }
  }

  private func mapped(
    _ transform: (Tensor<B>) throws(TensorError) -> Tensor<B>
  ) throws(TensorError) -> ParameterGradients {
    var result = self
    for index in entries.indices {
      result.entries[index].gradient = try transform(entries[index].gradient)
    }
    return result
  }
}

extension Layer {
  /// The value of a loss and its gradients for all trainable parameters.
  ///
  /// ```swift
  /// let (loss, gradients) = try model.lossWithGradients { (model) throws(TensorError) in
  ///   try model(images).softmaxCrossEntropy(labels: labels)
  /// }
  /// ```
  ///
  /// The model itself is not changed; the one handed to `loss` has the same parameters, followed by
  /// the tape. A parameter that had no part in the loss has a gradient of zeros.
  ///
  /// - Throws: `TensorError` from `loss`, or if its result is not one scalar.
  public func lossWithGradients<Base>(
    _ loss: (Self) throws(TensorError) -> Tensor<B>
  ) throws(TensorError) -> (loss: Tensor<B>, gradients: ParameterGradients<B>)
  where B == Autodiff<Base> {
    var watched = self
    var leaves: [(name: String, gradient: Tensor<B>)] = []
    try watched.visitParameters { (visit, tensor) throws(TensorError) in
      guard visit.role == .trainable else { return }
      tensor = tensor.requiringGradient()
      leaves.append((visit.name, tensor))
    }
    let value = try loss(watched)
    let gradients = try value.backward()
    for index in leaves.indices {
      let leaf = leaves[index].gradient
      if let gradient = gradients[leaf] {
        leaves[index].gradient = gradient
      } else {
        leaves[index].gradient = try .zeros(leaf.shape, on: leaf.backend)
      }
    }
    return (value.detached(), ParameterGradients(leaves))
  }
}
