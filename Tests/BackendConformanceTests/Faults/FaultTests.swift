import BackendBLAS
import BackendConformance
import Testing

/// The suite is tested by bugs: each must be found, by a check of the law that it breaks.
@Suite struct FaultTests {
  @Test(arguments: Fault.allCases) func isFound(_ fault: Fault) throws {
    let subject = ConformanceSubject("faulty") { configuration in
      Faulty(fault, threadCount: configuration.threadCount)
    }
    try expectFailure(of: subject, by: fault.victim)
  }

  @Test(arguments: MemoryFault.allCases) func isFound(_ fault: MemoryFault) throws {
    let subject = ConformanceSubject("faulty") { configuration in
      FaultyMemoryUse(
        base: BLASBackend(threadCount: configuration.threadCount, pool: configuration.pool),
        fault: fault)
    }
    try expectFailure(of: subject, by: fault.victim)
  }

  /// Runs the victim's checks alone, of which one must fail, in one line that runs it again.
  private func expectFailure(
    of subject: ConformanceSubject, by victim: String
  ) throws {
    let conditions = ConformanceCondition.all().filter {
      $0 == .alone || victim.hasPrefix($0.prefix)
    }
    let suite = ConformanceSuite(
      conditions: conditions, filter: try ConformanceFilter("^\(victim)"))
    let report = suite.run(subject)
    let failure = try #require(report.failures.first { $0.check.hasPrefix(victim) })
    #expect(failure.rerun.hasPrefix("dlbench verify --backend faulty --filter '\(failure.check)'"))
    #expect(failure.rerun.contains(" --seed 1"))
    #expect(!failure.law.isEmpty && !failure.problem.isEmpty)
    #expect(!failure.description.contains("\n"))
  }

  /// What differs only from run to run breaks that law, not the operation's.
  @Test func aSecondCallBreaksTheLawOfRuns() throws {
    let suite = ConformanceSuite(filter: try ConformanceFilter("unary/relu/zeros"))
    let report = suite.run(ConformanceSubject("faulty") { _ in Faulty(.everySecondCallDiffers) })
    #expect(!report.isSuccess)
  }
}
