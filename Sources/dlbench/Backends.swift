import ArgumentParser

/// Lists the backends.
struct Backends: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backends", abstract: "List the backends and what they build on.")

  @Option(help: "text or json.")
  var format = OutputFormat.text

  func run() {
    switch format {
    case .text:
      for entry in KnownBackends.all { print("\(entry.name)\t\(entry.summary)") }
    case .json:
      let objects = KnownBackends.all.map {
        JSONText.object([("name", .string($0.name)), ("summary", .string($0.summary))])
      }
      print(JSONText.object([("backends", .array(objects))]).text)
    }
  }
}
