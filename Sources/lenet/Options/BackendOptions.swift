import ArgumentParser
import DLCore
import Foundation
import StandardBackends

/// Which backend computes, with how many threads.
struct BackendOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The backend that computes: \(BackendRegistry.standard.names.joined(separator: ", ")).",
      discussion: "Without it, the first of simd, blas, naive that this build has "
        + "(default: \(BackendRegistry.standard.defaultName))."))
  var backend: String?

  @Option(
    parsing: .unconditional,
    help: "The number of threads, 1 to 1024 (default: the number of cores).",
    transform: Require.whole)
  var threads: Int?

  func validate() throws {
    if let backend { try Self.check(backend: backend) }
    if let threads { try Require.range("--threads", threads, 1...1024) }
  }

  /// The name of the backend.
  var name: String { backend ?? BackendRegistry.standard.defaultName }

  /// The number of threads asked for.
  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  /// The backend.
  func make() throws -> any Backend<Float> {
    try BackendRegistry.standard.make(
      named: name, BackendConfiguration(threadCount: threadCount))
  }

  private static func check(backend: String) throws {
    let names = BackendRegistry.standard.names
    guard names.contains(backend) else {
      throw ValidationError("\(UnknownBackendError(name: backend, known: names))")
    }
  }
}
