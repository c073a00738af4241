import ArgumentParser
import FileAccess
import Foundation

/// `config.json`: the settings of a run.
struct SettingsFile {
  let path: String

  /// Reads the settings, each of them checked; the error names the file and the key.
  func read() throws -> RunSettings {
    let bytes = try Files.read(path, limit: 1 << 20)
    let settings: RunSettings
    do {
      let decoder = JSONDecoder()
      settings = try decoder.decode(RunSettings.self, from: Data(bytes))
      try requireKnownKeys(try decoder.decode([String: RunSettings.Value].self, from: Data(bytes)))
    } catch let error as DecodingError {
      throw FileError(path: path, problem: "is not the settings of a run: \(Self.reason(error))")
    }
    do {
      try settings.validate()
    } catch let error as ValidationError {
      throw FileError(path: path, problem: Self.namingKeys(error.message))
    }
    return settings
  }

  func write(_ settings: RunSettings) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try Files.writeAtomically(Array(try encoder.encode(settings)) + [0x0A], to: path)
  }

  /// A key that is misspelt would otherwise be as good as not there.
  private func requireKnownKeys(_ values: [String: RunSettings.Value]) throws(FileError) {
    let known = RunSettings.CodingKeys.allCases.map(\.rawValue)
    guard let unknown = values.keys.sorted().first(where: { !known.contains($0) }) else { return }
    throw FileError(
      path: path,
      problem: "has the unknown key '\(unknown.printable)'; known: "
        + known.sorted().joined(separator: ", "))
  }

  /// A message about an option as one about its key: `--batch-size must …`, `'batch_size' must …`.
  private static func namingKeys(_ message: String) -> String {
    let keys = RunSettings.CodingKeys.allCases.map(\.rawValue)
    for key in keys {
      let option = RunSettings.option(key)
      guard message.hasPrefix(option) else { continue }
      let rest = message.dropFirst(option.count)
      if rest.hasPrefix(" ") || rest.hasPrefix(":") { return "'\(key)'\(rest)" }
    }
    return message
  }

  private static func reason(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, _): "'\(key.stringValue.printable)' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "'\(key(context))' has the wrong type"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      "'\(key(context))' is a number that is out of range"
    default: "it is not well-formed JSON, or has a number that is out of range"
    }
  }

  private static func key(_ context: DecodingError.Context) -> String {
    context.codingPath.map(\.stringValue).joined(separator: ".").printable
  }
}
