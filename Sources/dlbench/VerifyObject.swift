import BackendConformance
import DLCore

/// What the JSON form of `verify` holds.
struct VerifyObject: Encodable {
  let passed: Int
  let failed: Int
  let skipped: Int
  let backends: [Backend]

  /// What was found out about one backend.
  struct Backend: Encodable {
    let backend: String
    /// Text, since readers of JSON may not keep 64 bits.
    let seed: String
    let passed: Int
    let failed: Int
    let skipped: Int
    let failures: [Failure]
    let families: [String: Tally]
    /// How many cases call each requirement, where that was asked for.
    let coverage: [String: Int]?
  }

  /// A check that failed.
  struct Failure: Encodable {
    let check: String
    let law: String
    let problem: String
    let rerun: String
  }

  /// How many checks of a family passed, failed and were skipped.
  struct Tally: Encodable {
    let passed: Int
    let failed: Int
    let skipped: Int
  }
}

extension VerifyObject.Backend {
  init(_ report: ConformanceReport, showsCoverage: Bool) {
    backend = report.subject
    seed = String(report.seed)
    passed = report.passed
    failed = report.failed
    skipped = report.skipped
    failures = report.failures.map {
      VerifyObject.Failure(check: $0.check, law: $0.law, problem: $0.problem, rerun: $0.rerun)
    }
    families = report.families.mapValues {
      VerifyObject.Tally(passed: $0.passed, failed: $0.failed, skipped: $0.skipped)
    }
    let counts = Requirement.allCases.map { ($0.rawValue, report.coverage[$0] ?? 0) }
    coverage = showsCoverage ? Dictionary(uniqueKeysWithValues: counts) : nil
  }
}
