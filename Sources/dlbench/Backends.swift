import ArgumentParser
import BackendBLAS
import BackendSIMD
import Benchmarking

/// Lists the backends.
struct Backends: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backends", abstract: "List the backends and what they build on.")

  @Option(help: "text or json.")
  var format = OutputFormat.text

  func run() throws {
    let backends = KnownBackends.all.map {
      Listing.Item(name: $0.name, summary: $0.summary, detail: Self.detail(of: $0.name))
    }
    switch format {
    case .text:
      for backend in backends {
        print(
          [backend.name, backend.summary, backend.detail].compactMap(\.self).joined(separator: "\t")
        )
      }
    case .json:
      print(try Listing(backends: backends).jsonText(pretty: false))
    }
  }

  /// What a backend of this build has chosen on this machine.
  private static func detail(of name: String) -> String? {
    switch name {
    case "simd":
      let sets = InstructionSet.allCases.filter { $0 <= .best }.map(\.name)
      return "\(InstructionSet.chosen.name) of \(sets.joined(separator: ", "))"
    case "blas": return BLASBackend.libraryDescription
    default: return nil
    }
  }

  /// What the JSON form holds.
  private struct Listing: Encodable {
    struct Item: Encodable {
      let name: String
      let summary: String
      let detail: String?
    }

    let backends: [Item]
  }
}
