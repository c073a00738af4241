/// What the samples of one workload say.
struct LaneResults {
  let workload: Workload
  let lanes: [Lane]
  let run: BenchmarkRun
  /// The passes through all workloads in which samples were taken.
  let passes: Int

  /// A result for each contender that has been measured, or found to be wrong.
  var results: [BenchmarkResult] {
    lanes.compactMap { lane in
      if let problem = lane.problem { return result(of: lane, problem: problem) }
      guard let timing = timing(of: lane) else { return nil }
      let (comparison, verdict) = standing(of: lane)
      var result = result(of: lane, verdict: timing.isMeasured ? verdict : .notMeasured)
      result.timing = timing
      result.comparison = comparison
      return result
    }
  }

  private func result(
    of lane: Lane, verdict: BenchmarkVerdict = .wrong, problem: String? = nil
  ) -> BenchmarkResult {
    let work = workload.body.work
    return BenchmarkResult(
      workload: workload.name, backend: lane.contender.name, threads: lane.contender.threads,
      flops: work.flops, bytes: work.bytes, verdict: verdict,
      maximumError: lane.verification.maximumError, verified: problem == nil, problem: problem)
  }

  private func timing(of lane: Lane) -> BenchmarkTiming? {
    guard let summary = SampleSummary(lane.samples),
      let interval = bootstrap.interval(ofMedian: lane.samples)
    else { return nil }
    let work = workload.body.work
    return BenchmarkTiming(
      samples: lane.samples.count, runsPerSample: lane.runsPerSample, median: summary.median,
      minimum: summary.minimum, deviation: summary.deviation, interval: interval,
      outliers: summary.outliers,
      rate: work.rate(seconds: summary.median), unit: work.unitName)
  }

  /// Compares a lane with the reference on as many threads; the reference on several numbers of
  /// threads is compared with itself on the first.
  private func standing(of lane: Lane) -> (BenchmarkComparison?, BenchmarkVerdict) {
    let references = lanes.filter { $0.contender.name == run.relativeTo && !$0.samples.isEmpty }
    let isReference = lane.contender.name == run.relativeTo
    let alike = references.first {
      $0.contender.requestedThreads == lane.contender.requestedThreads
    }
    guard let other = (isReference ? nil : alike) ?? references.first else { return (nil, .alone) }
    let isItself = isReference && other.contender.threads == lane.contender.threads
    guard !isItself,
      let quotient = TimeQuotient(of: other.samples, over: lane.samples, by: bootstrap)
    else { return (nil, isItself ? .reference : .alone) }
    let comparison = BenchmarkComparison(
      relativeTo: other.contender.name, threads: other.contender.threads, quotient)
    return (comparison, BenchmarkVerdict(quotient))
  }

  private var bootstrap: Bootstrap {
    Bootstrap(
      seed: run.settings.seed, resamplings: run.settings.resamplings, passes: passes)
  }
}
