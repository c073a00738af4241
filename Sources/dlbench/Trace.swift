import ArgumentParser
import BackendBLAS
import Benchmarking
import DLCore
import FileAccess
import StandardBackends

/// Records a training step.
struct Trace: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Show where the time of a training step of LeNet-5 goes.",
    discussion: """
      Records each operation of one step, after some that warm up, and prints the most expensive. \
      The file that --output writes opens in https://ui.perfetto.dev and in Chrome's about:tracing.
      """)

  @Option(help: "The backend.")
  var backend = BackendRegistry.standard.defaultName

  @Option(
    parsing: .unconditional, help: "The number of threads, 1 to 1024. By default one for each core."
  )
  var threads = Workers.processorCount

  @Option(parsing: .unconditional, help: "The number of pictures in the step, 1 to 60000.")
  var batchSize = 128

  @Option(parsing: .unconditional, help: "The steps before the one that is recorded, 0 to 1000.")
  var warmUp = 10

  @Option(parsing: .unconditional, help: "How many operations are listed.")
  var top = 20

  @Option(help: ArgumentHelp("Write the trace to a file (JSON).", valueName: "file"))
  var output: String?

  @Option(help: "How the list is written.")
  var format = ResultFormat.table

  func validate() throws {
    try ThreadCounts.validate([threads])
    try Self.require("--batch-size", batchSize, in: 1...60000)
    try Self.require("--warm-up", warmUp, in: 0...1000)
    try Self.require("--top", top, in: 1...1000)
    guard BackendRegistry.standard.names.contains(backend) else {
      throw ValidationError(
        "\(UnknownBackendError(name: backend, known: BackendRegistry.standard.names))")
    }
  }

  func run() throws {
    do {
      if let output { try Files.requirePlace(for: output) }
    } catch {
      throw Exit.failure("\(error)")
    }
    let base = try BackendRegistry.standard.make(
      named: backend, BackendConfiguration(threadCount: threads))
    let trace = try TrainingTrace(on: base, batchSize: batchSize, warmUp: warmUp)
    if let output {
      let json = try trace.chromeJSON(environment: .current(threadCounts: [trace.threads]))
      do {
        try Files.writeAtomically(Array(json.utf8), to: output)
      } catch {
        throw Exit.failure("\(error)")
      }
      standardError("dlbench: \(trace.events.count) events written to \(output)")
    }
    print(try TraceSummary(trace.events).text(as: format, top: top))
  }

  private static func require(_ option: String, _ number: Int, in range: ClosedRange<Int>) throws {
    guard range.contains(number) else {
      throw ValidationError(
        "\(option) must lie in \(range.lowerBound)...\(range.upperBound), but is \(number)")
    }
  }
}
