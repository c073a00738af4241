/// A parameter of a model under its dotted name.
public struct Parameter<B: Backend>: Sendable {
  /// The dotted path, such as `c1.weight`.
  public let name: String
  /// Whether it is learned.
  public let role: ParameterRole
  /// How many of its scalars are learned.
  public let trainableCount: Int
  /// The values.
  public let tensor: Tensor<B>
}

extension Layer {
  /// All parameters in the order of the layers.
  public var parameters: [Parameter<B>] {
    get throws(TensorError) {
      var found: [Parameter<B>] = []
      var copy = self
      try copy.visitParameters { (visit, tensor) throws(TensorError) in
        let trainable = visit.role == .trainable ? visit.trainableCount ?? tensor.count : 0
        found.append(
          Parameter(
            name: visit.name, role: visit.role, trainableCount: trainable, tensor: tensor))
      }
      return found
    }
  }

  /// The number of learned scalars.
  public var parameterCount: Int {
    get throws(TensorError) { try parameters.reduce(0) { $0 + $1.trainableCount } }
  }

  /// Replaces all parameters by values of the same names and shapes.
  ///
  /// Nothing is changed unless everything fits.
  ///
  /// - Throws: `TensorError` that names a missing, unknown or misshapen parameter.
  public mutating func load(_ values: [String: Tensor<B>]) throws(TensorError) {
    var loaded = self
    var unused = Set(values.keys)
    try loaded.visitParameters { (visit, tensor) throws(TensorError) in
      guard let value = values[visit.name] else {
        throw TensorError("load", .parameter, "\(visit.name) is missing")
      }
      guard value.shape == tensor.shape else {
        throw TensorError(
          "load", .parameter,
          "\(visit.name) has shape \(value.shape), the model expects \(tensor.shape)",
          [value.shape, tensor.shape])
      }
      unused.remove(visit.name)
      tensor = value
    }
    if let unknown = unused.min() {
      throw TensorError("load", .parameter, "the model has no parameter \(unknown)")
    }
    self = loaded
  }

  /// Applies what a training pass left for parameters with the role `state`.
  ///
  /// Nothing is changed unless everything fits.
  ///
  /// - Throws: `TensorError` that names what is no such parameter: a layer that holds others has to
  ///   run each of them through `Pass.inside`, under the name that its parameters have.
  public mutating func apply(_ updates: [String: Tensor<B>]) throws(TensorError) {
    guard !updates.isEmpty else { return }
    var applied = self
    var unused = Set(updates.keys)
    try applied.visitParameters { (visit, tensor) throws(TensorError) in
      guard visit.role == .state, let value = updates[visit.name] else { return }
      unused.remove(visit.name)
      tensor = value
    }
    if let unknown = unused.min() {
      throw TensorError(
        "apply", .parameter,
        "the pass left a value for \(unknown), which is no state of the model; layers inside others "
          + "are run through Pass.inside")
    }
    self = applied
  }
}
