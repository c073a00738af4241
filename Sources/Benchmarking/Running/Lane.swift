import DLCore

/// A contender at work on one workload.
struct Lane {
  let contender: Contender
  let verification: Verification
  private let run: (Int) throws -> Void
  /// The seconds of one run, one number a sample, in the order in which they were taken.
  private(set) var samples: [Double] = []
  private(set) var runsPerSample = 1
  private(set) var plannedSamples = 0
  /// What went wrong; then there are no samples.
  private(set) var problem: String?

  /// Checks a contender's result and gets it ready; what it throws becomes its problem.
  init(_ contender: Contender, _ body: any WorkloadBody, _ expectations: [ExpectedOutput]) {
    self.contender = contender
    var verification = Verification(of: [], with: [])
    var ready: (Int) throws -> Void = { _ in }
    do {
      let outputs = try body.outputs(on: contender.backend)
      verification = Verification(of: outputs, with: expectations)
      problem = verification.problem
      if problem == nil { ready = try body.prepare(on: contender.backend) }
    } catch {
      problem = "\(error)"
    }
    self.verification = verification
    run = ready
  }

  /// Runs until caches are warm and the speed no longer rises, and finds out how many runs make a
  /// sample long enough.
  mutating func warmUp(_ settings: BenchmarkSettings, _ stopwatch: Stopwatch) {
    guard problem == nil else { return }
    let end = stopwatch.now() + settings.minimumSeconds / 2
    var best = time(stopwatch)
    while best * Double(runsPerSample) < settings.sampleSeconds, runsPerSample < Self.mostRuns {
      let missing = settings.sampleSeconds / max(best * Double(runsPerSample), 1e-9)
      runsPerSample = min(
        runsPerSample * min(max(Int(missing.rounded(.up)), 2), 100), Self.mostRuns)
      best = time(stopwatch)
    }
    var samplesSinceBest = 0
    while samplesSinceBest < 3, stopwatch.now() < end {
      let next = time(stopwatch)
      samplesSinceBest = next < best * 0.98 ? 0 : samplesSinceBest + 1
      best = min(best, next)
    }
    plannedSamples = settings.sampleCount(seconds: best * Double(runsPerSample))
  }

  /// Runs as long as a sample takes, for caches and threads to be there again, if that is short.
  mutating func refresh(_ stopwatch: Stopwatch) {
    guard problem == nil, plannedSamples > Self.fewSamples else { return }
    _ = time(stopwatch)
  }

  /// Takes a sample.
  mutating func sample(_ stopwatch: Stopwatch) {
    let seconds = time(stopwatch)
    // A clock that did not move says nothing.
    if problem == nil, seconds > 0 { samples.append(seconds) }
  }

  /// Whether the lane takes a sample in a round, so that its samples spread over all rounds evenly.
  func takesPart(in round: Int, of rounds: Int) -> Bool {
    guard problem == nil, rounds > 0 else { return false }
    return (round + 1) * plannedSamples / rounds > round * plannedSamples / rounds
  }

  /// The seconds of one run.
  private mutating func time(_ stopwatch: Stopwatch) -> Double {
    do {
      return try stopwatch.seconds { try run(runsPerSample) } / Double(runsPerSample)
    } catch {
      problem = problem ?? "\(error)"
      samples = []
      return 0
    }
  }

  private static let mostRuns = 1 << 20
  /// Lanes with no more samples are so slow that caches make no difference.
  private static let fewSamples = 16
}
