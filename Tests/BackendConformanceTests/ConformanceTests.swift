import BackendConformance
import TestSupport
import Testing

/// Every backend keeps every law, under every condition.
@Suite struct ConformanceTests {
  /// Each backend with each family of the suite; golden vectors are in single precision.
  static let pairs = TestedBackend.here.flatMap { backend in
    Set(ConformanceSuite(size: .quick).cases.map(\.family)).sorted()
      .filter { !backend.isDouble || ($0 != "onnx" && $0 != "torch") }.map { (backend, $0) }
  }

  @Test(arguments: pairs)
  func keepsTheLaws(_ backend: TestedBackend, _ family: String) throws {
    let filter = try ConformanceFilter(
      "^((threads|memory)-\\w+/|autodiff/|recording/|concurrent/)?\(family)/")
    let suite = ConformanceSuite(
      size: .quick, conditions: backend.conditions, filter: filter)
    let report = suite.run(backend.subject)
    let failures = report.failures.map(\.description).joined(separator: "\n")
    #expect(report.isSuccess, "\(failures)")
    #expect(report.families[family]?.skipped == 0)
  }

  /// Other seeds accuse nobody, and leave no requirement out.
  @Test(arguments: TestSize.isFull ? [2, 3] : [2]) func accusesNobody(_ seed: UInt64) {
    let suite = ConformanceSuite(seed: seed, size: .quick, conditions: [.alone])
    for backend in [TestedBackend.naive, .blas] {
      let report = suite.run(backend.subject)
      #expect(report.isSuccess, "\(report)")
      #expect(report.uncovered == [])
    }
  }
}
