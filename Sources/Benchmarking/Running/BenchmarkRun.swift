public import DLCore

/// A run of the benchmark: checks what each backend computes, then times it.
///
/// The backends take turns, in a new random order each round, so that whatever slows the machine
/// down for a while hits all of them.
public struct BenchmarkRun: Sendable {
  /// What is run.
  public var workloads: [Workload]
  /// What runs it.
  public var contenders: [Contender]
  /// The backend whose results are taken for right.
  public var reference: any Backend<Float>
  /// The name of the contender that the others are compared with.
  public var relativeTo: String
  /// How long and how often to measure.
  public var settings: BenchmarkSettings
  /// What time is taken with.
  public var stopwatch: Stopwatch

  /// Creates a run.
  public init(
    workloads: [Workload], contenders: [Contender], reference: any Backend<Float>,
    relativeTo: String, settings: BenchmarkSettings = BenchmarkSettings(),
    stopwatch: Stopwatch = .system
  ) {
    self.workloads = workloads
    self.contenders = contenders
    self.reference = reference
    self.relativeTo = relativeTo
    self.settings = settings
    self.stopwatch = stopwatch
  }

  /// How far a run has come.
  public struct Progress: Sendable {
    /// The share that is done, from 0 to 1.
    public var share: Double
    /// The name of the workload.
    public var workload: String
  }

  /// Measures everything, unless it is stopped; then the results are those of what is done.
  ///
  /// - Parameters:
  ///   - isStopped: Asked before each sample.
  ///   - observer: Told how far the run has come, about as often.
  /// - Throws: what the reference backend throws; what others throw becomes their result.
  public func results(
    isStopped: () -> Bool = { false }, observer: (Progress) -> Void = { _ in }
  ) throws -> [BenchmarkResult] {
    var results: [BenchmarkResult] = []
    for (number, workload) in workloads.enumerated() where !isStopped() {
      let lanes = try lanes(of: workload, isStopped: isStopped) { share in
        observer(
          Progress(
            share: (Double(number) + share) / Double(workloads.count), workload: workload.name))
      }
      results += LaneResults(workload: workload, lanes: lanes, run: self).results
    }
    return results
  }

  /// Measures one workload; `observer` hears which share of it is done.
  private func lanes(
    of workload: Workload, isStopped: () -> Bool, observer: (Double) -> Void
  ) throws -> [Lane] {
    observer(0)
    let expectations = try workload.body.expectation(on: reference)
    var lanes: [Lane] = []
    for contender in contenders where !isStopped() {
      lanes.append(Lane(contender, workload.body, expectations))
    }
    for index in lanes.indices where !isStopped() {
      observer(Self.shareOfWarmUp * Double(index) / Double(lanes.count))
      lanes[index].warmUp(settings, stopwatch)
    }
    var random = RandomSource(seed: settings.seed, stream: "order/\(workload.name)")
    let rounds = lanes.map(\.plannedSamples).max() ?? 0
    for round in 0..<rounds where !isStopped() {
      let done = Double(round) / Double(rounds)
      observer(Self.shareOfWarmUp + (1 - Self.shareOfWarmUp) * done)
      for index in random.permutation(of: lanes.count)
      where lanes[index].takesPart(in: round, of: rounds) {
        lanes[index].sample(stopwatch)
      }
    }
    return lanes
  }

  private static let shareOfWarmUp = 0.3
}
