/// What one output of a workload must be: numbers, and how far off each may be.
public struct ExpectedOutput: Hashable, Sendable {
  /// What the numbers are, in a word.
  public let name: String
  /// The numbers of the backend that is trusted.
  public let values: [Float]
  /// The largest difference that is allowed, for each number.
  public let bounds: [Double]

  /// Creates an expectation; a bound that is missing is 0.
  public init(_ name: String, values: [Float], bounds: [Double]) {
    self.name = name
    self.values = values
    self.bounds = bounds + repeatElement(0, count: max(values.count - bounds.count, 0))
  }

  /// Numbers that must be the same.
  public static func exact(_ name: String, _ values: [Float]) -> ExpectedOutput {
    ExpectedOutput(name, values: values, bounds: [])
  }

  /// Numbers that may be off by a share of the largest of them.
  public static func within(
    _ share: Double, ofLargest name: String, _ values: [Float]
  ) -> ExpectedOutput {
    let largest = values.reduce(0) { max($0, Double($1.magnitude)) }
    return ExpectedOutput(
      name, values: values, bounds: [Double](repeating: share * largest, count: values.count))
  }
}

/// How a backend's outputs compare with what they must be.
public struct Verification: Hashable, Sendable {
  /// The largest difference; `nil` if one is not a number.
  public private(set) var maximumError: Double? = 0
  /// The first mistake, in one line; `nil` if there is none.
  public private(set) var problem: String?

  /// Compares all outputs.
  public init(of outputs: [[Float]], with expectations: [ExpectedOutput]) {
    guard outputs.count == expectations.count else {
      problem = "gives \(outputs.count) outputs instead of \(expectations.count)"
      return
    }
    for (output, expectation) in zip(outputs, expectations) { compare(output, expectation) }
  }

  private mutating func compare(_ output: [Float], _ expectation: ExpectedOutput) {
    guard output.count == expectation.values.count else {
      note("\(expectation.name) has \(output.count) numbers instead of \(expectation.values.count)")
      return
    }
    for index in output.indices where output[index] != expectation.values[index] {
      let (actual, expected) = (output[index], expectation.values[index])
      let difference = (Double(actual) - Double(expected)).magnitude
      // Two NaNs agree; an infinity and anything else do not.
      if actual.isNaN && expected.isNaN { continue }
      maximumError = difference.isFinite ? maximumError.map { max($0, difference) } : nil
      guard difference <= expectation.bounds[index] else {
        note(
          "\(expectation.name)[\(index)] is \(actual) instead of \(expected), "
            + "off by \(Float(difference)) where \(Float(expectation.bounds[index])) is allowed")
        return
      }
    }
  }

  private mutating func note(_ mistake: String) { problem = problem ?? mistake }
}
