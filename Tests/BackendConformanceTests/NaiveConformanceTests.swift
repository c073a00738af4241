import DLCore
import Testing

@Suite struct NaiveConformanceTests {
  @Test(arguments: TestedBackend.allCases, ConformanceCheck.all)
  func obeys(_ backend: TestedBackend, _ check: ConformanceCheck) throws {
    try check.run(backend.instance)
  }
}
