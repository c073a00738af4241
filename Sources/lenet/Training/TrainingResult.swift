import DLCore
import RunReport

/// What `lenet train` prints at the end.
struct TrainingResult {
  let outcome: TrainingOutcome
  let test: ClassificationMetrics
  let backend: String
  let threads: Int
  let data: LoadedData
  let weights: String
  /// The page about the run; nil where it could not be written.
  let report: String?
  /// Since the process started.
  let seconds = ProcessClock.seconds

  var json: JSON {
    .object([
      ("event", .string("done")), ("test_loss", .number(test.loss)),
      ("test_accuracy", .number(test.accuracy)), ("seconds", .number(seconds)),
      ("epochs", .int(outcome.epochs)), ("reason", .string(outcome.reason.rawValue)),
      ("backend", .string(backend)), ("threads", .int(threads)), ("data", .string(data.label)),
      ("weights", .string(weights)), ("report", report.map(JSON.string) ?? .null),
    ])
  }

  var text: String {
    """
    \(ending)
    test loss      \(Format.fixed(test.loss, 4))
    test accuracy  \(Format.percent(test.accuracy)) of \(test.count) images
    time           \(Format.duration(seconds)), \(backend) backend, \(Format.count(threads, "thread"))
    data           \(data.name)
    weights        \(weights)
    """ + (report.map { "\nreport         \($0)" } ?? "")
  }

  private var ending: String {
    let epochs = Format.count(outcome.epochs, "epoch")
    return switch outcome.reason {
    case .reachedTarget: "reached the target accuracy after \(epochs)"
    case .stoppedEarly: "stopped early after \(epochs): the validation loss no longer improves"
    case .finished, .interrupted: "trained for \(epochs)"
    }
  }
}
