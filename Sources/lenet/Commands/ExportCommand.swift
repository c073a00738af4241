import ArgumentParser
import BackendNaive
import DLCore
import FileAccess
import Models
import ONNXExport

/// `lenet export`.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes a model in a format of other programs.",
    discussion: """
      An ONNX model takes pictures of [N, 1, 28, 28], light ink on black from 0 to 1, as 'image', \
      and gives 'logits' of [N, 10].
      """)

  @OptionGroup var weights: WeightsOptions

  @Option(help: ArgumentHelp("Write ONNX, for ONNX Runtime and Netron.", valueName: "file"))
  var onnx: String

  func run() throws {
    try Require.result("--onnx", onnx, apartFrom: weights.weights)
    let stored = try weights.load(console: .standard)
    let model = try export(try stored.make(on: NaiveBackend<Float>()), stored)
    try Files.writeAtomically(model.bytes, to: onnx)
    if !Files.isStandardOutput(onnx) { try Output.line(onnx) }
  }

  private func export(_ model: some Model, _ stored: StoredModel) throws -> ONNXModel {
    var description = ONNXModel.Description()
    description.producer = Tool.name
    description.producerVersion = Tool.version
    description.documentation =
      "\(model.name) for handwritten digits: pictures of 28x28, light ink on black, from 0 to 1, "
      + "to logits of the digits 0 to 9."
    description.metadata = stored.archive.metadata
    description.metadata["model"] = stored.choice.rawValue
    // The graph scales its input by them itself.
    description.metadata["mean"] = nil
    description.metadata["std"] = nil
    return try ONNXModel(
      model, mean: stored.scale.mean, deviation: stored.scale.deviation, description: description)
  }
}
