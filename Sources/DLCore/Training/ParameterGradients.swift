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
  /// Runs a loss as a step of training, and gives its value and its gradients for all trainable
  /// parameters.
  ///
  /// ```swift
  /// let (loss, gradients) = try model.trainingStep(number: step, seed: 1) { model, pass in
  ///   try model(images, &pass).softmaxCrossEntropy(labels: labels)
  /// }
  /// try optimizer.step(&model, gradients)
  /// ```
  ///
  /// Layers behave as in training: dropout drops, normalizations use the batch's statistics. What
  /// they leave behind, such as running means, is applied to the model; its trainable parameters are
  /// left to an optimizer. If anything fails, the model stays as it was.
  ///
  /// - Parameters:
  ///   - number: The number of the step, which makes its random numbers its own.
  ///   - seed: What all random numbers of the training follow from.
  ///   - loss: Gives one scalar, from a model whose parameters the tape follows.
  /// - Throws: What `loss` throws, or `TensorError` if its result is not one scalar.
  public mutating func trainingStep<Base>(
    number: Int, seed: UInt64 = 0, _ loss: (Self, inout Pass<B>) throws -> Tensor<B>
  ) throws -> (loss: Tensor<B>, gradients: ParameterGradients<B>)
  where B == Autodiff<Base> {
    var pass = Pass<B>.training(seed: seed, step: number)
    let (watched, leaves) = try followed()
    let result = try Self.gradients(of: loss(watched, &pass), for: leaves)
    try apply(pass.stateUpdates.mapValues { $0.detached() })
    return result
  }

  /// The value of a loss and its gradients for all trainable parameters.
  ///
  /// The loss decides in which pass the model runs; for a step of training, `trainingStep` does it.
  ///
  /// The model itself is not changed; the one handed to `loss` has the same parameters, followed by
  /// the tape. A parameter that had no part in the loss has a gradient of zeros.
  ///
  /// - Throws: `TensorError` from `loss`, or if its result is not one scalar.
  public func lossWithGradients<Base>(
    _ loss: (Self) throws(TensorError) -> Tensor<B>
  ) throws(TensorError) -> (loss: Tensor<B>, gradients: ParameterGradients<B>)
  where B == Autodiff<Base> {
    let (watched, leaves) = try followed()
    return try Self.gradients(of: loss(watched), for: leaves)
  }

  /// The layer with parameters that the tape follows, and those parameters.
  private func followed<Base>() throws(TensorError) -> (Self, [(name: String, leaf: Tensor<B>)])
  where B == Autodiff<Base> {
    var watched = self
    var leaves: [(name: String, leaf: Tensor<B>)] = []
    try watched.visitParameters { (visit, tensor) throws(TensorError) in
      guard visit.role == .trainable else { return }
      tensor = tensor.requiringGradient()
      leaves.append((visit.name, tensor))
    }
    return (watched, leaves)
  }

  /// The gradients of a loss for leaves; zeros for one that had no part in it.
  private static func gradients<Base>(
    of loss: Tensor<B>, for leaves: [(name: String, leaf: Tensor<B>)]
  ) throws(TensorError) -> (loss: Tensor<B>, gradients: ParameterGradients<B>)
  where B == Autodiff<Base> {
    let gradients = try loss.backward()
    let entries = try leaves.map {
      entry throws(TensorError) -> (name: String, gradient: Tensor<B>) in
      if let gradient = gradients[entry.leaf] { return (entry.name, gradient) }
      return (entry.name, try Tensor<B>.zeros(entry.leaf.shape, on: entry.leaf.backend))
    }
    return (loss.detached(), ParameterGradients(entries))
  }
}
