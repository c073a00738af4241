import ArgumentParser
import DLCore
import Datasets
import Models
import StandardBackends

/// Everything needed to repeat a run: what `config.json` holds.
package struct RunSettings: Codable, Equatable {
  var backend: String
  var threads: Int
  package var data = "auto"
  package var limit: Int?
  var model = ModelChoice.lenet5.rawValue
  var epochs = 10
  var batchSize = 128
  var seed: UInt64 = 42
  var optimizer = OptimizerChoice.adam.rawValue
  var learningRate: Double
  var schedule = ScheduleChoice.oneCycle.rawValue
  var weightDecay: Double
  /// Whether training images are varied; without a value they are not.
  var augment: Bool?
  /// Digits drawn by the program that are learned from besides the training images.
  var drawn: Int?
  package var validationSplit: Double?
  package var earlyStopping: Int?
  package var targetAccuracy: Double?
  /// The training images of the data, validation included; known once they are loaded.
  package var trainingImages: Int?
  /// Whether epochs or backend were changed on the way, so that doing the run again gives others.
  var changedOnTheWay: Bool?
  /// The tool's version.
  var version = Tool.version

  /// The usual settings, but for what depends on the machine and the optimizer.
  package init(backend: String, threads: Int, learningRate: Double, weightDecay: Double) {
    self.backend = backend
    self.threads = threads
    self.learningRate = learningRate
    self.weightDecay = weightDecay
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case backend, threads, data, limit, model, epochs, seed, optimizer, schedule, augment, drawn
    case version
    case batchSize = "batch_size"
    case learningRate = "learning_rate"
    case weightDecay = "weight_decay"
    case validationSplit = "validation_split"
    case earlyStopping = "early_stopping"
    case targetAccuracy = "target_accuracy"
    case trainingImages = "training_images"
    case changedOnTheWay = "changed_on_the_way"
  }

  /// The share of the training images that is watched where only its use was asked for.
  static let usualValidationSplit = 0.05

  /// Whether something is asked for that needs validation images.
  var needsValidation: Bool { earlyStopping != nil || targetAccuracy != nil }

  /// Checks every value that is not checked elsewhere.
  package func validate() throws {
    let backends = BackendRegistry.standard.names
    guard backends.contains(backend) else {
      throw ValidationError("--backend: \(UnknownBackendError(name: backend, known: backends))")
    }
    let _: ModelChoice = try modelChoice
    let _: OptimizerChoice = try optimizerChoice
    let _: ScheduleChoice = try scheduleChoice
    try Require.range("--threads", threads, 1...1024)
    try Require.range("--epochs", epochs, 1...100_000)
    try Require.range("--batch-size", batchSize, 1...1_000_000)
    if let limit { try Require.range("--limit", limit, 1...Int.max) }
    try Require.number("--learning-rate", learningRate, "above 0") { $0 > 0 }
    try Require.number("--weight-decay", weightDecay, "at least 0") { $0 >= 0 }
    if let drawn { try Require.range("--drawn", drawn, 1...SyntheticDigits.largestCount) }
    if let validationSplit {
      try Require.number("--validation-split", validationSplit, "above 0 and below 1") {
        $0 > 0 && $0 < 1
      }
    }
    if let earlyStopping { try Require.range("--early-stopping", earlyStopping, 1...Int.max) }
    if let targetAccuracy {
      try Require.number("--target-accuracy", targetAccuracy, "above 0 and at most 1") {
        $0 > 0 && $0 <= 1
      }
    }
  }

  var modelChoice: ModelChoice {
    get throws { try Require.choice("--model", model, "model") }
  }

  var optimizerChoice: OptimizerChoice {
    get throws { try Require.choice("--optimizer", optimizer, "optimizer") }
  }

  var scheduleChoice: ScheduleChoice {
    get throws { try Require.choice("--schedule", schedule, "schedule") }
  }

  /// The settings as the training loop takes them.
  var configuration: TrainingConfiguration {
    get throws {
      TrainingConfiguration(
        epochs: epochs, batchSize: batchSize, seed: seed, schedule: try scheduleChoice.schedule,
        patience: earlyStopping, targetAccuracy: targetAccuracy)
    }
  }
}
