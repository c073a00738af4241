import ArgumentParser
import BackendBLAS
import Benchmarking

/// Measures the machine.
struct Peak: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peak",
    abstract: "Measure what the machine can do at most: arithmetic, and each level of memory.",
    discussion: """
      The best of several short windows of time counts, since others may use the machine, too. \
      DLCORE_SIMD=baseline|avx2|avx512 chooses a lower instruction set than the best.
      """)

  @Option(
    help: ArgumentHelp(
      "A number of threads, 1 to 1024; may be repeated. By default 1 and the number of cores.",
      valueName: "n"))
  var threads: [Int] = []

  @Flag(help: "Take half a second for each number of threads, not several.")
  var quick = false

  @Option(help: "How results are written.")
  var format = ResultFormat.table

  func validate() throws {
    try ThreadCounts.validate(threads)
  }

  func run() throws {
    let counts = threads.isEmpty ? ThreadCounts.usual : threads
    let environment = BenchmarkEnvironment.current(threadCounts: counts)
    let peaks = counts.map { count in
      standardError("dlbench: measuring the peak with \(Quantity.count(count, "thread"))")
      return MachinePeak.measured(threads: count, effort: quick ? .quick : .thorough)
    }
    print(try PeakReport(environment: environment, peaks: peaks).text(as: format))
  }
}

extension ResultFormat: ExpressibleByArgument {}

/// The numbers of threads that are measured.
enum ThreadCounts {
  /// One for each core.
  static var cores: Int { Workers.processorCount }

  /// One, and one for each core.
  static var usual: [Int] { cores > 1 ? [1, cores] : [1] }

  /// Refuses what no machine has.
  static func validate(_ counts: [Int]) throws {
    if let bad = counts.first(where: { !(1...1024).contains($0) }) {
      throw ValidationError("--threads must lie in 1...1024, but is \(bad)")
    }
  }
}
