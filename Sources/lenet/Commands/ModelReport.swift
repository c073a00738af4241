import DLCore
import Models
import RunReport
import StandardBackends
import ToolSupport

/// What `lenet info` prints.
struct ModelReport {
  let summary: Summary
  let stored: StoredModel
  let backends: BackendRegistry

  var json: JSON {
    .object([
      ("version", .string(Tool.version)), ("model", .string(stored.choice.rawValue)),
      ("parameters", .int(summary.parameters)), ("multiply_adds", .int(summary.multiplyAdds)),
      ("layers", .array(summary.rows.map(Self.layer))),
      ("weights", .string(stored.path)),
      ("metadata", .object(metadata.map { ($0.key, .string($0.value)) })),
      ("backends", .array(backends.entries.map(Self.backend))),
      ("default_backend", .string(backends.defaultName)),
      ("models", .array(ModelChoice.allCases.map { .string($0.rawValue) })),
    ])
  }

  var text: String {
    let weights =
      ["", "Weights   \(stored.path.printableLine)"]
      + metadata.map { "  \(Format.left($0.key.printable, 10))\($0.value.printable)" }
    let listed = backends.entries.map { entry in
      let mark = entry.name == backends.defaultName ? " (default)" : ""
      return "  \(Format.left(entry.name, 10))\(entry.summary)\(mark)"
    }
    return ([summary.description] + weights + ["", "Backends"] + listed)
      .joined(separator: "\n")
  }

  private var metadata: [(key: String, value: String)] {
    stored.archive.metadata.sorted { $0.key < $1.key }
  }

  private static func layer(_ row: Summary.Row) -> JSON {
    .object([
      ("layer", .string(row.layer)), ("output", .array(row.output.extents.map(JSON.int))),
      ("parameters", .int(row.parameters)), ("multiply_adds", .int(row.multiplyAdds)),
    ])
  }

  private static func backend(_ entry: BackendRegistry.Entry) -> JSON {
    .object([("name", .string(entry.name)), ("summary", .string(entry.summary))])
  }
}
