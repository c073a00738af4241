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
/// try trainer.fit(images, configuration: .init(epochs: 10, batchSize: 128, seed: 1)) { event, _ in
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
  /// The epochs completed so far.
  public internal(set) var completedEpochs = 0
  /// The epoch that has begun and is not completed; `nil` between epochs.
  public internal(set) var epochProgress: EpochProgress?
  /// What has been seen of the validation examples.
  public internal(set) var validationHistory = ValidationHistory()

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
    let first = try EpochOrder(
      count: training.count, batchSize: configuration.batchSize, seed: configuration.seed, epoch: 0)
    let plan = TrainingPlan(
      epochs: configuration.epochs, stepsPerEpoch: first.batchCount, examples: training.count)
    let baseRate = optimizer.learningRate
    defer { optimizer.learningRate = baseRate }
    try epochProgress?.requireFit(plan, classes: training.classCount)
    var last: EpochReport?

    var directive = try observer(.began(plan), self)
    var reason = validationHistory.reasonToStop(configuration)
    while completedEpochs < configuration.epochs && reason == nil {
      guard directive == .proceed else {
        reason = .interrupted
        break
      }
      let epoch = EpochRun(
        plan: plan, configuration: configuration, baseRate: baseRate, epoch: completedEpochs)
      directive = try run(epoch, training, observer)
      guard let progress = epochProgress, progress.steps == plan.stepsPerEpoch else {
        reason = .interrupted
        break
      }
      let report = epoch.report(
        progress,
        validation: try validation.map { source throws(TensorError) in
          try evaluate(source, batchSize: max(configuration.batchSize, 256))
        })
      completedEpochs += 1
      epochProgress = nil
      validationHistory.add(report)
      last = report
      if try observer(.epochEnded(report), self) == .stop { directive = .stop }
      reason = validationHistory.reasonToStop(configuration)
    }
    let outcome = TrainingOutcome(
      reason: reason ?? .finished, epochs: completedEpochs, last: last)
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
        "the loss is \(value.isNaN ? "not a number" : "infinite") after "
          + "\(optimizer.state.step) steps; try a smaller learning rate or gradient clipping")
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
    _ epoch: EpochRun, _ training: some ExampleSource,
    _ observer: (TrainingEvent, borrowing Trainer) throws -> TrainingDirective
  ) throws -> TrainingDirective {
    let order = try EpochOrder(
      count: training.count, batchSize: epoch.configuration.batchSize,
      seed: epoch.configuration.seed, epoch: epoch.epoch)
    let examples = training.examples(ofEpoch: epoch.epoch)
    let backend = try backend
    let begun = epochProgress?.steps ?? 0
    epochProgress = epochProgress ?? EpochProgress(classes: training.classCount)
    for number in begun..<epoch.plan.stepsPerEpoch {
      let clock = ContinuousClock()
      let start = clock.now
      let batch = try examples.batch(order.batch(number), on: backend)
      optimizer.learningRate = epoch.learningRate(of: number)
      let (loss, logits) = try step(
        examples: batch.examples, labels: batch.labels, configuration: epoch.configuration)
      try epochProgress?.metrics.add(logits: logits, labels: batch.labels, meanLoss: loss)
      epochProgress?.steps = number + 1
      epochProgress?.seconds += (clock.now - start) / .seconds(1)
      guard let report = epochProgress.map(epoch.stepReport) else { continue }
      if try observer(.stepEnded(report), self) == .stop { return .stop }
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
  /// - Parameters:
  ///   - examples: The examples.
  ///   - batchSize: How many are computed at once; the result does not depend on it.
  ///   - observer: Called after each batch; `.stop` makes the metrics so far the result.
  /// - Throws: `TensorError` if the examples do not fit the model, or there are none.
  public func evaluate(
    _ examples: some ExampleSource, batchSize: Int = 256,
    observer: (EvaluationBatch<B>) -> TrainingDirective = { _ in .proceed }
  ) throws(TensorError) -> ClassificationMetrics {
    guard let backend = try parameters.first?.tensor.backend else {
      throw TensorError("evaluate", .parameter, "the model has no parameters")
    }
    return try evaluated(examples, batchSize: batchSize, on: backend, observer) {
      (batch) throws(TensorError) in try self(batch)
    }
  }
}

extension Predictor {
  /// The metrics of the model on a set of examples.
  ///
  /// - Parameters:
  ///   - examples: The examples.
  ///   - batchSize: How many are computed at once; the result does not depend on it.
  ///   - observer: Called after each batch; `.stop` makes the metrics so far the result.
  /// - Throws: `TensorError` if the examples do not fit the model, or there are none.
  public func evaluate(
    _ examples: some ExampleSource, batchSize: Int = 256,
    observer: (EvaluationBatch<B>) -> TrainingDirective = { _ in .proceed }
  ) throws(TensorError) -> ClassificationMetrics {
    try evaluated(examples, batchSize: batchSize, on: backend, observer) {
      (batch) throws(TensorError) in try self(batch)
    }
  }
}

/// The metrics of what `logits` gives for a set of examples.
private func evaluated<B: Backend>(
  _ examples: some ExampleSource, batchSize: Int, on backend: B,
  _ observer: (EvaluationBatch<B>) -> TrainingDirective,
  _ logits: (Tensor<B>) throws(TensorError) -> Tensor<B>
) throws(TensorError) -> ClassificationMetrics {
  let order = try EpochOrder(
    sequential: examples.count, batchSize: min(batchSize, max(examples.count, 1)))
  var metrics = ClassificationMetrics(classes: examples.classCount)
  for index in 0..<order.batchCount {
    let positions = order.batch(index)
    let batch = try examples.batch(positions, on: backend)
    let logits = try logits(batch.examples)
    let loss = try logits.softmaxCrossEntropy(labels: batch.labels).scalar()
    try metrics.add(logits: logits, labels: batch.labels, meanLoss: Double(loss))
    let done = EvaluationBatch(positions: positions, logits: logits, metrics: metrics)
    if observer(done) == .stop { break }
  }
  return metrics
}

extension TrainingConfiguration {
  /// The limit keeps the numbers of steps and of examples of a run from overflowing.
  static let largestEpochs = 1_000_000_000

  /// Checks the numbers that the loop itself uses.
  func validate() throws(TensorError) {
    func require(_ condition: Bool, _ problem: String) throws(TensorError) {
      guard condition else { throw TensorError("training", .argument, problem) }
    }
    try require(
      (1...Self.largestEpochs).contains(epochs),
      "the number of epochs must lie in 1...\(Self.largestEpochs), but is \(epochs)")
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
