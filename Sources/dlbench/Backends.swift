import ArgumentParser
import Benchmarking

/// Lists the backends.
struct Backends: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backends", abstract: "List the backends and what they build on.")

  @Option(help: "text or json.")
  var format = OutputFormat.text

  func run() throws {
    switch format {
    case .text:
      for entry in KnownBackends.all { print("\(entry.name)\t\(entry.summary)") }
    case .json:
      let backends = KnownBackends.all.map { Listing.Item(name: $0.name, summary: $0.summary) }
      print(try Listing(backends: backends).jsonText(pretty: false))
    }
  }

  /// What the JSON form holds.
  private struct Listing: Encodable {
    struct Item: Encodable {
      let name: String
      let summary: String
    }

    let backends: [Item]
  }
}
