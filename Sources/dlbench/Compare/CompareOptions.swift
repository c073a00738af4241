import ArgumentParser
import Benchmarking
import DLCore
import StandardBackends

extension WorkloadSelection.Scope: ExpressibleByArgument {}

/// What is measured, on what, and for how long.
struct CompareOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A backend to compare; may be repeated, also with the same name. All by default.",
      valueName: "name"))
  var backend: [String] = []

  @Option(
    help: ArgumentHelp(
      "The backend that the others are compared with. By default blas, or else the first.",
      valueName: "name"))
  var relativeTo: String?

  @Option(
    help: "quick, lenet5, ops, gemm or all. By default quick, or all where there is a filter.")
  var suite: WorkloadSelection.Scope?

  @Option(
    help: ArgumentHelp(
      "Run only workloads whose names match a regular expression, or one by its whole name.",
      valueName: "regex"))
  var filter: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A number of threads, 1 to 1024; may be repeated. By default the number of cores.",
      valueName: "n"))
  var threads: [Int] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The seconds of samples for each workload and backend, 0.001 to 3600.", valueName: "s"))
  var minTime = 0.3

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The seed of order and resampling.", valueName: "n"))
  var seed: UInt64 = 1

  func validate() throws {
    try ThreadCounts.validate(threads)
    guard (0.001...3600).contains(minTime) else {
      throw ValidationError("--min-time must lie in 0.001...3600, but is \(minTime)")
    }
    let known = BackendRegistry.standard.names
    for name in backend + [relativeTo].compactMap(\.self) where !known.contains(name) {
      throw ValidationError("\(UnknownBackendError(name: name, known: known))")
    }
    if let relativeTo, !names.contains(relativeTo) {
      throw ValidationError(
        "--relative-to must be one of those compared (\(names.joined(separator: ", "))), "
          + "but is \(relativeTo)")
    }
    do { _ = try selection } catch { throw ValidationError("\(error)") }
  }

  /// The names of the backends, in the order in which they were given.
  var names: [String] { backend.isEmpty ? BackendRegistry.standard.names : backend }

  /// The name of the backend that the others are compared with.
  var referenceName: String {
    relativeTo ?? (names.contains("blas") ? "blas" : names.first ?? "")
  }

  /// The numbers of threads.
  var threadCounts: [Int] { threads.isEmpty ? [ThreadCounts.cores] : threads }

  /// Which workloads are run.
  var selection: WorkloadSelection {
    get throws(WorkloadSelectionError) { try WorkloadSelection(scope: suite, pattern: filter) }
  }

  /// How long and how often to measure.
  var settings: BenchmarkSettings { BenchmarkSettings(seed: seed, minimumSeconds: minTime) }
}
