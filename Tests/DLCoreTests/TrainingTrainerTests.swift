import BackendNaive
import DLCore
import Testing

@Suite("The training loop")
struct TrainingTrainerTests {
  private let toy = ToyPoints(50)

  private func configuration(
    _ epochs: Int, schedule: LearningRateSchedule = .constant
  ) -> TrainingConfiguration {
    TrainingConfiguration(epochs: epochs, batchSize: 16, seed: 3, schedule: schedule)
  }

  @Test("It learns")
  func learns() throws {
    var trainer = try toyTrainer()
    let outcome = try trainer.fit(ToyPoints(400), configuration: configuration(25))
    #expect(outcome.reason == .finished && outcome.epochs == 25)
    #expect(try trainer.evaluate(ToyPoints(200, seed: 2)).accuracy > 0.93)
  }

  @Test("Events come in order, with numbers that count up")
  func events() throws {
    var lines: [String] = []
    var trainer = try toyTrainer()
    try trainer.fit(toy, validation: ToyPoints(20, seed: 2), configuration: configuration(2)) {
      event, trainer in
      switch event {
      case .began(let plan):
        lines.append("began \(plan.epochs) \(plan.stepsPerEpoch) \(plan.examples)")
      case .stepEnded(let report):
        lines.append("step \(report.epoch) \(report.step) \(report.examples)")
      case .epochEnded(let report):
        lines.append("epoch \(report.epoch) \(report.examples) \(report.validation?.count ?? 0)")
        #expect(trainer.completedEpochs == report.epoch)
      case .ended(let outcome): lines.append("ended \(outcome.reason) \(outcome.epochs)")
      }
      return .proceed
    }
    let steps = [16, 32, 48, 50].enumerated().map { "\($0.offset + 1) \($0.element)" }
    #expect(
      lines == ["began 2 4 50"] + steps.map { "step 1 \($0)" } + ["epoch 1 50 20"]
        + steps.map { "step 2 \($0)" } + ["epoch 2 50 20", "ended finished 2"])
  }

  @Test("The same seed gives the same weights, bit for bit; another gives others")
  func determinism() throws {
    func weights(_ seed: UInt64) throws -> [[Float]] {
      var trainer = try toyTrainer()
      var configuration = configuration(3)
      configuration.seed = seed
      try trainer.fit(toy, configuration: configuration)
      return try trainer.model.parameters.map(\.tensor.scalars)
    }
    #expect(try weights(3) == weights(3))
    #expect(try weights(3) != weights(4))
  }

  @Test("Every epoch sees its own examples, also one that is gone on with in its middle")
  func examplesOfEpochs() throws {
    let epochs = EpochList()
    let moving = MovingPoints(points: toy) { epochs.add($0) }
    let part = ExampleSubset(moving, indices: 0..<toy.count)
    var whole = try toyTrainer()
    try whole.fit(part, configuration: configuration(3))
    #expect(epochs.all == [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2])

    var cut = try toyTrainer()
    try cut.fit(part, configuration: configuration(3)) { event, _ in
      guard case .stepEnded(let step) = event else { return .proceed }
      return step.epoch == 2 && step.step == 3 ? .stop : .proceed
    }
    var resumed = try toyTrainer(seed: 9)
    try resumed.restore(try cut.checkpoint())
    try resumed.fit(part, configuration: configuration(3))
    #expect(
      try resumed.model.parameters.map(\.tensor.scalars)
        == whole.model.parameters.map(\.tensor.scalars))
  }

  @Test("A resumed run ends as one that was not interrupted")
  func resumption() throws {
    var whole = try toyTrainer()
    try whole.fit(toy, configuration: configuration(4, schedule: .cosine(floor: 0.1)))
    var first = try toyTrainer()
    try first.fit(toy, configuration: configuration(4, schedule: .cosine(floor: 0.1))) {
      event, _ in
      if case .epochEnded(let report) = event, report.epoch == 2 { return .stop }
      return .proceed
    }
    var second = try toyTrainer(seed: 9)
    try second.restore(try first.checkpoint())
    try second.fit(toy, configuration: configuration(4, schedule: .cosine(floor: 0.1)))
    #expect(
      try second.model.parameters.map(\.tensor.scalars)
        == whole.model.parameters.map(\.tensor.scalars))
  }

  @Test("A directive to stop ends the run there", arguments: ["began", "step", "epoch", "last"])
  func stopping(_ place: String) throws {
    var trainer = try toyTrainer()
    var last: TrainingOutcome?
    let outcome = try trainer.fit(toy, configuration: configuration(3)) { event, _ in
      switch event {
      case .began: return place == "began" ? .stop : .proceed
      case .stepEnded(let report):
        let isLast = place == "last" && report.step == 4
        return isLast || place == "step" && report.step == 2 ? .stop : .proceed
      case .epochEnded: return place == "epoch" ? .stop : .proceed
      case .ended(let outcome):
        last = outcome
        return .proceed
      }
    }
    #expect(outcome.reason == .interrupted)
    #expect(outcome.epochs == (place == "epoch" || place == "last" ? 1 : 0))
    #expect(last == outcome)
    #expect(trainer.optimizer.state.step == ["began": 0, "step": 2, "epoch": 4, "last": 4][place])
  }

  @Test("It stops early when the validation loss no longer falls")
  func earlyStopping() throws {
    var trainer = try toyTrainer(rate: 0)
    var configuration = configuration(50)
    configuration.patience = 3
    let outcome = try trainer.fit(toy, validation: toy, configuration: configuration)
    #expect(outcome.reason == .stoppedEarly)
    #expect(outcome.epochs == 4, "one that sets the best, three that do not better it")
  }

  @Test("It stops at the target accuracy")
  func target() throws {
    var trainer = try toyTrainer()
    var configuration = configuration(100)
    configuration.targetAccuracy = 0.8
    let outcome = try trainer.fit(toy, validation: toy, configuration: configuration)
    #expect(outcome.reason == .reachedTarget)
    #expect(outcome.epochs < 100)
    #expect(try #require(outcome.last?.validation).accuracy >= 0.8)
  }

  @Test("The schedule sets the rate of every step, and the base rate comes back")
  func schedule() throws {
    var rates: [Double] = []
    var trainer = try toyTrainer(rate: 0.5)
    try trainer.fit(
      toy, configuration: configuration(2, schedule: .step(stages: 2, factor: 0.25))
    ) { event, trainer in
      if case .stepEnded(let report) = event {
        rates.append(report.learningRate)
        #expect(trainer.optimizer.learningRate == report.learningRate)
      }
      return .proceed
    }
    #expect(rates == [0.5, 0.5, 0.5, 0.5, 0.125, 0.125, 0.125, 0.125])
    #expect(trainer.optimizer.learningRate == 0.5)
  }

  @Test("What an observer throws ends the run")
  func throwingObserver() throws {
    struct Enough: Error {}
    var trainer = try toyTrainer(rate: 0.5)
    #expect(throws: Enough.self) {
      try trainer.fit(toy, configuration: configuration(2, schedule: .cosine(floor: 0))) {
        event, _ in
        if case .stepEnded = event { throw Enough() }
        return .proceed
      }
    }
    #expect(trainer.optimizer.learningRate == 0.5)
  }

  @Test("A loss that is not finite is an error, and the weights stay as they were")
  func notFinite() throws {
    var broken = toy
    broken.points[7] = [.nan, 1]
    var trainer = try toyTrainer()
    let before = try trainer.model.parameters.map(\.tensor.scalars)
    var whole = configuration(1)
    whole.batchSize = 50
    #expect(
      message { try trainer.fit(broken, configuration: whole) }
        == "training: the loss is not a number after 0 steps; try a smaller learning rate or "
        + "gradient clipping")
    #expect(try trainer.model.parameters.map(\.tensor.scalars) == before)
  }

  @Test("The norm of a step's gradients is limited")
  func clipping() throws {
    func moved(limit: Double?) throws -> Float {
      let backend = Learning(NaiveBackend())
      let model = try ToyModel(on: backend, seed: 1)
      var trainer = Trainer(model: model, optimizer: try SGD(learningRate: 1))
      var configuration = configuration(1)
      configuration.gradientNorm = limit
      let batch = try toy.batch(Array(0..<50)[...], on: backend)
      _ = try trainer.step(
        examples: batch.examples, labels: batch.labels, configuration: configuration)
      let pairs = zip(try model.parameters, try trainer.model.parameters)
      let squares = pairs.flatMap { old, new in
        zip(old.tensor.scalars, new.tensor.scalars).map { ($0 - $1) * ($0 - $1) }
      }
      return squares.reduce(0, +).squareRoot()
    }
    #expect(try moved(limit: nil) > 0.25)
    #expect(abs(try moved(limit: 0.125) - 0.125) < 1e-5)
  }

  @Test("An evaluation counts every example once, whatever the batch", arguments: [1, 7, 50, 256])
  func evaluation(_ batchSize: Int) throws {
    let trainer = try toyTrainer()
    let found = try trainer.evaluate(toy, batchSize: batchSize)
    let whole = try trainer.evaluate(toy, batchSize: 50)
    #expect(found.count == 50)
    #expect(found.confusion == whole.confusion)
    #expect(abs(found.loss - whole.loss) < 1e-6)
  }

  @Test("Impossible configurations are named", arguments: mistakes)
  func inConfiguration(_ mistake: Mistake) { #expect(message(mistake.make) == mistake.expected) }

  /// What `fit` says to a configuration changed by `change`.
  private static func fit(_ change: (inout TrainingConfiguration) -> Void) throws {
    var configuration = TrainingConfiguration(epochs: 1, batchSize: 16, seed: 1)
    change(&configuration)
    var trainer = try toyTrainer()
    try trainer.fit(ToyPoints(50), configuration: configuration)
  }

  private static let mistakes: [Mistake] =
    [0, -1, .min, .max].map { epochs in
      Mistake("training: the number of epochs must lie in 1...1000000000, but is \(epochs)") {
        try fit { $0.epochs = epochs }
      }
    }
    + [0, 51, .max].map { size in
      Mistake(
        "batches: the batch size must lie in 1...50, the number of examples, but is \(size)"
      ) { try fit { $0.batchSize = size } }
    } + [
      Mistake("training: label smoothing must lie in 0..<1, but is 1.0") {
        try fit { $0.labelSmoothing = 1 }
      },
      Mistake("training: early stopping takes at least 1 epoch, not 0") {
        try fit { $0.patience = 0 }
      },
      Mistake("training: the target accuracy must lie above 0 and up to 1, but is nan") {
        try fit { $0.targetAccuracy = .nan }
      },
      Mistake("training: the warm-up must lie in 0...1 of the run, but is nan") {
        try fit { $0.schedule = .oneCycle(warmup: .nan) }
      },
      Mistake("training: the floor of the learning rate must lie in 0...1, but is -1.0") {
        try fit { $0.schedule = .cosine(floor: -1) }
      },
      Mistake("training: the stages of the learning rate must be at least 1, not 0") {
        try fit { $0.schedule = .step(stages: 0, factor: 0.5) }
      },
      Mistake(
        "training: the factor of the learning rate must be a number of at least 0, but is inf"
      ) { try fit { $0.schedule = .step(stages: 2, factor: .infinity) } },
      Mistake("clip: the norm must be limited to more than 0, not -1.0") {
        try fit { $0.gradientNorm = -1 }
      },
      Mistake("batches: the number of examples must lie in 1...2147483647, but is 0") {
        _ = try toyTrainer().evaluate(ToyPoints(0))
      },
      Mistake("batches: the batch size must lie in 1...5, the number of examples, but is 0") {
        _ = try toyTrainer().evaluate(ToyPoints(5), batchSize: 0)
      },
    ]
}
