import ArgumentParser
import Benchmarking
import DLCore
import FileAccess
import StandardBackends

/// Times the backends and compares them.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Which backend is how fast, how close to what the machine can do, and is it right?",
    discussion: """
      Each backend's results are checked against those of the naive one first: what is wrong has no \
      time. Backends take turns, so that what slows the machine down hits all of them; figures are \
      medians with 95 % intervals, and where these leave open which of two is faster, it is a tie.

      Exit codes: 0 done; 1 the work failed, a result is wrong, or nothing could be compared with \
      the baseline; 2 wrong usage; 3 a regression was found; 130 interrupted, what is done is shown.
      """)

  @OptionGroup var options: CompareOptions
  @OptionGroup var output: CompareOutput
  @OptionGroup var baseline: BaselineOptions

  @Flag(
    inversion: .prefixedNo,
    help: "Measure first what the machine can do, to say how close each result comes to it.")
  var peak = true

  @Flag(
    help: """
      Tell on standard error how far the run has come, a line a percent, where no terminal shows it.
      """)
  var progress = false

  @Flag(help: "List the workloads instead of running them.")
  var list = false

  func validate() throws {
    guard let earlier = baseline.baseline else { return }
    if let same = output.files.first(where: { Files.isSame($0, earlier) }) {
      throw ValidationError(
        "the results would be written over the baseline, \(same); give another file")
    }
  }

  func run() throws {
    let workloads = try options.selection.chosen(from: Workload.all())
    guard !workloads.isEmpty else {
      throw Exit.failure("no workload matches; 'dlbench --list --suite all' shows their names")
    }
    if list { return workloads.forEach { print($0.name) } }
    do {
      try output.check()
      let earlier = try baseline.read()
      let report = try measure(workloads, since: earlier)
      earlier?.warnings(about: report).forEach { standardError("dlbench: warning: \($0)") }
      try output.write(report, baseline: baseline.baseline)
      let outcome = Outcome(
        of: report, since: earlier, failsOnRegression: baseline.failOnRegression != nil)
      outcome.lines.forEach { standardError("dlbench: \($0)") }
      if let status = outcome.status { throw status }
    } catch let error as FileError {
      throw Exit.failure("\(error)")
    }
  }

  private func measure(
    _ workloads: [Workload], since earlier: Baseline?
  ) throws -> BenchmarkReport {
    let interruption = Interruption.listening()
    let status = StatusLine(hasLines: progress)
    let run = try benchmark(workloads)
    var report = BenchmarkReport(
      environment: .current(threadCounts: options.threadCounts),
      method: BenchmarkMethod(
        seed: options.seed, minimumSeconds: options.minTime, clockSeconds: run.stopwatch.cost,
        resamplings: run.settings.resamplings),
      results: [])
    let before = peaks(run, status)
    report.results = try run.results(isStopped: { interruption.isRequested }) { progress in
      status.show(progress.share, progress.workload)
    }
    // Once more, since others may have used the machine the first time.
    let after = interruption.isRequested ? before : peaks(run, status)
    status.clear()
    if peak {
      let best = zip(before, after).map { $0.best($1) }
      report.relate(to: best, workloads: workloads)
      report.peaks = best
    }
    report.method.interrupted = interruption.isRequested
    if let earlier {
      report.compare(
        with: earlier.report, allowing: baseline.failOnRegression ?? 0, selected: run.keys)
    }
    return report
  }

  /// What the machine can do, for each number of threads that takes part.
  private func peaks(_ run: BenchmarkRun, _ status: StatusLine) -> [MachinePeak] {
    guard peak else { return [] }
    return Set(run.contenders.map(\.threads)).sorted().map { count in
      status.show(0, "measuring what the machine can do")
      return MachinePeak.measured(threads: count)
    }
  }

  private func benchmark(_ workloads: [Workload]) throws -> BenchmarkRun {
    let registry = BackendRegistry.standard
    return BenchmarkRun(
      workloads: workloads,
      contenders: try Contender.all(options.names, threads: options.threadCounts, from: registry),
      reference: try registry.make(named: "naive"), relativeTo: options.referenceName,
      settings: options.settings)
  }
}
