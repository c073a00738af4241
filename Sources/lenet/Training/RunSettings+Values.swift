import Foundation

extension RunSettings {
  /// A setting of any type.
  enum Value: Decodable, Equatable {
    case flag(Bool)
    case whole(UInt64)
    case decimal(Double)
    case word(String)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let value = try? container.decode(Bool.self) {
        self = .flag(value)
      } else if let value = try? container.decode(UInt64.self) {
        self = .whole(value)
      } else if let value = try? container.decode(Double.self) {
        self = .decimal(value)
      } else {
        self = .word(try container.decode(String.self))
      }
    }

    /// Whether it is a number, but no whole one from 0 to so much.
    func isNumber(outside range: ClosedRange<UInt64>) -> Bool {
      switch self {
      case .whole(let value): !range.contains(value)
      case .decimal: true
      case .flag, .word: false
      }
    }

    /// What follows an option that is given: nothing for a flag.
    var words: [String] {
      if case .flag = self { [] } else { [text] }
    }

    /// The value as an option has it.
    var text: String {
      switch self {
      case .flag(let value): "\(value)"
      case .whole(let value): "\(value)"
      case .decimal(let value): "\(value)"
      case .word(let value): value
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
    CodingKeys.trainingImages.rawValue, CodingKeys.changedOnTheWay.rawValue,
    CodingKeys.version.rawValue,
  ]

  /// The option of a key.
  static func option(_ key: String) -> String {
    "--" + key.split(separator: "_").joined(separator: "-")
  }

  /// The command that repeats the run, with every option that is set.
  package var command: String {
    get throws {
      let values = try values
      let options = CodingKeys.allCases.map(\.rawValue).flatMap { key -> [String] in
        guard let value = values[key], value != .flag(false), !Self.foundOut.contains(key) else {
          return []
        }
        return [Self.option(key)] + value.words.map(Shell.quoted)
      }
      return (["\(Tool.name) train"] + options).joined(separator: " ")
    }
  }
}
