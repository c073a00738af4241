import ArgumentParser
import Models

/// How to train; options that are not given are nil, so that `--resume` can tell.
struct TrainOptions: ParsableArguments {
  @Option(help: "The model: \(Self.modelNames) (default: lenet5).")
  var model: String?

  @Option(
    parsing: .unconditional,
    help: "The number of passes over the training images, 1 to 100000 (default: 10).",
    transform: Require.whole)
  var epochs: Int?

  @Option(
    parsing: .unconditional, help: "The number of images in a step, from 1 (default: 128).",
    transform: Require.whole)
  var batchSize: Int?

  @Option(
    parsing: .unconditional,
    help: "The seed of all that is random; same seed, same result (default: 42).",
    transform: Require.whole)
  var seed: UInt64?

  @Option(help: "The optimizer: adam, adamw, sgd (with momentum 0.9) (default: adam).")
  var optimizer: String?

  @Option(
    parsing: .unconditional,
    help: "The highest learning rate, above 0 (default: 0.004; sgd: 0.05).",
    transform: Require.decimal)
  var learningRate: Double?

  @Option(
    help: "How the learning rate changes: constant, step, cosine, one-cycle (default: one-cycle).")
  var schedule: String?

  @Option(
    parsing: .unconditional, help: "The weight decay, 0 or more (default: 0; adamw: 0.01).",
    transform: Require.decimal)
  var weightDecay: Double?

  @Flag(
    help: ArgumentHelp(
      "Vary the training images anew in every epoch.",
      discussion: "Shifts, turns, scales, slants and bends them, and makes strokes thicker and "
        + "thinner, down to one pixel."))
  var augment = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Also learn from so many digits drawn by this program, 1 to 1000000 (default: none).",
      discussion: "They are written in ways that MNIST lacks, such as a 1 with a long flag.",
      valueName: "count"), transform: Require.whole)
  var drawn: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Set this share of the training images aside to watch progress on, above 0 and below 1.",
      discussion: "Without it none, or 0.05 where --early-stopping or --target-accuracy need some.",
      valueName: "share"), transform: Require.decimal)
  var validationSplit: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Stop when the validation loss has not improved for so many epochs.", valueName: "epochs"),
    transform: Require.whole)
  var earlyStopping: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Stop when the validation accuracy reaches this share, above 0 and at most 1.",
      valueName: "share"), transform: Require.decimal)
  var targetAccuracy: Double?

  private static let modelNames = ModelChoice.allCases.map(\.rawValue).joined(separator: ", ")

  /// Puts the given options into a run's settings, without the optimizer and its numbers.
  func apply(to settings: inout RunSettings) {
    settings.model = model ?? settings.model
    settings.epochs = epochs ?? settings.epochs
    settings.batchSize = batchSize ?? settings.batchSize
    settings.seed = seed ?? settings.seed
    settings.schedule = schedule ?? settings.schedule
    settings.augment = augment ? true : settings.augment
    settings.drawn = drawn ?? settings.drawn
    settings.validationSplit = validationSplit ?? settings.validationSplit
    settings.earlyStopping = earlyStopping ?? settings.earlyStopping
    settings.targetAccuracy = targetAccuracy ?? settings.targetAccuracy
  }

  /// The options that a resumed run takes from its folder.
  var fixedInResumedRun: [(String, Any?)] {
    [
      ("--model", model), ("--batch-size", batchSize), ("--seed", seed),
      ("--optimizer", optimizer), ("--learning-rate", learningRate), ("--schedule", schedule),
      ("--weight-decay", weightDecay), ("--augment", augment ? true : nil),
      ("--drawn", drawn), ("--validation-split", validationSplit),
      ("--early-stopping", earlyStopping), ("--target-accuracy", targetAccuracy),
    ]
  }
}
