import ArgumentParser

/// The command that compares and verifies backends.
struct DLBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dlbench", abstract: "Compare and verify the backends of DLCore.",
    subcommands: [Compare.self, Verify.self, Backends.self, Peak.self, Trace.self],
    defaultSubcommand: Compare.self)
}

/// How results are written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}
