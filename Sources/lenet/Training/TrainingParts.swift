import DLCore
import Datasets

/// Images to learn from, and images to watch progress on.
struct TrainingParts {
  let training: AugmentedExamples<ExampleSubset<LabeledImages>>
  let validation: ExampleSubset<LabeledImages>?

  /// Splits the training images as the settings ask; throws where no step could be made of them.
  init(_ images: LabeledImages, _ settings: RunSettings) throws {
    let (training, validation) = try Self.split(images, settings)
    self.validation = validation
    self.training = AugmentedExamples(
      training, settings.augment == true ? .standard : .none, seed: settings.seed)
    guard settings.batchSize <= training.count else {
      throw ToolError.usage(
        "--batch-size \(settings.batchSize) is larger than the \(training.count) training "
          + "images; give 1 to \(training.count)")
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
