import DLCore

/// A backend made for one condition.
struct Stage: Sendable {
  private let condition: ConformanceCondition
  private let pool: BufferPool
  /// The backend, or what every check on it ends with.
  private let backend: Result<any Backend, Obstacle>

  private enum Obstacle: Error {
    case broken(String)
    case inapplicable(String)
  }

  init(_ subject: ConformanceSubject, _ condition: ConformanceCondition) {
    self.condition = condition
    let guarding: BufferPool.Guarding = if case .memory(let how) = condition { how } else { .none }
    pool = BufferPool(guarding: guarding)
    backend = Self.make(subject, condition, pool)
  }

  /// Why no case applies; `nil` where they do.
  var obstacle: String? {
    if case .failure(.inapplicable(let reason)) = backend { reason } else { nil }
  }

  private static func make(
    _ subject: ConformanceSubject, _ condition: ConformanceCondition, _ pool: BufferPool
  ) -> Result<any Backend, Obstacle> {
    let threadCount =
      switch condition {
      case .threads(let count): count
      // Two, so that workers' memory is guarded too.
      case .memory, .concurrent: 2
      case .alone, .autodiff, .recording: 1
      }
    let made: any Backend
    do {
      made = try subject.make(ConformanceConfiguration(threadCount: threadCount, pool: pool))
    } catch {
      return .failure(.broken("the backend cannot be made: \(error)"))
    }
    switch condition {
    case .threads where made.threadCount != threadCount:
      return .failure(.inapplicable("the backend does not work on \(threadCount) threads"))
    case .memory where !uses(pool, made):
      return .failure(.inapplicable("the backend's memory is not the pool's"))
    case .autodiff: return .success(differentiable(made))
    case .recording: return .success(leaves(made))
    default: return .success(made)
    }
  }

  private static func differentiable<B: Backend>(_ backend: B) -> any Backend { Autodiff(backend) }

  private static func leaves<B: Backend>(_ backend: B) -> any Backend { Leaves(backend) }

  private static func uses<B: Backend>(_ pool: BufferPool, _ backend: B) -> Bool {
    withExtendedLifetime(backend.makeStorage([1])) { pool.statistics.allocations > 0 }
  }

  /// Runs a case, and compares the bits of its results with those of another run.
  func outcome(
    of subject: ConformanceCase, seed: UInt64, expecting calls: [CallLog.Call], law: String? = nil
  ) -> ConformanceOutcome {
    let (outcome, log) = run(subject, seed: seed, verifies: false)
    guard outcome == .passed, log.calls != calls else { return outcome }
    let place = zip(log.calls, calls).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let what = place.map { "call \($0 + 1), \(calls[$0].requirement)," } ?? "the number of calls"
    return .failed(
      law: law ?? condition.law ?? subject.law, problem: "\(what) differs from the first run")
  }

  /// Runs a case once.
  func run(_ subject: ConformanceCase, seed: UInt64, verifies: Bool)
    -> (outcome: ConformanceOutcome, log: CallLog)
  {
    let log = CallLog()
    let key = CaseKey(name: subject.name, seed: seed, number: subject.number, verifies: verifies)
    let law = condition.law ?? subject.law
    do {
      try subject.body(Self.inspected(try backend.get(), log), key)
    } catch Obstacle.broken(let problem) {
      return (.failed(law: law, problem: problem), log)
    } catch let skip as ConformanceSkip {
      return (.skipped(reason: skip.description), log)
    } catch {
      return (.failed(law: law, problem: ConformanceFailure("\(error)").description), log)
    }
    if let change = log.changedInputs.first {
      return (.failed(law: "inputs stay as they are", problem: change), log)
    }
    if let violation = pool.takeViolations().first {
      return (.failed(law: law, problem: violation.description), log)
    }
    return (.passed, log)
  }

  private static func inspected<B: Backend>(_ backend: B, _ log: CallLog) -> any Backend {
    Inspected(base: backend, log: log)
  }
}
