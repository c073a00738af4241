import DLCore

/// Hears of every step and epoch: draws progress, records metrics, saves checkpoints, and stops the
/// loop when a person wants that.
struct TrainingObserver {
  private let job: TrainingJob
  private var bar: ProgressBar?
  private(set) var log: EventLog

  init(job: TrainingJob, log: EventLog) {
    self.job = job
    self.log = log
  }

  mutating func hear<Base: Backend, M: Model, O: Optimizer>(
    _ event: TrainingEvent, trainer: borrowing Trainer<Base, M, O>
  ) throws -> TrainingDirective {
    switch event {
    case .began(let plan):
      bar = ProgressBar(
        plan, completedEpochs: trainer.completedEpochs,
        examplesOfEpoch: trainer.epochProgress?.metrics.count ?? 0)
    case .stepEnded(let report):
      if let bar { job.console.status(bar.text(report)) }
    case .epochEnded(let report):
      let row = MetricsRow(report: report, seconds: ProcessClock.seconds)
      try record(row)
      try job.folder.save(checkpoint: try trainer.checkpoint(), isBest: trainer.isBest)
      tell(row)
    case .ended: break
    }
    return job.interruption.isRequested ? .stop : .proceed
  }

  /// The record comes before the checkpoint: what a crash leaves too much of, a resumed run drops.
  private mutating func record(_ row: MetricsRow) throws {
    try job.folder.append(row)
    log.add(row.record)
  }

  /// What people and scripts hear of is saved by then.
  private func tell(_ row: MetricsRow) {
    job.console.line(row.text(of: job.settings.epochs))
    if job.format == .json { job.results.line(row.json) }
  }
}

extension Trainer {
  /// Whether no epoch had a lower validation loss than the one that has just ended.
  fileprivate var isBest: Bool {
    validationHistory.bestLoss.isFinite && validationHistory.epochsSinceBest == 0
  }
}
