/// The part of JSON Schema (draft 2020-12) that this package's schema uses.
///
/// A keyword that is not known here is a mistake, so that none is taken to be checked that is not.
struct SchemaCheck {
  let root: JSONValue

  /// What is wrong with a document: a line for each mistake, with its place.
  func mistakes(in document: JSONValue) -> [String] { mistakes(document, root, at: "$") }

  private func mistakes(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    guard let rules = schema.fields else { return ["\(place): there is no such definition"] }
    return rules.flatMap { keyword, rule -> [String] in
      switch keyword {
      case "$schema", "$defs", "title", "description": []
      case "$ref": mistakes(value, definition(rule), at: place)
      case "required", "properties", "additionalProperties":
        mistakesOfObject(value, keyword, rule, rules, at: place)
      case "items":
        (value.items ?? []).enumerated().flatMap { index, item in
          mistakes(item, rule, at: "\(place)[\(index)]")
        }
      default: holds(value, keyword, rule, at: place) ? [] : ["\(place) breaks \(keyword): \(rule)"]
      }
    }
  }

  private func mistakesOfObject(
    _ value: JSONValue, _ keyword: String, _ rule: JSONValue, _ rules: [String: JSONValue],
    at place: String
  ) -> [String] {
    guard let fields = value.fields else { return [] }
    switch keyword {
    case "required":
      return (rule.items ?? []).compactMap(\.string).filter { fields[$0] == nil }
        .map { "\(place).\($0) is missing" }
    case "properties":
      return fields.flatMap { name, value in
        rule.fields?[name].map { mistakes(value, $0, at: "\(place).\(name)") } ?? []
      }
    default:
      let known = rules["properties"]?.fields ?? [:]
      return fields.keys.filter { known[$0] == nil }.map { "\(place).\($0) is not in the schema" }
    }
  }

  /// Whether a simple rule holds; one that is not known does not.
  private func holds(
    _ value: JSONValue, _ keyword: String, _ rule: JSONValue, at place: String
  ) -> Bool {
    switch keyword {
    case "type": (rule.items ?? [rule]).contains { Self.isOf($0.string ?? "", value) }
    case "enum": rule.items?.contains(value) ?? false
    case "anyOf": rule.items?.contains { mistakes(value, $0, at: place).isEmpty } ?? false
    case "minimum": value.number.map { $0 >= rule.number ?? .infinity } ?? true
    case "exclusiveMinimum": value.number.map { $0 > rule.number ?? .infinity } ?? true
    case "minItems": value.items.map { Double($0.count) >= rule.number ?? .infinity } ?? true
    case "maxItems": value.items.map { Double($0.count) <= rule.number ?? 0 } ?? true
    default: false
    }
  }

  private func definition(_ reference: JSONValue) -> JSONValue {
    let name = reference.string?.split(separator: "/").last.map(String.init) ?? ""
    return root.fields?["$defs"]?.fields?[name] ?? .null
  }

  private static func isOf(_ type: String, _ value: JSONValue) -> Bool {
    if type == "integer", let number = value.number { return number == number.rounded() }
    return value.type == type
  }
}
