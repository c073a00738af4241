import FileAccess
import RunReport

/// Writes what people look at after a run.
///
/// The weights are there by then: what cannot be written is a warning, and the run succeeds.
struct RunReporter {
  let folder: RunFolder
  let console: Console

  /// Writes pictures, page and model card; returns the path of the page if it could be written.
  ///
  /// What an interrupted run has no result for is removed: it would be an earlier run's.
  func write(_ run: RunRecord) -> String? {
    write(LearningCurves(run.epochs, test: run.test).svg, to: folder.learningCurves)
    if let test = run.test {
      write(ConfusionMatrix(test, data: run.data).svg, to: folder.confusionMatrix)
      write(MistakeGallery(test, data: run.data).svg, to: folder.mistakes)
    } else {
      [folder.confusionMatrix, folder.mistakes, folder.modelCard].forEach(remove)
    }
    if let card = ModelCard(run) { write(card.markdown, to: folder.modelCard) }
    return write(ReportPage(run).html, to: folder.report) ? folder.report : nil
  }

  @discardableResult
  private func write(_ text: String, to path: String) -> Bool {
    attempt { () throws(FileError) in try Files.writeAtomically(Array(text.utf8), to: path) }
  }

  private func remove(_ path: String) {
    _ = attempt { () throws(FileError) in try Files.removeIfPresent(path) }
  }

  private func attempt(_ work: () throws(FileError) -> Void) -> Bool {
    do throws(FileError) {
      try work()
      return true
    } catch {
      console.line("\(Tool.name): warning: \(error)")
      return false
    }
  }
}
