/// What a training loop tells its observers.
public enum TrainingEvent: Sendable {
  /// The run begins.
  case began(TrainingPlan)
  /// A step is done.
  case stepEnded(StepReport)
  /// An epoch is done.
  case epochEnded(EpochReport)
  /// The run is over.
  case ended(TrainingOutcome)
}

/// What an observer wants the loop to do.
public enum TrainingDirective: Hashable, Sendable {
  /// Go on.
  case proceed
  /// Stop after this step or epoch, keeping what was learned.
  case stop
}

/// How long a run will be.
public struct TrainingPlan: Hashable, Sendable {
  /// The number of epochs.
  public let epochs: Int
  /// The number of steps in an epoch.
  public let stepsPerEpoch: Int
  /// The number of training examples.
  public let examples: Int
}

/// One step of training.
public struct StepReport: Hashable, Sendable {
  /// The epoch, from 1.
  public let epoch: Int
  /// The step within the epoch, from 1.
  public let step: Int
  /// The mean loss of the epoch so far.
  public let loss: Double
  /// The accuracy of the epoch so far.
  public let accuracy: Double
  /// The learning rate of the step.
  public let learningRate: Double
  /// The examples seen in the epoch so far.
  public let examples: Int
}

/// One epoch of training.
public struct EpochReport: Hashable, Sendable {
  /// The epoch, from 1.
  public let epoch: Int
  /// The mean loss over the training examples, as they were seen.
  public let loss: Double
  /// The accuracy over the training examples, as they were seen.
  public let accuracy: Double
  /// The metrics on the validation examples, if there are any.
  public let validation: ClassificationMetrics?
  /// The learning rate of the last step.
  public let learningRate: Double
  /// The examples seen.
  public let examples: Int
  /// The seconds that the training steps took.
  public let trainingSeconds: Double

  /// Training examples in a second.
  public var examplesPerSecond: Double { Double(examples) / trainingSeconds }
}

/// How a run ended.
public struct TrainingOutcome: Hashable, Sendable {
  /// Why the loop stopped.
  public enum Reason: String, Hashable, Sendable {
    /// All epochs are done.
    case finished
    /// The validation loss has not improved for the given number of epochs.
    case stoppedEarly
    /// The validation accuracy has reached the target.
    case reachedTarget
    /// An observer asked to stop.
    case interrupted
  }

  /// Why the loop stopped.
  public let reason: Reason
  /// The epochs that were completed.
  public let epochs: Int
  /// The report of the last completed epoch.
  public let last: EpochReport?
}
