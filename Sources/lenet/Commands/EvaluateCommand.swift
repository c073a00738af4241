import ArgumentParser
import DLCore
import Datasets

/// `lenet evaluate`.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Measures a model on the test images of a data set.")

  @OptionGroup var weights: WeightsOptions
  @OptionGroup var backend: BackendOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var format: FormatOptions

  @Option(
    help: ArgumentHelp(
      "Also write what the model gives for each image, as safetensors.", valueName: "file"))
  var logits: String?

  @OptionGroup var handwriting: HandwritingOptions

  func validate() throws {
    guard handwriting.handwriting else { return }
    if logits != nil { throw ValidationError("--logits does not go with --handwriting") }
    if data.data != nil { throw ValidationError("--data does not go with --handwriting") }
  }

  func run() throws {
    let console = Console.standard
    if let logits { try Require.result("--logits", logits, apartFrom: weights.weights) }
    let stored = try weights.load(console: console)
    if handwriting.handwriting { return try examine(stored, on: try backend.make(), console) }
    let loaded = try LoadedData(data.data ?? "auto", limit: data.limit, console: console)
    try run(stored, loaded, on: try backend.make(), console)
  }

  private func run<B: Backend<Float>>(
    _ stored: StoredModel, _ data: LoadedData, on backend: B, _ console: Console
  ) throws {
    try report(try stored.make(on: backend), stored, data, backend.name, console)
  }

  private func examine<B: Backend<Float>>(
    _ stored: StoredModel, on backend: B, _ console: Console
  ) throws {
    func classifier(_ model: some Model<B>) throws -> Classifier<B> {
      try Classifier(model, scale: stored.scale, weights: stored.path)
    }
    let exam = HandwritingExam(
      classifier: try classifier(stored.make(on: backend)), console: console,
      mistakes: handwriting.mistakes)
    let rows = try exam.rows(
      handwriting.tests(limit: data.limit, console: console), ways: handwriting.chosenWays)
    let result = HandwritingResult(rows: rows, backend: backend.name, weights: stored.path)
    try Output.line(format.format == .json ? result.json.text : result.text)
  }

  private func report(
    _ model: some Model, _ stored: StoredModel, _ data: LoadedData, _ backend: String,
    _ console: Console
  ) throws {
    let examples = ScaledExamples(base: data.test, scale: stored.scale)
    let finished = try model.evaluate(examples, weights: stored.path, on: console)
    guard let evaluation = finished else { return }
    let result = EvaluationResult(
      evaluation: evaluation, data: data, backend: backend, weights: stored.path)
    try Output.line(format.format == .json ? result.json.text : result.text)
    if let logits { try LogitsFile.write(model, examples, to: logits) }
  }
}
