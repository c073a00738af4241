import DLCore
import Testing

@Suite struct NaiveConformanceTests {
  @Test(arguments: TestedBackend.allCases, ConformanceCheck.all)
  func obeys(_ backend: TestedBackend, _ check: ConformanceCheck) throws {
    try check.run(backend.instance)
  }

  @Test(arguments: DoubleBackend.allCases)
  func gradientsAgreeWithDifferences(_ backend: DoubleBackend) throws {
    try checkUnaryDifferences(backend.instance)
    try checkSoftmaxDifferences(backend.instance)
    try checkCrossEntropyDifferences(backend.instance)
    try checkLinearDifferences(backend.instance)
    try checkConvolution2DDifferences(backend.instance)
  }
}
