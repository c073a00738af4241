import DLCore

/// A workload and all who run it, side by side.
struct Course {
  let workload: Workload
  private(set) var lanes: [Lane]
  private var random: RandomSource

  init(workload: Workload, lanes: [Lane], random: RandomSource) {
    self.workload = workload
    self.lanes = lanes
    self.random = random
  }

  /// Takes the samples of one of several passes, a round after the other.
  mutating func run(
    _ pass: Int, of passes: Int, _ stopwatch: Stopwatch, isStopped: () -> Bool
  ) {
    let rounds = lanes.map(\.plannedSamples).max() ?? 0
    let own = rounds * pass / passes..<rounds * (pass + 1) / passes
    // Other workloads have had the caches since the last pass.
    if own.count > 1 {
      for index in lanes.indices where !isStopped() { lanes[index].refresh(stopwatch) }
    }
    for round in own where !isStopped() {
      for index in random.permutation(of: lanes.count)
      where lanes[index].takesPart(in: round, of: rounds) {
        lanes[index].sample(stopwatch)
      }
    }
  }
}
