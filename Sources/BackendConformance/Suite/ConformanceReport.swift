public import DLCore

/// What became of one check: a case under one condition.
public enum ConformanceOutcome: Hashable, Sendable {
  /// The law holds.
  case passed
  /// It does not, and how.
  case failed(law: String, problem: String)
  /// It does not apply, and why.
  case skipped(reason: String)
}

/// What the suite found out about one backend.
public struct ConformanceReport: Sendable {
  /// How many checks of a family ended in which way.
  public struct Tally: Hashable, Sendable {
    /// Checks whose laws hold.
    public var passed = 0
    /// Checks whose laws do not hold.
    public var failed = 0
    /// Checks that do not apply.
    public var skipped = 0
  }

  /// A check that failed.
  public struct Failure: Hashable, Sendable, CustomStringConvertible {
    /// The name of the backend.
    public let subject: String
    /// The name of the check.
    public let check: String
    /// The law that is broken.
    public let law: String
    /// What is wrong: the first wrong element, what was expected, and within which bound.
    public let problem: String
    /// The command that runs this check alone.
    public let rerun: String

    /// All of it in one line.
    public var description: String { "\(subject): \(check): \(problem) [\(law)]; rerun: \(rerun)" }
  }

  /// A check, or all checks of a condition, that did not apply.
  public struct Skip: Hashable, Sendable {
    /// The name of the check, or the beginning of the names.
    public let check: String
    /// Why.
    public let reason: String
  }

  /// The name of the backend.
  public let subject: String
  /// The seed of the random numbers.
  public let seed: UInt64
  /// The counts of each family.
  public private(set) var families: [String: Tally] = [:]
  /// The checks that failed.
  public private(set) var failures: [Failure] = []
  /// The checks that were left out.
  public private(set) var skips: [Skip] = []
  /// How many cases call each requirement directly; 0 for one that none does.
  public private(set) var coverage: [Requirement: Int] = [:]

  init(subject: String, seed: UInt64) {
    self.subject = subject
    self.seed = seed
    for requirement in Requirement.allCases { coverage[requirement] = 0 }
  }

  /// The number of checks that passed.
  public var passed: Int { families.values.reduce(0) { $0 + $1.passed } }
  /// The number of checks that failed.
  public var failed: Int { families.values.reduce(0) { $0 + $1.failed } }
  /// The number of checks that did not apply.
  public var skipped: Int { families.values.reduce(0) { $0 + $1.skipped } }
  /// Whether something was checked, and nothing failed.
  public var isSuccess: Bool { failed == 0 && passed > 0 }
  /// The requirements that no case calls.
  public var uncovered: [Requirement] { Requirement.allCases.filter { coverage[$0] == 0 } }

  mutating func add(_ outcome: ConformanceOutcome, family: String, check: String) {
    switch outcome {
    case .passed: families[family, default: Tally()].passed += 1
    case .failed(let law, let problem):
      families[family, default: Tally()].failed += 1
      failures.append(
        Failure(
          subject: subject, check: check, law: law, problem: problem, rerun: rerun(check)))
    case .skipped(let reason):
      families[family, default: Tally()].skipped += 1
      skips.append(Skip(check: check, reason: reason))
    }
  }

  private func rerun(_ check: String) -> String {
    let command = "dlbench verify --backend \(subject) --filter '\(check)' --seed \(seed)"
    guard let threads = check.split(separator: "/").first, threads.hasPrefix("threads-") else {
      return command
    }
    return command + " --threads \(threads.dropFirst("threads-".count))"
  }

  mutating func cover(_ requirements: Set<Requirement>) {
    for requirement in requirements { coverage[requirement, default: 0] += 1 }
  }
}

extension ConformanceReport: CustomStringConvertible {
  /// A line for each failure and each reason to skip, the counts of each family, and the sum.
  public var description: String {
    var lines = failures.map(\.description)
    lines += skips.map { "\(subject): \($0.check) skipped: \($0.reason)" }
    lines += families.sorted { $0.key < $1.key }.map { family, tally in
      "\(subject): \(family): \(tally.passed) passed, \(tally.failed) failed, "
        + "\(tally.skipped) skipped"
    }
    lines.append("\(passed) passed, \(failed) failed, \(skipped) skipped")
    return lines.joined(separator: "\n")
  }
}
