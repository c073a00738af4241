import ArgumentParser

/// The command that compares and verifies backends.
struct DLBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dlbench", abstract: "Verify and compare the backends of DLCore.",
    subcommands: [Verify.self, Backends.self, Peak.self, Trace.self])
}

/// How results are written.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}
