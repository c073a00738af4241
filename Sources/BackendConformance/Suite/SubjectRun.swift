import DLCore

/// The suite's way through one backend.
struct SubjectRun {
  private(set) var report: ConformanceReport
  private let suite: ConformanceSuite
  private let observer: @Sendable (ConformanceSuite.Event) -> Void
  private var stages: [ConformanceCondition: Stage] = [:]
  /// The cases to be run beside each other, with the bits of their results alone.
  private var forLater: [(subject: ConformanceCase, calls: [CallLog.Call])] = []

  init(
    _ subject: ConformanceSubject, suite: ConformanceSuite,
    observer: @escaping @Sendable (ConformanceSuite.Event) -> Void
  ) {
    report = ConformanceReport(subject: subject.name, seed: suite.seed)
    self.suite = suite
    self.observer = observer
    let conditions = Set(suite.plan.flatMap(\.conditions))
    let all = conditions.contains(.alone) ? [] : [ConformanceCondition.alone]
    for condition in all + suite.conditions.filter(conditions.contains) {
      let stage = Stage(subject, condition)
      if let obstacle = stage.obstacle {
        // One line for all cases of the condition.
        let name = String(condition.prefix.dropLast())
        report.add(.skipped(reason: obstacle), family: name, check: name)
      } else {
        stages[condition] = stage
      }
    }
  }

  /// Runs a case under all its conditions but `concurrent`, which comes last.
  mutating func run(_ item: PlannedCase) {
    let isWanted = item.conditions.contains(.alone)
    if isWanted { observer(.started(item.subject.name)) }
    let (first, calls) = runAlone(item.subject)
    if isWanted || first != .passed { conclude(first, item.subject, .alone) }
    guard first == .passed else { return }
    for condition in item.conditions where condition != .alone && stages[condition] != nil {
      if condition == .concurrent {
        forLater.append((item.subject, calls))
        continue
      }
      observer(.started(condition.prefix + item.subject.name))
      conclude(outcome(of: item.subject, condition, calls), item.subject, condition)
    }
  }

  /// Runs what was put off, on several threads at once.
  mutating func runConcurrently() {
    guard let stage = stages[.concurrent], !forLater.isEmpty else { return }
    let (seed, observer, work) = (suite.seed, observer, forLater)
    // Each case twice: the second round meets others than the first.
    let outcomes = Lanes.map(work + work) { item in
      observer(.started(ConformanceCondition.concurrent.prefix + item.subject.name))
      return stage.outcome(of: item.subject, seed: seed, expecting: item.calls)
    }
    for (place, item) in work.enumerated() {
      let both = [outcomes[place], outcomes[place + work.count]]
      conclude(both.first { $0 != .passed } ?? .passed, item.subject, .concurrent)
    }
  }

  /// Runs a case twice on one thread: with the oracle, then for its bits.
  private mutating func runAlone(_ subject: ConformanceCase)
    -> (outcome: ConformanceOutcome, calls: [CallLog.Call])
  {
    guard let stage = stages[.alone] else { return (.skipped(reason: "not run"), []) }
    let (outcome, log) = stage.run(subject, seed: suite.seed, verifies: true)
    report.cover(log.seen)
    guard outcome == .passed else { return (outcome, []) }
    let again = stage.outcome(
      of: subject, seed: suite.seed, expecting: log.calls, law: "the same bits from run to run")
    return (again, log.calls)
  }

  private func outcome(
    of subject: ConformanceCase, _ condition: ConformanceCondition, _ calls: [CallLog.Call]
  ) -> ConformanceOutcome {
    guard let stage = stages[condition] else { return .skipped(reason: "not run") }
    if condition == .recording {
      return stage.run(subject, seed: suite.seed, verifies: true).outcome
    }
    return stage.outcome(of: subject, seed: suite.seed, expecting: calls)
  }

  private mutating func conclude(
    _ outcome: ConformanceOutcome, _ subject: ConformanceCase, _ condition: ConformanceCondition
  ) {
    let name = condition.prefix + subject.name
    report.add(outcome, family: subject.family, check: name)
    observer(.ended(name, outcome))
  }
}
