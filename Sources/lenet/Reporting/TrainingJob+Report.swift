import DLCore
import Datasets
import DigitImages
import FileAccess
import RunReport

extension TrainingJob {
  /// The test of a trained model, and where it was wrong; nil if it was interrupted.
  func test<M: Model>(_ model: M) throws -> (evaluation: Evaluation, mistakes: MistakeFinder)? {
    var mistakes = MistakeFinder(data.test)
    let evaluation = try model.evaluate(
      data.test, weights: folder.weights, on: console,
      isStopped: { interruption.isRequested }, hear: { mistakes.add($0) })
    return evaluation.map { ($0, mistakes) }
  }

  /// Writes the report of a run, with the test's result if there is one.
  ///
  /// Returns the path of the page. Whatever goes wrong here is a warning.
  func report<B: Backend, M: Model>(
    _ model: M, _ ending: RunRecord.Ending, test: (Evaluation, MistakeFinder)?,
    parts: TrainingParts, on base: B
  ) -> String? {
    do {
      let test = try test.map { evaluation, mistakes in
        TestRecord(
          loss: evaluation.metrics.loss, confusion: evaluation.metrics.confusion,
          misreadings: try mistakes.misreadings())
      }
      let run = try record(
        model, ending, test, parts, backend: base.name, threads: base.threadCount)
      return RunReporter(folder: folder, console: console).write(run)
    } catch {
      console.line("\(Tool.name): warning: there will be no report: \(error)")
      return nil
    }
  }

  private func record<M: Model>(
    _ model: M, _ ending: RunRecord.Ending, _ test: TestRecord?, _ parts: TrainingParts,
    backend: String, threads: Int
  ) throws -> RunRecord {
    let summary = try Summary(model, input: M.inputShape)
    let values = try settings.values
    return RunRecord(
      model: settings.model, parameters: summary.parameters,
      layers: summary.rows.map { .init($0.layer, "\($0.output)") }, data: record(parts),
      settings: values.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.text) },
      environment: MachineFacts.facts(backend: backend, threads: threads),
      command: try settings.command,
      shortCommand: "\(Tool.name) train --config \(Shell.quoted(folder.config))",
      isRepeatable: settings.changedOnTheWay != true,
      backend: backend, threads: threads, seed: settings.seed,
      tool: "\(Tool.name) \(Tool.version)", plannedEpochs: settings.epochs,
      epochs: try folder.readMetrics(), ending: ending, test: test,
      seconds: ProcessClock.seconds, weights: folder.weights)
  }

  private func record(_ parts: TrainingParts) -> DataRecord {
    DataRecord(
      label: data.label, name: data.name, source: data.source,
      trainingCount: parts.training.count, validationCount: parts.validation?.count ?? 0,
      testCount: data.test.count, classNames: data.test.classNames)
  }
}

extension RunRecord.Ending {
  /// How a training loop ended.
  init(_ reason: TrainingOutcome.Reason) {
    self =
      switch reason {
      case .finished: .finished
      case .stoppedEarly: .stoppedEarly
      case .reachedTarget: .reachedTarget
      case .interrupted: .interrupted
      }
  }
}
