import DLCore

/// A finished evaluation.
struct Evaluation {
  let metrics: ClassificationMetrics
  let seconds: Double

  var imagesPerSecond: Double { Double(metrics.count) / seconds }
}

extension Model {
  /// Evaluates the model, showing how far it is; nil if it was stopped before the end.
  func evaluate(
    _ examples: some ExampleSource, on console: Console, isStopped: () -> Bool = { false }
  ) throws -> Evaluation? {
    let start = ContinuousClock.now
    let metrics = try evaluate(examples) { metrics in
      console.status(
        "evaluating \(ProgressBar.bar(metrics.count, of: examples.count)) "
          + "\(metrics.count) of \(examples.count) images")
      return isStopped() ? .stop : .proceed
    }
    console.clearStatus()
    guard metrics.count == examples.count else { return nil }
    return Evaluation(metrics: metrics, seconds: (ContinuousClock.now - start) / .seconds(1))
  }
}
