import BackendSIMD
import SIMDKernelTable

extension MachinePeak {
  /// Measures what a number of threads can do.
  ///
  /// - Parameters:
  ///   - threads: The number of threads, at least 1.
  ///   - effort: How long to look for the best.
  ///   - instructionSet: What the loops are built for; one that the processor lacks is replaced by
  ///     the best it has.
  public static func measured(
    threads: Int, effort: PeakEffort = .quick, instructionSet: InstructionSet = .chosen
  ) -> MachinePeak {
    let set = min(instructionSet, .best)
    let kernels = set.kernels.peak
    let team = WorkerTeam(count: threads)
    return MachinePeak(
      threads: team.count, instructionSet: set.name,
      gflops: team.bestRate(effort) { _ in multiplyAdds(kernels) } / 1e9,
      levels: plannedLevels(
        threads: team.count, effort: effort, caches: CacheLevel.all,
        availableBytes: SystemFacts.availableMemoryBytes
      ).map { measured($0, team, kernels, effort) })
  }

  /// The levels to measure, with their rates still unknown.
  ///
  /// Half of each cache is used, so that other data have room. A cache that is no larger than those
  /// before it, seen from one thread, is left out: its data would be in those.
  package static func plannedLevels(
    threads: Int, effort: PeakEffort, caches: [CacheLevel], availableBytes: UInt64?
  ) -> [MemoryLevelPeak] {
    var levels: [MemoryLevelPeak] = []
    for cache in caches {
      let capacity = cache.capacity(threads: threads)
      let share = capacity / 2 / threads
      guard share > levels.last?.workingSetBytes ?? 0 else { continue }
      levels.append(level("L\(cache.level)", capacity, share))
    }
    let cached = levels.last?.capacityBytes ?? 0
    let (multiple, overflow) = cached.multipliedReportingOverflow(by: effort.memoryMultiple)
    let wanted = max(overflow ? cached : multiple, 64 << 20)
    let available = Int(clamping: availableBytes ?? (1 << 30))
    levels.append(level("memory", nil, min(wanted, max(available / 4, 1 << 20)) / threads))
    return levels
  }

  private static func level(_ name: String, _ capacity: Int?, _ share: Int) -> MemoryLevelPeak {
    MemoryLevelPeak(
      name: name, capacityBytes: capacity, workingSetBytes: share, readGBPerSecond: 0,
      copyGBPerSecond: 0)
  }

  private static func measured(
    _ plan: MemoryLevelPeak, _ team: WorkerTeam, _ kernels: PeakKernels, _ effort: PeakEffort
  ) -> MemoryLevelPeak {
    let sets = (0..<team.count).map { _ in
      WorkingSet(bytes: plan.workingSetBytes, kernels: kernels)
    }
    team.run { sets[$0].fill() }
    var level = plan
    level.workingSetBytes = sets.first?.bytes ?? plan.workingSetBytes
    level.readGBPerSecond = team.bestRate(effort) { sets[$0].read() } / 1e9
    level.copyGBPerSecond = team.bestRate(effort) { sets[$0].copy() } / 1e9
    return level
  }

  /// Some ten microseconds of multiply-adds; returns how many operations, two for each.
  private static func multiplyAdds(_ kernels: PeakKernels) -> Double {
    let rounds = 10_000
    _ = kernels.multiplyAdds(rounds, 0.999)
    return 2 * Double(rounds * kernels.multiplyAddsPerRound)
  }
}
