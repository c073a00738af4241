public import DLCore

/// A run of the benchmark: checks what each backend computes, then times it.
///
/// The backends take turns, in a new random order each round, so that whatever slows the machine
/// down for a while hits all of them. The run goes through all workloads several times, in a new
/// order too: samples of a workload lie seconds apart, and tell how far its figure would move.
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

  /// What a complete run has results of.
  public var keys: [BenchmarkResult.Key] {
    workloads.flatMap { workload in
      contenders.map {
        BenchmarkResult.Key(workload: workload.name, backend: $0.name, threads: $0.threads)
      }
    }
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
    let count = Double(max(workloads.count, 1))
    var courses: [Course] = []
    // The first pass goes along with the warm-up, so that an early end has something to show.
    for (number, workload) in workloads.enumerated() where !isStopped() {
      observer(
        Progress(share: Self.shareOfFirstPass * Double(number) / count, workload: workload.name))
      var course = try course(of: workload, isStopped: isStopped)
      course.run(0, of: settings.passes, stopwatch, isStopped: isStopped)
      courses.append(course)
    }
    var random = RandomSource(seed: settings.seed, stream: "passes")
    var passes = 1
    for pass in 1..<max(settings.passes, 1) where !isStopped() {
      for (turn, index) in random.permutation(of: courses.count).enumerated() where !isStopped() {
        let done = (Double(pass - 1) + Double(turn) / count) / Double(settings.passes - 1)
        observer(
          Progress(
            share: Self.shareOfFirstPass + (1 - Self.shareOfFirstPass) * done,
            workload: courses[index].workload.name))
        courses[index].run(pass, of: settings.passes, stopwatch, isStopped: isStopped)
      }
      passes = pass + 1
    }
    return courses.flatMap {
      LaneResults(workload: $0.workload, lanes: $0.lanes, run: self, passes: passes).results
    }
  }

  /// Checks all contenders on a workload, and warms them up.
  private func course(of workload: Workload, isStopped: () -> Bool) throws -> Course {
    let expectations = try workload.body.expectation(on: reference)
    var lanes: [Lane] = []
    for contender in contenders where !isStopped() {
      var lane = Lane(contender, workload.body, expectations)
      lane.warmUp(settings, stopwatch)
      lanes.append(lane)
    }
    return Course(
      workload: workload, lanes: lanes,
      random: RandomSource(seed: settings.seed, stream: "order/\(workload.name)"))
  }

  private static let shareOfFirstPass = 0.4
}
