import ArgumentParser

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
    guard value.isFinite, isRight(value) else {
      throw ValidationError("\(option) must be \(range), but is \(value)")
    }
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
