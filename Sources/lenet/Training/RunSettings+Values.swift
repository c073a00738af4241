import Foundation

extension RunSettings {
  /// A setting as text, whatever its type.
  struct Value: Decodable, Equatable {
    let text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let value = try? container.decode(Bool.self) {
        text = "\(value)"
      } else if let value = try? container.decode(UInt64.self) {
        text = "\(value)"
      } else if let value = try? container.decode(Double.self) {
        text = "\(value)"
      } else {
        text = try container.decode(String.self)
      }
    }
  }

  /// The settings by their keys in the configuration file; what is not set is not there.
  var values: [String: Value] {
    get throws {
      try JSONDecoder().decode([String: Value].self, from: try JSONEncoder().encode(self))
    }
  }

  /// The settings that are no options of the command: they are found out.
  static let foundOut: Set<String> = [
    CodingKeys.trainingImages.rawValue, CodingKeys.version.rawValue,
  ]

  /// The option of a key.
  static func option(_ key: String) -> String {
    "--" + key.split(separator: "_").joined(separator: "-")
  }

  /// The command that repeats the run, with every option that is set.
  var command: String {
    get throws {
      let values = try values
      let options = CodingKeys.allCases.map(\.rawValue).flatMap { key -> [String] in
        guard let value = values[key]?.text, !Self.foundOut.contains(key) else { return [] }
        switch value {
        case "true": return [Self.option(key)]
        case "false": return []
        default: return [Self.option(key), Shell.quoted(value)]
        }
      }
      return (["\(Tool.name) train"] + options).joined(separator: " ")
    }
  }
}
