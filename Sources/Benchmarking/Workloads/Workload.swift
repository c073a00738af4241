public import DLCore

/// Something that backends are timed at, by its name: suite or operation, subject, size.
public struct Workload: Sendable {
  /// The name, such as `convolution2D/c1/b128/backward-weights`.
  public let name: String
  /// What it belongs to.
  public let suite: WorkloadSuite
  /// Whether it is one of those that are run when nobody asks for others.
  public let isQuick: Bool
  /// What is run.
  public let body: any WorkloadBody

  /// Creates a workload.
  public init(
    _ name: String, suite: WorkloadSuite, isQuick: Bool = false, body: any WorkloadBody
  ) {
    self.name = name
    self.suite = suite
    self.isQuick = isQuick
    self.body = body
  }
}

/// A group of workloads.
public enum WorkloadSuite: String, Hashable, Sendable, CaseIterable {
  /// Training and inference of LeNet-5.
  case lenet5
  /// Single operations, most of them at LeNet-5's sizes.
  case ops
  /// Matrix products.
  case gemm
}

/// What a workload does.
///
/// One that is not in this library conforms to this, and is given to a `BenchmarkRun` like the
/// others.
public protocol WorkloadBody: Sendable {
  /// How much one run has to do.
  var work: Work { get }

  /// What a right backend gives: computed by one that is trusted, with bounds.
  func expectation<B: Backend<Float>>(on reference: B) throws -> [ExpectedOutput]

  /// What a backend gives, in the same order.
  func outputs<B: Backend<Float>>(on backend: B) throws -> [[Float]]

  /// Gets everything ready; the closure runs the workload a number of times.
  func prepare<B: Backend<Float>>(on backend: B) throws -> (_ runs: Int) throws -> Void
}
