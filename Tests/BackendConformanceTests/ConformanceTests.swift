import BackendConformance
import Testing

/// Every backend keeps every law, under every condition.
@Suite struct ConformanceTests {
  /// The families of the suite.
  static let families = Set(ConformanceSuite(size: .quick).cases.map(\.family)).sorted()

  @Test(arguments: TestedBackend.allCases, families)
  func keepsTheLaws(_ backend: TestedBackend, _ family: String) throws {
    let filter = try ConformanceFilter("^([a-zA-Z]+-[a-zA-Z0-9]+/|[a-z]+/)?\(family)/")
    let suite = ConformanceSuite(
      size: .quick, conditions: ConformanceCondition.all(threadCounts: [2, 3]), filter: filter)
    let report = suite.run(backend.subject)
    let failures = report.failures.map(\.description).joined(separator: "\n")
    #expect(report.isSuccess, "\(failures)")
    #expect(report.families[family]?.skipped == 0)
  }

  @Test(arguments: [2, 3, 4]) func accusesNobodyWithOtherSeeds(_ seed: UInt64) {
    let suite = ConformanceSuite(seed: seed, size: .quick, conditions: [.alone])
    for backend in [TestedBackend.naive, .coreDouble, .blas] {
      let report = suite.run(backend.subject)
      #expect(report.isSuccess, "\(report)")
    }
  }

  @Test func everyRequirementIsCalled() {
    let report = ConformanceSuite(size: .quick, conditions: [.alone]).run(
      TestedBackend.naive.subject)
    #expect(report.uncovered == [])
  }
}
