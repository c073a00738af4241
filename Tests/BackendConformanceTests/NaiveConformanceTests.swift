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

  /// The checks themselves are checked: each planted bug must be found, and told in one line.
  @Test(arguments: PlantedBackend.Bug.allCases)
  func plantedBugsAreFound(_ bug: PlantedBackend.Bug) throws {
    let check = try #require(ConformanceCheck.all.first { $0.description == bug.victim })
    let failure = #expect(throws: ConformanceFailure.self) { try check.run(PlantedBackend(bug)) }
    let message = try #require(failure?.description)
    #expect(message.hasPrefix("planted (Float): ") && message.contains(", seed 1, trial "))
    #expect(!message.contains("\n"))
  }
}
