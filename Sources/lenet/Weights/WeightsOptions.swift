import ArgumentParser
import PretrainedModels
import RunReport

/// Which weights to use.
struct WeightsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The weights (default: the pretrained LeNet-5 that is part of this program).",
      valueName: "file"))
  var weights: String?

  /// The model in the file, or else the pretrained one, of which the console is told.
  func load(console: Console) throws -> StoredModel {
    if let weights { return try StoredModel(weights) }
    let accuracy = Format.percent(PretrainedLeNet5.testAccuracy)
    console.line("\(Tool.name): using the pretrained LeNet-5 (\(accuracy) on MNIST's test images)")
    return try StoredModel.pretrained()
  }
}
