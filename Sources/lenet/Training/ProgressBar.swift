import DLCore
import RunReport

/// The status line of a running training.
struct ProgressBar {
  private let plan: TrainingPlan
  /// The examples of the whole run that were done before this process began.
  private let before: Int
  private let start = ContinuousClock.now

  init(_ plan: TrainingPlan, completedEpochs: Int, examplesOfEpoch: Int) {
    self.plan = plan
    before = completedEpochs * plan.examples + examplesOfEpoch
  }

  func text(_ report: StepReport) -> String {
    let done = (report.epoch - 1) * plan.examples + report.examples
    let rate = Double(done - before) / ((ContinuousClock.now - start) / .seconds(1))
    let left = Double(plan.epochs * plan.examples - done) / rate
    return "epoch \(report.epoch)/\(plan.epochs) \(Self.bar(report.step, of: plan.stepsPerEpoch)) "
      + "\(Format.rate(rate)) images/s, loss \(Format.fixed(report.loss, 3)), "
      + "accuracy \(Format.fixed(100 * report.accuracy, 1)) %, \(Format.clock(left)) left"
  }

  /// A bar of few cells: the line should fit into 80 columns.
  static func bar(_ step: Int, of steps: Int) -> String {
    let cells = 8
    let full = min(max(step * cells / max(steps, 1), 0), cells)
    return String(repeating: "█", count: full) + String(repeating: "░", count: cells - full)
  }
}
