extension Layer {
  /// All parameters under their dotted names, to be written to a file.
  ///
  /// - Parameter metadata: What the file says about itself; `Model.weights(metadata:)` adds which
  ///   model it is.
  /// - Throws: `TensorError` if a layer cannot show its parameters.
  public func weightArchive(metadata: [String: String] = [:]) throws(TensorError) -> WeightArchive {
    let entries = try parameters.map { parameter in
      WeightEntry(
        name: parameter.name, shape: parameter.tensor.shape.extents,
        scalars: parameter.tensor.scalars.map { Float($0) })
    }
    return WeightArchive(entries: entries, metadata: metadata)
  }

  /// Replaces all parameters by those of an archive; names and shapes must match exactly.
  ///
  /// Nothing is changed unless everything fits.
  ///
  /// - Throws: `TensorError` that names a missing, unknown or misshapen parameter.
  public mutating func load(_ archive: WeightArchive) throws(TensorError) {
    guard let backend = try parameters.first?.tensor.backend else {
      guard let unknown = archive.entries.map(\.name).min() else { return }
      throw TensorError("load", .parameter, "the model has no parameter \(unknown)")
    }
    var values: [String: Tensor<B>] = [:]
    for entry in archive.entries {
      values[entry.name] = try inside(entry.name) { () throws(TensorError) in
        try Tensor(entry.scalars.map { B.Scalar($0) }, shape: Shape(entry.shape), on: backend)
      }
    }
    try load(values)
  }
}

extension Model {
  /// All parameters, with the model's identifier under `model` in the metadata.
  ///
  /// - Throws: `TensorError` if a layer cannot show its parameters.
  public func weights(metadata: [String: String] = [:]) throws(TensorError) -> WeightArchive {
    try weightArchive(metadata: metadata.merging(["model": Self.identifier]) { $1 })
  }
}
