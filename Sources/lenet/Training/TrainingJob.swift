import DLCore
import Datasets
import FileAccess
import Models
import RunReport
import StandardBackends

/// A run of `lenet train` from its settings to its result.
struct TrainingJob {
  let settings: RunSettings
  let folder: RunFolder
  private let lock: FolderLock
  let data: LoadedData
  let format: ResultFormat
  let console: Console
  let interruption: Interruption
  let results: ResultLines

  /// Starts a new run.
  static func run(
    _ settings: RunSettings, place: RunPlace, format: ResultFormat, console: Console
  ) throws {
    let data = try load(settings, console)
    if let count = settings.trainingImages, count != data.training.count {
      throw ToolError.failed(
        "the run to repeat had \(count) training images, \(data.name) from \(data.source) has "
          + "\(data.training.count)")
    }
    try start(settings, data, format, console) {
      try place.claim(model: settings.model, data: data.label)
    }
  }

  /// Goes on with a run.
  static func run(
    _ settings: RunSettings, folder: RunFolder, format: ResultFormat, console: Console
  ) throws {
    let lock = try folder.lock()
    let data = try load(settings, console)
    guard settings.trainingImages == data.training.count else {
      throw ToolError.failed(
        "\(folder.path): the run had \(settings.trainingImages ?? 0) training images, "
          + "\(data.name) from \(data.source) has \(data.training.count)")
    }
    try start(settings, data, format, console) { (folder, lock) }
  }

  private static func load(_ settings: RunSettings, _ console: Console) throws -> LoadedData {
    try LoadedData(settings.data, limit: settings.limit, console: console)
  }

  /// Asks for the folder only once data and settings are known to suit each other.
  private static func start(
    _ settings: RunSettings, _ data: LoadedData, _ format: ResultFormat, _ console: Console,
    in place: () throws -> (RunFolder, FolderLock)
  ) throws {
    let interruption = Interruption(console: console)
    console.line(data.summary)
    var settings = settings
    settings.trainingImages = data.training.count
    // What `auto` was this time, so that it is the same next time.
    if settings.data == DatasetChoice.auto.description { settings.data = data.label }
    if settings.needsValidation, settings.validationSplit == nil {
      settings.validationSplit = RunSettings.usualValidationSplit
      console.line(
        "\(Tool.name): setting \(Format.percent(RunSettings.usualValidationSplit)) of the training "
          + "images aside for validation (--validation-split says how many)")
    }
    let parts = try TrainingParts(data.training, settings)
    let backend = try BackendRegistry.standard.make(
      named: settings.backend, BackendConfiguration(threadCount: settings.threads))
    let (folder, lock) = try place()
    let job = TrainingJob(
      settings: settings, folder: folder, lock: lock, data: data, format: format,
      console: console, interruption: interruption, results: ResultLines(console: console))
    try withExtendedLifetime(lock) { try job.run(on: backend, parts) }
  }

  private func run<B: Backend<Float>>(on base: B, _ parts: TrainingParts) throws {
    let backend = Autodiff(base)
    let model = try settings.modelChoice.make(on: backend, seed: settings.seed)
    let optimizer = try settings.optimizerChoice.make(
      learningRate: settings.learningRate, weightDecay: settings.weightDecay, on: backend)
    try train(model, optimizer, parts, on: base)
  }

  private func train<B: Backend<Float>, M: Model, O: Optimizer>(
    _ model: M, _ optimizer: O, _ parts: TrainingParts, on base: B
  ) throws where M.B == Autodiff<B>, O.B == Autodiff<B> {
    var trainer = Trainer(model: model, optimizer: optimizer)
    let isResumed = try folder.restoreCheckpoint(
      warn: { console.line("\(Tool.name): warning: \($0)") }, { try trainer.restore($0) })
    try requireEnoughEpochs(begun: trainer.completedEpochs + (trainer.epochProgress == nil ? 0 : 1))
    try folder.settings.write(settings)
    try folder.keepMetrics(ofEpochs: trainer.completedEpochs)
    if isResumed { console.line("resuming \(Self.position(of: trainer))") }
    var log = EventLog(folder, console)
    log.begin(with: try folder.readMetrics())
    let outcome = try fit(&trainer, parts, log: &log)
    console.clearStatus()
    // Also where not a step was done: weights without a checkpoint could not be gone on with.
    if trainer.epochProgress != nil || outcome.epochs == 0 {
      try folder.save(checkpoint: try trainer.checkpoint())
    }
    try save(trainer.model, epochs: outcome.epochs, accuracy: nil)
    let test = outcome.reason == .interrupted ? nil : try test(trainer.model)
    guard let test else {
      // Before the first epoch's end there is nothing to tell.
      if outcome.epochs > 0 {
        _ = report(trainer.model, .interrupted, test: nil, parts: parts, on: base)
      }
      throw interrupted()
    }
    let metrics = test.evaluation.metrics
    try save(trainer.model, epochs: outcome.epochs, accuracy: metrics.accuracy)
    log.add(metrics, epoch: outcome.epochs)
    let page = report(trainer.model, .init(outcome.reason), test: test, parts: parts, on: base)
    let result = TrainingResult(
      outcome: outcome, test: metrics, backend: base.name, threads: base.threadCount,
      data: data, weights: folder.weights, report: page)
    results.line(format == .json ? result.json.text : result.text)
    try results.requireAllWritten()
  }

  /// A run cannot be made shorter than it is: its weights have learned from what it did.
  private func requireEnoughEpochs(begun: Int) throws(ToolError) {
    guard settings.epochs < begun else { return }
    throw .usage(
      "--epochs \(settings.epochs): the run in \(folder.path) has come to epoch \(begun); give "
        + "\(begun) or more")
  }

  /// Trains; of a loss that is no number, it says what can be done about it with this tool.
  private func fit<Base: Backend, M: Model, O: Optimizer>(
    _ trainer: inout Trainer<Base, M, O>, _ parts: TrainingParts, log: inout EventLog
  ) throws -> TrainingOutcome {
    var observer = TrainingObserver(job: self, log: log)
    defer { log = observer.log }
    do {
      return try trainer.fit(
        parts.training, validation: parts.validation, configuration: try settings.configuration,
        observer: { try observer.hear($0, trainer: $1) })
    } catch let error as TensorError where error.kind == .notFinite {
      let steps = Format.count(trainer.optimizer.state.step, "step")
      throw ToolError.failed(
        "training diverged after \(steps): the loss or a weight is not a finite number; "
          + advice)
    }
  }

  /// What helps against weights that grow without bound.
  private var advice: String {
    let rate = "start again with a --learning-rate below \(settings.learningRate)"
    // Decay that takes away more than there is makes weights swing.
    guard settings.weightDecay >= 1 else { return rate }
    return rate + ", or a --weight-decay below \(settings.weightDecay)"
  }

  /// Where a training that goes on had come to.
  private static func position<Base: Backend, M: Model, O: Optimizer>(
    of trainer: borrowing Trainer<Base, M, O>
  ) -> String {
    let epochs = trainer.completedEpochs
    guard trainer.epochProgress == nil else { return "in the middle of epoch \(epochs + 1)" }
    return "after \(Format.count(epochs, "epoch"))"
  }

  /// Writes the weights with what is worth knowing about them.
  private func save(_ model: some Model, epochs: Int, accuracy: Double?) throws {
    var metadata = [
      "dataset": data.label, "seed": "\(settings.seed)", "epochs": "\(epochs)",
      "version": Tool.version,
    ]
    metadata.merge(InputScale.unit.metadata) { $1 }
    metadata["accuracy"] = accuracy.map { "\($0)" }
    try WeightFile.write(try model.weights(metadata: metadata), to: folder.weights)
  }

  /// Tells how to go on, and ends.
  private func interrupted() -> EarlyExit {
    let command = folder.resumeCommand
    console.line("\(Tool.name): interrupted, all is saved; to go on: \(command)")
    if format == .json {
      results.line(
        .object([
          ("event", .string("interrupted")), ("weights", .string(folder.weights)),
          ("resume", .string(command)),
        ]))
    }
    return EarlyExit(status: .interrupted)
  }
}
