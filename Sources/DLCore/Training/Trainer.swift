/// How to train.
public struct TrainingConfiguration: Hashable, Sendable {
  /// The number of passes over the training examples.
  public var epochs: Int
  /// The number of examples in a step.
  public var batchSize: Int
  /// The seed of shuffling and dropout.
  public var seed: UInt64
  /// How the learning rate changes.
  public var schedule: LearningRateSchedule
  /// The share of the target spread over all classes.
  public var labelSmoothing: Double
  /// The largest norm of a step's gradients; `nil` for no limit.
  public var gradientNorm: Double?
  /// Stop when the validation loss has not improved for this many epochs; `nil` for never.
  public var patience: Int?
  /// Stop when the validation accuracy reaches this; `nil` for never.
  public var targetAccuracy: Double?

  /// Creates a configuration.
  public init(
    epochs: Int, batchSize: Int, seed: UInt64, schedule: LearningRateSchedule = .constant,
    labelSmoothing: Double = 0, gradientNorm: Double? = nil, patience: Int? = nil,
    targetAccuracy: Double? = nil
  ) {
    self.epochs = epochs
    self.batchSize = batchSize
    self.seed = seed
    self.schedule = schedule
    self.labelSmoothing = labelSmoothing
    self.gradientNorm = gradientNorm
    self.patience = patience
    self.targetAccuracy = targetAccuracy
  }
}

/// Trains a classifier: shuffles, steps, validates, and tells an observer about it.
///
/// ```swift
/// let backend = Autodiff(BLASBackend())
/// var trainer = Trainer(model: try LeNet5(on: backend, seed: 1), optimizer: try Adam())
/// try trainer.fit(images, configuration: .init(epochs: 10, batchSize: 128, seed: 1)) { event in
///   print(event)
///   return .proceed
/// }
/// ```
///
/// Progress bars, logs and checkpoints are observers; the loop knows none of them. The same seed
/// gives the same run, bit for bit, on the same backend.
public struct Trainer<Base: Backend, M: Model, O: Optimizer>: Sendable
where M.B == Autodiff<Base>, O.B == Autodiff<Base> {
  /// The model.
  public var model: M
  /// The optimizer.
  public var optimizer: O
  /// The epochs completed so far; set it, with the model and the optimizer, to resume a run.
  public var completedEpochs = 0

  /// Creates a trainer.
  public init(model: M, optimizer: O) {
    self.model = model
    self.optimizer = optimizer
  }

  /// Trains until the configured end, early stopping, the target, or a directive to stop.
  ///
  /// - Parameters:
  ///   - training: The examples to learn from.
  ///   - validation: The examples to watch progress on, if any.
  ///   - configuration: Epochs, batch size, schedule, and when to stop.
  ///   - observer: Called with every event; what it throws ends the run and is passed on. The
  ///     trainer it is shown has everything that a checkpoint needs.
  /// - Throws: `TensorError` for an impossible configuration, or `.notFinite` when the loss is no
  ///   longer a finite number.
  @discardableResult
  public mutating func fit(
    _ training: some ExampleSource,
    validation: (some ExampleSource)? = ExampleSubset<NoExamples>?.none,
    configuration: TrainingConfiguration,
    observer: (TrainingEvent, borrowing Trainer) throws -> TrainingDirective = { _, _ in .proceed }
  ) throws -> TrainingOutcome {
    try configuration.validate()
    guard completedEpochs >= 0 else {
      throw TensorError(
        "training", .argument, "the epochs completed so far cannot be \(completedEpochs)")
    }
    let first = try EpochOrder(
      count: training.count, batchSize: configuration.batchSize, seed: configuration.seed, epoch: 0)
    let plan = TrainingPlan(
      epochs: configuration.epochs, stepsPerEpoch: first.batchCount, examples: training.count)
    let baseRate = optimizer.learningRate
    defer { optimizer.learningRate = baseRate }
    var stopping = EarlyStopping(patience: configuration.patience)
    var last: EpochReport?
    var reason = TrainingOutcome.Reason.finished

    var directive = try observer(.began(plan), self)
    while completedEpochs < configuration.epochs && reason == .finished {
      guard directive == .proceed else {
        reason = .interrupted
        break
      }
      var epoch = EpochRun(
        plan: plan, configuration: configuration, baseRate: baseRate,
        classes: training.classCount, epoch: completedEpochs)
      directive = try run(&epoch, training, observer)
      guard epoch.isComplete else {
        reason = .interrupted
        break
      }
      completedEpochs += 1
      let report = epoch.report(
        validation: try validation.map { source throws(TensorError) in
          try evaluate(source, batchSize: max(configuration.batchSize, 256))
        })
      last = report
      if try observer(.epochEnded(report), self) == .stop { directive = .stop }
      if configuration.isReached(by: report) {
        reason = .reachedTarget
      } else if stopping.shouldStop(after: report) {
        reason = .stoppedEarly
      }
    }
    let outcome = TrainingOutcome(reason: reason, epochs: completedEpochs, last: last)
    _ = try observer(.ended(outcome), self)
    return outcome
  }

  /// One step: forward, backward, update.
  ///
  /// - Returns: The mean loss and the logits, from before the update.
  public mutating func step(
    examples: Tensor<M.B>, labels: IndexTensor, configuration: TrainingConfiguration
  ) throws(TensorError) -> (loss: Double, logits: Tensor<M.B>) {
    var pass = Pass<M.B>.training(seed: configuration.seed, step: optimizer.state.step)
    var logits: Tensor<M.B>?
    var (loss, gradients) = try model.lossWithGradients { (model) throws(TensorError) in
      let output = try model.forward(examples, &pass)
      logits = output.detached()
      return try output.softmaxCrossEntropy(
        labels: labels, labelSmoothing: configuration.labelSmoothing)
    }
    let value = Double(try loss.scalar())
    guard value.isFinite, let logits else {
      throw TensorError(
        "training", .notFinite,
        "the loss is \(value) after \(optimizer.state.step) steps; try a smaller learning rate or gradient clipping"
      )
    }
    if let limit = configuration.gradientNorm { gradients = try gradients.clipped(toNorm: limit) }
    try optimizer.step(&model, gradients)
    try model.apply(pass.stateUpdates.mapValues { $0.detached() })
    return (value, logits)
  }

  /// The metrics of the model on a set of examples.
  ///
  /// - Throws: `TensorError` if the examples do not fit the model, or there are none.
  public func evaluate(
    _ examples: some ExampleSource, batchSize: Int = 256
  ) throws(TensorError) -> ClassificationMetrics {
    try model.evaluate(examples, batchSize: batchSize)
  }

  /// Runs the steps of one epoch until its end or a directive to stop.
  private mutating func run(
    _ epoch: inout EpochRun, _ training: some ExampleSource,
    _ observer: (TrainingEvent, borrowing Trainer) throws -> TrainingDirective
  ) throws -> TrainingDirective {
    let order = try EpochOrder(
      count: training.count, batchSize: epoch.configuration.batchSize,
      seed: epoch.configuration.seed, epoch: epoch.epoch)
    while !epoch.isComplete {
      let clock = ContinuousClock()
      let start = clock.now
      let batch = try training.batch(order.batch(epoch.step), on: backend)
      optimizer.learningRate = epoch.learningRate
      let (loss, logits) = try step(
        examples: batch.examples, labels: batch.labels, configuration: epoch.configuration)
      try epoch.metrics.add(logits: logits, labels: batch.labels, meanLoss: loss)
      epoch.step += 1
      epoch.seconds += (clock.now - start) / .seconds(1)
      if try observer(.stepEnded(epoch.stepReport), self) == .stop { return .stop }
    }
    return .proceed
  }

  private var backend: M.B {
    get throws(TensorError) {
      guard let first = try model.parameters.first else {
        throw TensorError("training", .parameter, "the model has no parameters to train")
      }
      return first.tensor.backend
    }
  }
}

extension Model {
  /// The metrics of the model on a set of examples.
  ///
  /// - Throws: `TensorError` if the examples do not fit the model, or there are none.
  public func evaluate(
    _ examples: some ExampleSource, batchSize: Int = 256
  ) throws(TensorError) -> ClassificationMetrics {
    guard let backend = try parameters.first?.tensor.backend else {
      throw TensorError("evaluate", .parameter, "the model has no parameters")
    }
    let order = try EpochOrder(
      sequential: examples.count, batchSize: min(batchSize, max(examples.count, 1)))
    var metrics = ClassificationMetrics(classes: examples.classCount)
    for index in 0..<order.batchCount {
      let batch = try examples.batch(order.batch(index), on: backend)
      let logits = try self(batch.examples)
      let loss = try logits.softmaxCrossEntropy(labels: batch.labels).scalar()
      try metrics.add(logits: logits, labels: batch.labels, meanLoss: Double(loss))
    }
    return metrics
  }
}

/// The state of an epoch while it runs.
private struct EpochRun {
  let plan: TrainingPlan
  let configuration: TrainingConfiguration
  let baseRate: Double
  /// The epoch, from 0.
  let epoch: Int
  /// The steps done.
  var step = 0
  var seconds = 0.0
  var metrics: ClassificationMetrics

  init(
    plan: TrainingPlan, configuration: TrainingConfiguration, baseRate: Double, classes: Int,
    epoch: Int
  ) {
    self.plan = plan
    self.configuration = configuration
    self.baseRate = baseRate
    self.epoch = epoch
    metrics = ClassificationMetrics(classes: classes)
  }

  var isComplete: Bool { step == plan.stepsPerEpoch }

  /// The rate of the next step.
  var learningRate: Double { rate(of: step) }

  var stepReport: StepReport {
    StepReport(
      epoch: epoch + 1, step: step, loss: metrics.loss, accuracy: metrics.accuracy,
      learningRate: rate(of: step - 1), examples: metrics.count)
  }

  func report(validation: ClassificationMetrics?) -> EpochReport {
    EpochReport(
      epoch: epoch + 1, loss: metrics.loss, accuracy: metrics.accuracy, validation: validation,
      learningRate: rate(of: step - 1), examples: metrics.count, trainingSeconds: seconds)
  }

  private func rate(of step: Int) -> Double {
    let total = plan.epochs * plan.stepsPerEpoch
    return baseRate
      * configuration.schedule.factor(step: epoch * plan.stepsPerEpoch + step, of: total)
  }
}

/// Watches the validation loss for improvement.
private struct EarlyStopping {
  let patience: Int?
  var best = Double.infinity
  var epochsSinceBest = 0

  init(patience: Int?) { self.patience = patience }

  mutating func shouldStop(after report: EpochReport) -> Bool {
    guard let patience, let loss = report.validation?.loss else { return false }
    if loss < best {
      best = loss
      epochsSinceBest = 0
    } else {
      epochsSinceBest += 1
    }
    return epochsSinceBest >= patience
  }
}

extension TrainingConfiguration {
  /// Checks the numbers that the loop itself uses.
  func validate() throws(TensorError) {
    func require(_ condition: Bool, _ problem: String) throws(TensorError) {
      guard condition else { throw TensorError("training", .argument, problem) }
    }
    // The limit keeps the number of steps of a run from overflowing.
    try require(
      (1...1_000_000_000).contains(epochs),
      "the number of epochs must lie in 1...1000000000, but is \(epochs)")
    try require(
      labelSmoothing >= 0 && labelSmoothing < 1,
      "label smoothing must lie in 0..<1, but is \(labelSmoothing)")
    try validate(schedule)
    if let patience {
      try require(patience >= 1, "early stopping takes at least 1 epoch, not \(patience)")
    }
    if let targetAccuracy {
      try require(
        targetAccuracy > 0 && targetAccuracy <= 1,
        "the target accuracy must lie above 0 and up to 1, but is \(targetAccuracy)")
    }
  }

  /// Checks the numbers of a schedule, of which some would give a rate that is no number.
  private func validate(_ schedule: LearningRateSchedule) throws(TensorError) {
    let problem: String? =
      switch schedule {
      case .constant: nil
      case .step(let stages, _) where stages < 1:
        "the stages of the learning rate must be at least 1, not \(stages)"
      case .step(_, let factor) where !(factor >= 0 && factor.isFinite):
        "the factor of the learning rate must be a number of at least 0, but is \(factor)"
      case .cosine(let floor) where !(0...1).contains(floor):
        "the floor of the learning rate must lie in 0...1, but is \(floor)"
      case .oneCycle(let warmup) where !(0...1).contains(warmup):
        "the warm-up must lie in 0...1 of the run, but is \(warmup)"
      case .step, .cosine, .oneCycle: nil
      }
    if let problem { throw TensorError("training", .argument, problem) }
  }

  func isReached(by report: EpochReport) -> Bool {
    guard let targetAccuracy, let validation = report.validation else { return false }
    return validation.accuracy >= targetAccuracy
  }
}

/// A source of nothing, for where no validation examples are given.
public struct NoExamples: ExampleSource {
  /// None.
  public var count: Int { 0 }
  /// That of a scalar.
  public var exampleShape: Shape { [] }
  /// None.
  public var classCount: Int { 0 }
  /// Never asked for.
  public func label(at index: Int) -> Int { 0 }
  /// Never asked for.
  public func write<Scalar: BackendScalar>(
    _ indices: ArraySlice<Int>, into examples: inout MutableSpan<Scalar>
  ) {}
}
