/// One epoch of a run: which one it is, and its learning rates and reports.
struct EpochRun {
  let plan: TrainingPlan
  let configuration: TrainingConfiguration
  let baseRate: Double
  /// The epoch, from 0.
  let epoch: Int

  /// The rate of a step of this epoch, counted from 0.
  func learningRate(of step: Int) -> Double {
    let total = plan.epochs * plan.stepsPerEpoch
    return baseRate
      * configuration.schedule.factor(step: epoch * plan.stepsPerEpoch + step, of: total)
  }

  func stepReport(_ progress: EpochProgress) -> StepReport {
    StepReport(
      epoch: epoch + 1, step: progress.steps, loss: progress.metrics.loss,
      accuracy: progress.metrics.accuracy, learningRate: learningRate(of: progress.steps - 1),
      examples: progress.metrics.count)
  }

  func report(_ progress: EpochProgress, validation: ClassificationMetrics?) -> EpochReport {
    EpochReport(
      epoch: epoch + 1, loss: progress.metrics.loss, accuracy: progress.metrics.accuracy,
      validation: validation, learningRate: learningRate(of: progress.steps - 1),
      examples: progress.metrics.count, trainingSeconds: progress.seconds)
  }
}

/// How far an epoch has come, so that it can be gone on with in its middle.
public struct EpochProgress: Hashable, Sendable {
  /// The steps done.
  public internal(set) var steps = 0
  /// The seconds that they took.
  public internal(set) var seconds = 0.0
  /// The metrics of the examples so far, as they were seen.
  public internal(set) var metrics: ClassificationMetrics

  /// Creates the progress of an epoch that is about to begin.
  init(classes: Int) { metrics = ClassificationMetrics(classes: classes) }

  /// Checks that an epoch in its middle belongs to the examples it is gone on with.
  func requireFit(_ plan: TrainingPlan, classes: Int) throws(TensorError) {
    guard metrics.classes == classes, steps <= plan.stepsPerEpoch else {
      throw TensorError(
        "training", .argument,
        "the run to resume had done \(steps) steps of an epoch with \(metrics.classes) classes, "
          + "but these examples make \(plan.stepsPerEpoch) steps with \(classes) classes")
    }
    guard metrics.count <= plan.examples else {
      throw TensorError(
        "training", .argument,
        "the run to resume had seen \(metrics.count) examples of an epoch, but there are "
          + "\(plan.examples)")
    }
  }
}

/// What a run has seen of its validation examples: what early stopping and the target go by.
public struct ValidationHistory: Hashable, Sendable {
  /// The lowest loss so far; infinite before the first.
  public internal(set) var bestLoss = Double.infinity
  /// The epochs since the loss was lowest.
  public internal(set) var epochsSinceBest = 0
  /// The accuracy after the last epoch.
  public internal(set) var accuracy: Double?

  mutating func add(_ report: EpochReport) {
    guard let validation = report.validation else { return }
    accuracy = validation.accuracy
    if validation.loss < bestLoss {
      bestLoss = validation.loss
      epochsSinceBest = 0
    } else {
      epochsSinceBest += 1
    }
  }

  /// Why a run should end here, if it should.
  func reasonToStop(_ configuration: TrainingConfiguration) -> TrainingOutcome.Reason? {
    if let target = configuration.targetAccuracy, let accuracy, accuracy >= target {
      return .reachedTarget
    }
    if let patience = configuration.patience, epochsSinceBest >= patience { return .stoppedEarly }
    return nil
  }
}
