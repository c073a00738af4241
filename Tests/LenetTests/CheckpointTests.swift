import BackendNaive
import DLCore
import Datasets
import Models
import Testing

/// Checkpoints of the training loop itself, taken at chosen steps.
@Suite struct CheckpointTests {
  typealias B = Autodiff<NaiveBackend<Float>>

  private static let images = Result { try SyntheticDigits.make(trainingCount: 20, testCount: 10) }

  private static let configuration = TrainingConfiguration(
    epochs: 3, batchSize: 5, seed: 5, schedule: .cosine(floor: 0.1), patience: 2)

  private func trainer<O: Optimizer>(
    _ optimizer: O
  ) throws -> Trainer<NaiveBackend<Float>, DigitCNN<B>, O> where O.B == B {
    Trainer(model: try DigitCNN(on: Autodiff(NaiveBackend<Float>()), seed: 5), optimizer: optimizer)
  }

  /// Trains, stopping after so many steps of this call; returns the reports of whole epochs
  /// without their times.
  private func fit<O: Optimizer>(
    _ trainer: inout Trainer<NaiveBackend<Float>, DigitCNN<B>, O>, stopAfter limit: Int = .max
  ) throws -> (outcome: TrainingOutcome, losses: [[Double?]]) where O.B == B {
    let data = try Self.images.get()
    var steps = 0
    var losses: [[Double?]] = []
    let outcome = try trainer.fit(
      data.training, validation: data.test, configuration: Self.configuration
    ) { event, _ in
      if case .stepEnded = event { steps += 1 }
      if case .epochEnded(let report) = event {
        losses.append([
          report.loss, report.accuracy, report.validation?.loss, report.learningRate,
        ])
      }
      return steps >= limit ? .stop : .proceed
    }
    return (outcome, losses)
  }

  private func expectExactResumption<O: Optimizer>(
    _ make: () throws -> O
  ) throws where O.B == B {
    var whole = try trainer(make())
    let expected = try fit(&whole)
    #expect(expected.losses.count == 3)
    // Four steps an epoch: in an epoch's middle, at its end, at the next one's first step.
    for step in [1, 3, 4, 5, 11, 12] {
      var first = try trainer(make())
      let before = try fit(&first, stopAfter: step)
      let bytes = try first.checkpoint(metadata: ["note": "kept"]).encoded()
      let archive = try WeightArchive(decoding: bytes)
      #expect(archive.metadata["note"] == "kept")
      #expect(archive.isCheckpoint && !archive.withoutTrainingState.isCheckpoint)

      var second = try trainer(make())
      try second.restore(archive)
      #expect(second.epochProgress == first.epochProgress)
      #expect(second.validationHistory == first.validationHistory)
      let after = try fit(&second)
      #expect(before.losses + after.losses == expected.losses)
      #expect(after.outcome.reason == expected.outcome.reason)
      #expect(try second.checkpoint().entries == whole.checkpoint().entries)
    }
  }

  @Test func resumptionIsExactWithAdam() throws {
    try expectExactResumption { try Adam<B>.adamW(weightDecay: 0.1) }
  }

  @Test func resumptionIsExactWithMomentum() throws {
    try expectExactResumption { try SGD<B>(momentum: 0.9) }
  }

  @Test func whatDoesNotFitChangesNothing() throws {
    var source = try trainer(Adam<B>())
    _ = try fit(&source, stopAfter: 2)
    let good = try source.checkpoint()
    for (message, damage) in Self.damages {
      var archive = good
      damage(&archive)
      var target = try trainer(Adam<B>())
      let before = try target.checkpoint()
      let error = #expect(throws: TensorError.self) { try target.restore(archive) }
      #expect(error?.description == message)
      #expect(try target.checkpoint() == before)
    }
  }

  private static let damages: [(message: String, damage: @Sendable (inout WeightArchive) -> Void)] =
    [
      ("load: conv1.weight is missing", { $0.entries.removeFirst() }),
      (
        "restore: not a checkpoint: its metadata lack 'training.step'",
        { $0.metadata["training.step"] = nil }
      ),
      (
        "restore: the checkpoint's metadata 'training.step' make no sense",
        { $0.metadata["training.step"] = "9223372036854775807" }
      ),
      (
        "restore: the checkpoint's metadata 'training.completed_epochs' make no sense",
        { $0.metadata["training.completed_epochs"] = "-1" }
      ),
      (
        "restore: the checkpoint's metadata 'training.completed_epochs' make no sense",
        { $0.metadata["training.completed_epochs"] = "1000000001" }
      ),
      (
        "restore: the checkpoint's metadata 'training.epoch.confusion' make no sense",
        { $0.metadata["training.epoch.ranks"] = "1,2,3" }
      ),
      (
        "restore: the checkpoint's metadata 'training.epoch.ranks' make no sense",
        { $0.metadata["training.epoch.ranks"] = "" }
      ),
      (
        "restore: the checkpoint's metadata 'training.epoch.loss_sum' make no sense",
        { $0.metadata["training.epoch.loss_sum"] = "nan" }
      ),
      (
        "restore: optimizer.0.conv1.weight has shape [8, 9], not [8, 1, 3, 3]",
        { archive in
          for index in archive.entries.indices
          where archive.entries[index].name == "optimizer.0.conv1.weight" {
            archive.entries[index].shape = [8, 9]
          }
        }
      ),
      (
        "restore: the optimizer's slots do not fit the parameters",
        { archive in archive.entries.removeAll { $0.name == "optimizer.0.conv1.weight" } }
      ),
    ]

  @Test func ruinedParametersAreNotSaved() throws {
    var trainer = try trainer(Adam<B>())
    var archive = try trainer.model.weights()
    archive.entries[1].scalars[0] = .nan
    try trainer.model.load(archive)
    let error = #expect(throws: TensorError.self) { try trainer.checkpoint() }
    #expect(error?.kind == .notFinite)
    #expect(error?.problem.hasPrefix("conv1.bias is no longer finite after step 0") == true)
  }

  @Test func anEpochOfOtherDataIsRefused() throws {
    var source = try trainer(Adam<B>())
    _ = try fit(&source, stopAfter: 3)
    let data = try Self.images.get()
    let error = #expect(throws: TensorError.self) {
      try source.fit(data.training.prefix(10), configuration: Self.configuration)
    }
    #expect(
      error?.problem
        == "the run to resume had done 3 steps of an epoch with 10 classes, but these examples "
        + "make 2 steps with 10 classes")
  }

  @Test func anEpochOfTooManyExamplesIsRefused() throws {
    var source = try trainer(Adam<B>())
    _ = try fit(&source, stopAfter: 3)
    var archive = try source.checkpoint()
    let counts = ["21"] + Array(repeating: "0", count: 99)
    archive.metadata["training.epoch.confusion"] = counts.joined(separator: ",")
    archive.metadata["training.epoch.ranks"] = counts.prefix(10).joined(separator: ",")
    try source.restore(archive)
    let error = #expect(throws: TensorError.self) { try fit(&source) }
    #expect(
      error?.problem
        == "the run to resume had seen 21 examples of an epoch, but there are 20")
  }
}

/// The list of backends that a tool offers.
@Suite struct BackendRegistryTests {
  @Test func backendsAreMadeByName() throws {
    var registry = BackendRegistry()
    registry.register("one", summary: "first") { _ in NaiveBackend<Float>() }
    registry.register("two", summary: "second") { configuration in
      throw TensorError("two", .argument, "\(configuration.threadCount) threads")
    }
    #expect(registry.names == ["one", "two"])
    #expect(try registry.make(named: "one").name == "naive")
    let error = #expect(throws: TensorError.self) {
      try registry.make(named: "two", BackendConfiguration(threadCount: 3))
    }
    #expect(error?.problem == "3 threads")
    registry.register("two", summary: "replaced") { _ in NaiveBackend<Float>() }
    #expect(registry.entries.map(\.summary) == ["first", "replaced"])
  }

  @Test func unknownNamesListTheKnownOnes() {
    var registry = BackendRegistry()
    registry.register("one", summary: "") { _ in NaiveBackend<Float>() }
    registry.register("two", summary: "") { _ in NaiveBackend<Float>() }
    let error = #expect(throws: UnknownBackendError.self) { try registry.make(named: "three") }
    #expect(error?.description == "there is no backend 'three'; known backends: one, two")
  }
}
