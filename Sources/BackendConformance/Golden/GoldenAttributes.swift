import DLCore

/// What a case says of its operation: text by key, such as `pads=1,1,1,1;op=Conv`.
struct GoldenAttributes: Sendable {
  private var values: [String: String] = [:]

  /// Reads `key=value` pairs between semicolons.
  init(parsing text: String) throws(TensorError) {
    for pair in text.split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw Self.error("'\(pair)' is not a pair key=value") }
      values[String(parts[0])] = String(parts[1])
    }
  }

  /// The text of an attribute, if there is one.
  subscript(key: String) -> String? { values[key] }

  /// The text of an attribute that must be there.
  func text(_ key: String) throws(TensorError) -> String {
    guard let text = values[key] else { throw Self.error("has no attribute \(key)") }
    return text
  }

  /// Whole numbers between commas; none for an empty or missing attribute.
  func integers(_ key: String) throws(TensorError) -> [Int] {
    try (values[key] ?? "").split(separator: ",").map { part throws(TensorError) in
      // 32 bits, so that sums and products of two cannot overflow an Int.
      guard let number = Int32(part) else {
        throw Self.error("attribute \(key) has '\(part)', which is no whole number of 32 bits")
      }
      return Int(number)
    }
  }

  /// A whole number, or a default.
  func integer(_ key: String, default missing: Int) throws(TensorError) -> Int {
    try integers(key).first ?? missing
  }

  /// Whether an attribute is a number other than 0.
  func isSet(_ key: String) throws(TensorError) -> Bool { try integer(key, default: 0) != 0 }

  /// Numbers between commas; none for an empty or missing attribute.
  func numbers(_ key: String) throws(TensorError) -> [Double] {
    try (values[key] ?? "").split(separator: ",").map { part throws(TensorError) in
      guard let number = Double(part) else {
        throw Self.error("attribute \(key) has '\(part)', which is no number")
      }
      return number
    }
  }

  /// A number, or a default.
  func number(_ key: String, default missing: Double) throws(TensorError) -> Double {
    try numbers(key).first ?? missing
  }

  /// An error in a case's description.
  static func error(_ problem: String) -> TensorError {
    TensorError("golden vector", .argument, problem)
  }
}
