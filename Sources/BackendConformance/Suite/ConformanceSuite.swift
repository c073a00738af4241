import DLCore

/// The laws of the contract that `Backend` is, as cases that run on any backend.
///
/// The same seed gives the same cases with the same numbers. Each case is run under each condition;
/// a case under a condition is a check, and its name is the condition's prefix and the case's name.
public struct ConformanceSuite: Sendable {
  /// How many cases there are.
  public enum Size: Hashable, Sendable {
    /// A part, for debug builds: an eighth of the random cases, and the tables' most telling rows.
    case quick
    /// All.
    case full
  }

  /// What is told while the suite runs, perhaps from several threads.
  public enum Event: Sendable {
    /// A check of this name begins.
    case started(String)
    /// A check has ended.
    case ended(String, ConformanceOutcome)
  }

  /// The seed of all random numbers.
  public let seed: UInt64
  /// The cases, in the order of the contract.
  public let cases: [ConformanceCase]
  /// The conditions that they are run under.
  public let conditions: [ConformanceCondition]
  /// Which checks are run; all for `nil`.
  public let filter: ConformanceFilter?
  /// The cases that the filter leaves, with the conditions that each is run under.
  let plan: [PlannedCase]

  /// Creates the suite.
  ///
  /// - Parameters:
  ///   - seed: The seed of all random numbers; any is fine.
  ///   - size: How many random cases there are.
  ///   - conditions: What the cases are run under; by default everything.
  ///   - filter: Which checks are run; all by default.
  public init(
    seed: UInt64 = 1, size: Size = .full,
    conditions: [ConformanceCondition] = ConformanceCondition.all(),
    filter: ConformanceFilter? = nil
  ) {
    self.seed = seed
    self.conditions = conditions
    self.filter = filter
    cases = CaseList.all(size)
    plan = Self.plan(cases, conditions, filter)
  }

  /// The names of the checks that the filter chooses, in the order in which they are run.
  public var checkNames: [String] { plan.flatMap(\.names) }

  /// Puts a backend through the suite.
  ///
  /// - Parameters:
  ///   - subject: The backend.
  ///   - observer: Is told each check before it begins and after it has ended.
  public func run(
    _ subject: ConformanceSubject, observer: @escaping @Sendable (Event) -> Void = { _ in }
  ) -> ConformanceReport {
    var run = SubjectRun(subject, suite: self, observer: observer)
    for item in plan { run.run(item) }
    run.runConcurrently()
    return run.report
  }

  private static func plan(
    _ cases: [ConformanceCase], _ conditions: [ConformanceCondition], _ filter: ConformanceFilter?
  ) -> [PlannedCase] {
    let all = cases.map { PlannedCase(subject: $0, conditions: conditions) }
    guard let filter else { return all }
    let chosen = filter.chosen(from: all.flatMap(\.names))
    return all.compactMap { item in
      let conditions = item.conditions.filter { chosen.contains($0.prefix + item.subject.name) }
      return conditions.isEmpty ? nil : PlannedCase(subject: item.subject, conditions: conditions)
    }
  }
}

/// A case, and what it is to be run under.
struct PlannedCase: Sendable {
  let subject: ConformanceCase
  let conditions: [ConformanceCondition]

  /// The names of the checks.
  var names: [String] { conditions.map { $0.prefix + subject.name } }
}
