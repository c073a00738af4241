extension MachinePeak {
  /// What share of the most that this machine can do a result is, in percent; `nil` without a time.
  ///
  /// For work that computes, the most is the roofline; for work that only moves, it is how fast the
  /// nearest level of memory that holds all bytes copies.
  func percent(of result: BenchmarkResult) -> Double? {
    if let rate = result.gigaflops {
      return Self.percent(rate, of: roofline(flops: result.flops, bytes: result.bytes))
    }
    guard let rate = result.gigabytes,
      let level = levels.first(where: { $0.holds(result.bytes) }) ?? levels.last
    else { return nil }
    return Self.percent(rate, of: level.copyGBPerSecond)
  }

  private static func percent(_ rate: Double, of most: Double) -> Double? {
    most > 0 ? 100 * rate / most : nil
  }
}

extension BenchmarkReport {
  /// Adds to each result how close it comes to the peak for its number of threads.
  public mutating func relate(to peaks: [MachinePeak]) {
    for index in results.indices {
      let peak = peaks.first { $0.threads == results[index].threads }
      results[index].percentOfPeak = peak?.percent(of: results[index])
    }
  }
}
