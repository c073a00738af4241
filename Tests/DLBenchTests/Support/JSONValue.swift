/// Any JSON.
enum JSONValue: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([JSONValue].self) {
      self = .array(array)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  /// The fields of an object.
  var fields: [String: JSONValue]? { if case .object(let fields) = self { fields } else { nil } }
  /// The items of an array.
  var items: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
  /// The number.
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  /// The text.
  var string: String? { if case .string(let string) = self { string } else { nil } }

  /// The name that JSON Schema has for it.
  var type: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
