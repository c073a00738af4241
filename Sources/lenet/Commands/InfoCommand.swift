import ArgumentParser
import BackendNaive
import DLCore
import StandardBackends

/// `lenet info`.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Describes a model, its weights, and the backends there are.")

  @OptionGroup var weights: WeightsOptions
  @OptionGroup var format: FormatOptions

  func run() throws {
    let stored = try weights.load(console: .standard)
    let model = try stored.make(on: NaiveBackend<Float>())
    let report = ModelReport(
      summary: try Self.summary(model), stored: stored, backends: BackendRegistry.standard)
    try Output.line(format.format == .json ? report.json.text : report.text)
  }

  private static func summary<M: Model>(_ model: M) throws -> Summary {
    try Summary(model, input: M.inputShape)
  }
}
