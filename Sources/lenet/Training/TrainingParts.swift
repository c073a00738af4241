import DLCore
import Datasets

/// Images to learn from, and images to watch progress on.
struct TrainingParts {
  let training: AugmentedExamples<ExampleSubset<LabeledImages>>
  let validation: ExampleSubset<LabeledImages>?

  /// Splits the training images as the settings ask; throws where no step could be made of them.
  init(_ images: LabeledImages, _ settings: RunSettings) throws {
    var (training, validation) = try Self.split(images, settings)
    if let drawn = settings.drawn {
      training = try Self.adding(drawn, to: training, seed: settings.seed)
    }
    self.validation = validation
    self.training = AugmentedExamples(
      training, settings.augment == true ? .standard : .none, seed: settings.seed)
    guard settings.batchSize <= training.count else {
      throw ToolError.usage(
        "--batch-size \(settings.batchSize) is larger than the \(training.count) training "
          + "images; give 1 to \(training.count)")
    }
  }

  /// Adds digits that the program draws, to learn from only.
  private static func adding(
    _ count: Int, to training: ExampleSubset<LabeledImages>, seed: UInt64
  ) throws -> ExampleSubset<LabeledImages> {
    let drawn = try SyntheticDigits.make(trainingCount: count, testCount: 1, seed: seed).training
    do {
      let all = try training.whole.appending(drawn)
      return ExampleSubset(
        all, indices: training.indices + Array(training.whole.count..<all.count))
    } catch {
      throw ToolError.usage("--drawn: \(error)")
    }
  }

  private static func split(
    _ images: LabeledImages, _ settings: RunSettings
  ) throws -> (ExampleSubset<LabeledImages>, ExampleSubset<LabeledImages>?) {
    guard let share = settings.validationSplit else {
      return (ExampleSubset(images, indices: 0..<images.count), nil)
    }
    do {
      let (training, validation) = try images.split(
        validationFraction: share, seed: settings.seed)
      return (training, validation)
    } catch {
      throw ToolError.usage("--validation-split: \(error.problem)")
    }
  }
}
