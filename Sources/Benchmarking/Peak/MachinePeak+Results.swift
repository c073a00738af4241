extension MachinePeak {
  /// What share of the most that this machine can do a rate of work is, in percent.
  ///
  /// For work that computes, the most is the roofline at the nearest level of memory that holds all
  /// it touches; for work that only moves, it is how fast that level copies.
  ///
  /// - Parameter seconds: The time of one run.
  public func percent(of work: Work, seconds: Double) -> Double? {
    let level = levels.first { $0.holds(work.footprint) } ?? levels.last
    guard work.flops > 0 else {
      return level.flatMap { Self.percent(work.bytes / seconds / 1e9, of: $0.copyGBPerSecond) }
    }
    let bandwidth = work.bytes > 0 ? level?.readGBPerSecond : nil
    let roof = bandwidth.map { min(gflops, work.flops / work.bytes * $0) } ?? gflops
    return Self.percent(work.flops / seconds / 1e9, of: roof)
  }

  private static func percent(_ rate: Double, of most: Double) -> Double? {
    most > 0 ? 100 * rate / most : nil
  }

  /// The better of two measurements in each figure: whatever disturbs one makes it smaller.
  public func best(_ other: MachinePeak) -> MachinePeak {
    var best = self
    best.gflops = max(gflops, other.gflops)
    for (index, level) in zip(levels.indices, other.levels) where levels[index].name == level.name {
      best.levels[index].readGBPerSecond = max(
        levels[index].readGBPerSecond, level.readGBPerSecond)
      best.levels[index].copyGBPerSecond = max(
        levels[index].copyGBPerSecond, level.copyGBPerSecond)
    }
    return best
  }
}

extension BenchmarkReport {
  /// Adds to each result how close it comes to the peak for its number of threads.
  public mutating func relate(to peaks: [MachinePeak], workloads: [Workload]) {
    for index in results.indices {
      let result = results[index]
      let peak = peaks.first { $0.threads == result.threads }
      let work = workloads.first { $0.name == result.workload }?.body.work
      guard let peak, let work, let seconds = result.timing?.median else { continue }
      results[index].percentOfPeak = peak.percent(of: work, seconds: seconds)
    }
  }
}
