import DLCore
import FileAccess

/// A finished evaluation.
struct Evaluation {
  let metrics: ClassificationMetrics
  let seconds: Double

  var imagesPerSecond: Double { Double(metrics.count) / seconds }
}

extension Model {
  /// Evaluates the model, showing how far it is; nil if it was stopped before the end.
  ///
  /// `hear` is told of each batch. Throws an error about the weights' file when what they give is
  /// no number.
  func evaluate(
    _ examples: some ExampleSource, weights: String, on console: Console,
    isStopped: () -> Bool = { false }, hear: (EvaluationBatch<B>) -> Void = { _ in }
  ) throws -> Evaluation? {
    let start = ContinuousClock.now
    let predictor = try Predictor(self, batchSize: 256)
    let metrics = try predictor.evaluate(examples) { batch in
      hear(batch)
      let count = batch.metrics.count
      console.status(
        "evaluating \(ProgressBar.bar(count, of: examples.count)) "
          + "\(count) of \(examples.count) images")
      return isStopped() ? .stop : .proceed
    }
    console.clearStatus()
    guard metrics.count == examples.count else { return nil }
    guard metrics.loss.isFinite else { throw FileError.resultsNotFinite(weights) }
    return Evaluation(metrics: metrics, seconds: (ContinuousClock.now - start) / .seconds(1))
  }
}

extension FileError {
  /// Weights that can be computed with, but to no use.
  static func resultsNotFinite(_ path: String) -> FileError {
    FileError(
      path: path,
      problem: "its results are not finite numbers; give weights of a training that went well")
  }
}
