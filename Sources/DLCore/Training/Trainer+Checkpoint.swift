extension Trainer {
  /// Everything that a run needs to go on as if it had never stopped.
  ///
  /// Holds the parameters under their own names, the optimizer's slots under `optimizer.0.NAME`,
  /// `optimizer.1.NAME` and so on, and numbers such as the step in the metadata. Exact for `Float`.
  /// Settings are not part of it: the model, the optimizer and the configuration of the resumed run
  /// must be those of the first.
  ///
  /// - Parameter metadata: What else the file should say.
  /// - Throws: `.notFinite` if a parameter is no longer a finite number, so that a good checkpoint
  ///   is never replaced by a ruined one.
  public func checkpoint(metadata: [String: String] = [:]) throws(TensorError) -> WeightArchive {
    var archive = try model.weights(metadata: metadata)
    let names = archive.entries.map(\.name)
    try requireFinite(archive)
    for name in names {
      for (number, slot) in (optimizer.state.slots[name] ?? []).enumerated() {
        archive.entries.append(
          WeightEntry(
            name: CheckpointKey.slot(number, of: name), shape: slot.shape.extents,
            scalars: slot.scalars.map { Float($0) }))
      }
    }
    archive.metadata.merge(progressText) { $1 }
    return archive
  }

  /// Goes back to where a checkpoint was taken; nothing is changed unless all of it fits.
  ///
  /// - Throws: `TensorError` that names what is missing or does not fit.
  public mutating func restore(_ archive: WeightArchive) throws(TensorError) {
    var restored = self
    try restored.model.load(archive.withoutTrainingState)
    let text = CheckpointText(archive.metadata)
    restored.optimizer.state = OptimizerState(
      step: try text.count(CheckpointKey.step), slots: try restored.slots(archive))
    restored.completedEpochs = try text.count(
      CheckpointKey.epochs, upTo: TrainingConfiguration.largestEpochs)
    restored.validationHistory = try text.validationHistory()
    restored.epochProgress = try text.epochProgress()
    self = restored
  }

  private func requireFinite(_ archive: WeightArchive) throws(TensorError) {
    for entry in archive.entries where !entry.scalars.allSatisfy(\.isFinite) {
      throw TensorError(
        "checkpoint", .notFinite,
        "\(entry.name) is no longer finite after step \(optimizer.state.step); try a smaller "
          + "learning rate or gradient clipping")
    }
  }

  private var progressText: [String: String] {
    var text = validationHistory.checkpointText
    text[CheckpointKey.step] = "\(optimizer.state.step)"
    text[CheckpointKey.epochs] = "\(completedEpochs)"
    if let epochProgress { text.merge(epochProgress.checkpointText) { $1 } }
    return text
  }

  /// The optimizer's slots of an archive, each as large as its parameter.
  private func slots(_ archive: WeightArchive) throws(TensorError) -> [String: [Tensor<M.B>]] {
    let entries = Dictionary(
      archive.entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var slots: [String: [Tensor<M.B>]] = [:]
    var found = 0
    for parameter in try model.parameters {
      while let entry = entries[
        CheckpointKey.slot(slots[parameter.name]?.count ?? 0, of: parameter.name)]
      {
        let shape = parameter.tensor.shape
        guard Shape(entry.shape) == shape else {
          throw TensorError(
            "restore", .parameter, "\(entry.name) has shape \(Shape(entry.shape)), not \(shape)",
            [Shape(entry.shape), shape])
        }
        let slot = try Tensor(
          entry.scalars.map { M.B.Scalar($0) }, shape: shape, on: parameter.tensor.backend)
        slots[parameter.name, default: []].append(slot)
        found += 1
      }
    }
    guard found == archive.entries.count(where: \.isTrainingState) else {
      throw TensorError("restore", .parameter, "the optimizer's slots do not fit the parameters")
    }
    return slots
  }
}

extension WeightArchive {
  /// Whether this is the checkpoint of a run rather than a model alone.
  public var isCheckpoint: Bool { metadata[CheckpointKey.step] != nil }

  /// The parameters and the text without what only a run needs to go on: a checkpoint's model.
  public var withoutTrainingState: WeightArchive {
    WeightArchive(
      entries: entries.filter { !$0.isTrainingState },
      metadata: metadata.filter { !$0.key.hasPrefix(CheckpointKey.prefix) })
  }
}

extension WeightEntry {
  /// Whether this is one of an optimizer's slots.
  fileprivate var isTrainingState: Bool { name.hasPrefix(CheckpointKey.slotPrefix) }
}
