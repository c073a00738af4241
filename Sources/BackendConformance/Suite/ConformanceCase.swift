import DLCore

/// One thing that a backend must get right: inputs, what must come out, and the law behind it.
public struct ConformanceCase: Sendable {
  /// What a case does on a backend; throws a `ConformanceFailure` where the law is broken, or a
  /// `ConformanceSkip` where the backend cannot have it.
  public typealias Body = @Sendable (any Backend, CaseKey) throws -> Void

  /// What it is found and repeated by, such as `convolution2D/random/17`; unique in a suite.
  public let name: String
  /// The law it checks, in one line.
  public let law: String
  let number: Int
  let body: Body

  /// The operations that it belongs to: the first part of the name.
  public var family: String { String(name.prefix { $0 != "/" }) }

  /// Creates a case.
  ///
  /// - Parameters:
  ///   - name: Parts separated by `/`, of which the first is the family.
  ///   - law: One line.
  ///   - number: The number of the case in its group, for the body to choose parameters by.
  ///   - body: Draws random numbers from the key only.
  public init(_ name: String, law: String, number: Int = 0, body: @escaping Body) {
    self.name = name
    self.law = law
    self.number = number
    self.body = body
  }

  /// Creates a case for backends of single precision; others skip it.
  public init(
    _ name: String, law: String, body: @escaping @Sendable (any Backend<Float>) throws -> Void
  ) {
    self.init(name, law: law) { backend, _ in
      guard let single = backend as? any Backend<Float> else {
        throw ConformanceSkip("the case is in single precision, the backend is not")
      }
      try body(single)
    }
  }
}

/// What a case's random numbers follow from, and what else its body may know about its run.
public struct CaseKey: Hashable, Sendable {
  /// The name of the case.
  public let name: String
  /// The suite's seed.
  public let seed: UInt64
  /// The number of the case in its group.
  public let number: Int
  /// Whether results are to be compared with the oracle; if not, only their bits are of interest,
  /// and the same calls are made.
  public let verifies: Bool
}

/// A broken law, in one line: what is off, where, and by how much.
public struct ConformanceFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line.
  public let description: String

  /// Creates a failure; line breaks become spaces.
  public init(_ description: String) {
    self.description = description.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

/// Why a case does not apply to a backend, in one line.
public struct ConformanceSkip: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line.
  public let description: String

  /// Creates a reason.
  public init(_ description: String) { self.description = description }
}
