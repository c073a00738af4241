import ArgumentParser
import FileAccess
import Foundation
import ToolSupport

/// `config.json`: the settings of a run.
package struct SettingsFile {
  let path: String

  /// The settings at a path.
  package init(path: String) { self.path = path }

  /// Reads the settings, each of them checked; the error names the file and the key.
  func read() throws -> RunSettings { try decode(try Files.read(path, limit: 1 << 20)) }

  /// The settings in a file's content, each of them checked.
  package func decode(_ bytes: [UInt8]) throws -> RunSettings {
    let settings: RunSettings
    do {
      let decoder = JSONDecoder()
      let values = try decoder.decode([String: RunSettings.Value].self, from: Data(bytes))
      try requireKnownKeys(values)
      try requireWholeNumbers(values)
      settings = try decoder.decode(RunSettings.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw FileError(path: path, problem: "is not the settings of a run: \(Self.reason(error))")
    }
    do {
      try settings.validate()
    } catch let error as ValidationError {
      throw FileError(path: path, problem: Self.namingKeys(error.message).printableLine)
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

  /// Checked here, because the decoder does not say which number it cannot take.
  private func requireWholeNumbers(_ values: [String: RunSettings.Value]) throws(FileError) {
    for key in RunSettings.CodingKeys.allCases where Self.wholeNumbers.contains(key) {
      let largest = key == .seed ? UInt64.max : UInt64(Int.max)
      guard let value = values[key.rawValue], value.isNumber(outside: 0...largest) else { continue }
      throw FileError(
        path: path,
        problem: "'\(key.rawValue)' must be a whole number from 0 to \(largest), but is "
          + value.text)
    }
  }

  private static let wholeNumbers: Set<RunSettings.CodingKeys> = [
    .threads, .limit, .epochs, .drawn, .batchSize, .seed, .earlyStopping, .trainingImages,
  ]

  /// A message about an option as one about its key: `--batch-size must …`, `'batch_size' must …`.
  private static func namingKeys(_ message: String) -> String {
    for key in RunSettings.CodingKeys.allCases.map(\.rawValue) {
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
      "'\(context.codingPath.map(\.stringValue).joined(separator: ".").printable)' has the wrong "
        + "type"
    default: "it is not well-formed JSON, or has a number that is out of range"
    }
  }
}
