import ArgumentParser
import FileAccess

/// Checks of option values, each with a message that names the option and its range.
enum Require {
  static func range(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws {
    guard range.contains(value) else {
      let bounds =
        range.upperBound == .max
        ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
      throw ValidationError("\(option) must be \(bounds), but is \(value)")
    }
  }

  static func number(
    _ option: String, _ value: Double, _ range: String, _ isRight: (Double) -> Bool
  ) throws {
    guard value.isFinite else {
      throw ValidationError("\(option) must be a finite number \(range), but is \(value)")
    }
    guard isRight(value) else {
      throw ValidationError("\(option) must be \(range), but is \(value)")
    }
  }

  /// A place for a result that can be written, and is not where the weights are read from.
  static func result(_ option: String, _ path: String, apartFrom weights: String?) throws {
    try Files.requirePlace(for: path)
    if let weights, Files.isSame(path, weights) {
      throw ToolError.usage("\(option) \(path) would overwrite the weights; give another file")
    }
  }

  /// The whole number that a text is.
  @Sendable static func whole<Number: FixedWidthInteger>(_ text: String) throws -> Number {
    if let number = Number(text) { return number }
    let isOutOfRange = text.wholeMatch(of: /[+-]?[0-9]+/) != nil
    throw ValidationError(
      "give a whole number" + (isOutOfRange ? " from \(Number.min) to \(Number.max)" : ""))
  }

  /// The number that a text is.
  @Sendable static func decimal(_ text: String) throws -> Double {
    guard let number = Double(text) else { throw ValidationError("give a number, such as 0.01") }
    return number
  }

  /// The choice of that name.
  static func choice<Choice: RawRepresentable & CaseIterable>(
    _ option: String, _ name: String, _ what: String
  ) throws -> Choice where Choice.RawValue == String {
    guard let choice = Choice(rawValue: name) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("\(option): there is no \(what) '\(name)'; known: \(known)")
    }
    return choice
  }
}
