import ArgumentParser
import BackendConformance

/// Runs the conformance suite.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Prove that backends keep the contract: the conformance suite.",
    discussion: """
      Exits with 1 if anything failed or nothing ran. Each failure is one line, with the command \
      that runs it alone.
      """)

  @Option(help: "A backend to verify; may be repeated. All by default.")
  var backend: [String] = []

  @Option(help: "Run only checks whose names match a regular expression, or one by its whole name.")
  var filter: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: "A number of threads that must give the same bits as one; may be repeated.")
  var threads: [Int] = [2, 3, 4, 8]

  @Option(parsing: .unconditional, help: "The seed of all random numbers.")
  var seed: UInt64 = 1

  @Flag(help: "List the checks instead of running them.")
  var list = false

  @Flag(help: "Show how many cases call each requirement; one that none calls is a failure.")
  var coverage = false

  @Option(help: "text or json.")
  var format = OutputFormat.text

  func validate() throws {
    if let bad = threads.first(where: { !(1...1024).contains($0) }) {
      throw ValidationError("--threads must lie in 1...1024, but is \(bad)")
    }
  }

  func run() throws {
    let entries: [KnownBackends.Entry]
    let suite: ConformanceSuite
    do {
      entries = try KnownBackends.named(backend)
      suite = ConformanceSuite(
        seed: seed, conditions: ConformanceCondition.all(threadCounts: threads),
        filter: try filter.map { pattern throws(ConformanceFilterError) in
          try ConformanceFilter(pattern)
        })
    } catch {
      throw ValidationError("\(error)")
    }
    if list {
      for name in suite.checkNames { print(name) }
      if suite.checkNames.isEmpty { throw Exit.failure }
      return
    }
    try verify(entries, suite)
  }

  private func verify(_ entries: [KnownBackends.Entry], _ suite: ConformanceSuite) throws {
    CrashReport.install()
    let reports = entries.map { entry in
      standardError("verifying \(entry.name), seed \(seed)")
      return suite.run(entry.subject) { event in
        switch event {
        case .started(let check): CrashReport.note("\(entry.name): \(check)")
        case .ended(let check, .failed(_, let problem)):
          standardError("\(entry.name): \(check): \(problem)")
        case .ended: break
        }
      }
    }
    let summary = VerifySummary(
      reports: reports, showsCoverage: coverage, isWhole: filter == nil)
    print(format == .text ? summary.text : try summary.json)
    if !summary.isSuccess { throw Exit.failure }
  }
}
