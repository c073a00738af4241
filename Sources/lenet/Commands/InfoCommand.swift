import ArgumentParser
import BackendNaive
import DLCore
import Models
import StandardBackends

/// `lenet info`.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Describes a model, its weights, and the backends there are.",
    discussion: "Without any weights, it describes the model that 'lenet train' would make.")

  @OptionGroup var weights: WeightsOptions
  @OptionGroup var format: FormatOptions

  func run() throws {
    let stored = try (weights.weights ?? WeightsOptions.newest).map(StoredModel.init)
    let choice = stored?.choice ?? .lenet5
    let backend = NaiveBackend<Float>()
    let model = try stored?.make(on: backend) ?? choice.make(on: backend, seed: 0)
    let report = ModelReport(
      choice: choice, summary: try Self.summary(model), stored: stored,
      backends: BackendRegistry.standard)
    try Output.line(format.format == .json ? report.json.text : report.text)
  }

  private static func summary<M: Model>(_ model: M) throws -> Summary {
    try Summary(model, input: M.inputShape)
  }
}
