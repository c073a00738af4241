import DLCore
import FileAccess
import Foundation
import RunReport

/// The files of a run.
struct RunFolder {
  let path: String

  /// Everything needed to repeat the run.
  var config: String { "\(path)/config.json" }
  /// A line for each epoch.
  var metrics: String { "\(path)/metrics.csv" }
  /// The weights to take away.
  var weights: String { "\(path)/model.safetensors" }
  var checkpoints: String { "\(path)/checkpoints" }
  var lastCheckpoint: String { "\(checkpoints)/last.safetensors" }
  var previousCheckpoint: String { "\(checkpoints)/previous.safetensors" }
  /// That of the epoch with the lowest validation loss; not there without validation images.
  var bestCheckpoint: String { "\(checkpoints)/best.safetensors" }
  /// What was found where the last checkpoint should be, and could not be used.
  private var damagedCheckpoint: String { "\(checkpoints)/damaged.safetensors" }

  /// A page about the run.
  var report: String { "\(path)/report.html" }
  /// What TensorBoard reads.
  var events: String { "\(path)/\(EventFile.name)" }
  /// What the model is for, how it came about, how good it is.
  var modelCard: String { "\(path)/model-card.md" }
  var learningCurves: String { "\(path)/learning-curves.svg" }
  var confusionMatrix: String { "\(path)/confusion-matrix.svg" }
  /// The test images that were misread.
  var mistakes: String { "\(path)/mistakes.svg" }

  init(path: String) { self.path = path }

  /// The folder of a run to go on with.
  init(existing path: String) throws {
    self.path = path
    guard Files.exists(config) else {
      throw FileError(path: path, problem: "holds no run to resume: there is no config.json")
    }
    try Files.requireWritable(folder: path)
  }

  /// Whether there is a result that a new run would overwrite, or a resumed one go on from.
  ///
  /// Settings alone are what a run leaves behind that failed in its first epoch.
  var holdsRun: Bool {
    hasCheckpoint || Files.exists(weights)
  }

  /// The name of a file that a run would overwrite and that no run wrote.
  ///
  /// A run writes its settings before anything else.
  var foreignFile: String? {
    guard (try? settings.read()) == nil else { return nil }
    let written = [
      config, metrics, report, modelCard, learningCurves, confusionMatrix, mistakes, events,
    ]
    let files = written.filter { Files.exists($0) && !Files.isDirectory($0) }
    return files.first?.split(separator: "/").last.map(String.init)
  }

  /// Whether there is a point that a run could go on from.
  private var hasCheckpoint: Bool {
    [lastCheckpoint, previousCheckpoint, bestCheckpoint].contains(where: Files.exists)
  }

  /// Keeps other runs out of the folder, which is there, as long as the result lives; removes what
  /// a run left unfinished that was killed.
  ///
  /// - Parameter advice: What else can be done where another run is there.
  func lock(orElse advice: String? = nil) throws(FileError) -> FolderLock {
    guard let lock = try FolderLock(path) else {
      throw FileError(
        path: path,
        problem: "another run is writing into this folder; wait for its end"
          + (advice.map { ", or \($0)" } ?? ""))
    }
    [path, checkpoints].forEach(Files.removeUnfinished)
    return lock
  }

  /// The settings of the run.
  var settings: SettingsFile { SettingsFile(path: config) }

  // MARK: Metrics

  /// Adds an epoch's line; the first one brings the header along, in the same write.
  func append(_ row: MetricsRow) throws(FileError) {
    let lines = (Files.exists(metrics) ? [] : [MetricsRow.header]) + [row.line]
    try sayingWhatIsKept { () throws(FileError) in
      try Files.append(Array(lines.map { $0 + "\n" }.joined().utf8), to: metrics)
    }
  }

  /// The epochs that are recorded, in order.
  func readMetrics() throws(FileError) -> [EpochRecord] {
    guard Files.exists(metrics) else { return [] }
    let text = String(decoding: try Files.read(metrics, limit: 1 << 26), as: UTF8.self)
    return text.split(separator: "\n").compactMap(MetricsRow.record).sorted { $0.epoch < $1.epoch }
  }

  /// Drops the lines of epochs that a resumed run does again, and those that were cut off.
  func keepMetrics(ofEpochs epochs: Int) throws(FileError) {
    guard Files.exists(metrics) else { return }
    let text = String(decoding: try Files.read(metrics, limit: 1 << 26), as: UTF8.self)
    let rows = text.split(separator: "\n").filter { line in
      MetricsRow.record(of: line).map { $0.epoch <= epochs } ?? false
    }
    // A run may have been killed before it wrote the header.
    guard !rows.isEmpty else { return try Files.removeIfPresent(metrics) }
    let lines = [MetricsRow.header[...]] + rows
    try Files.writeAtomically(Array(lines.map { $0 + "\n" }.joined().utf8), to: metrics)
  }

  // MARK: Checkpoints

  /// Makes this the last checkpoint, and the one before it the previous; also the best one, if it
  /// is that.
  func save(checkpoint: WeightArchive, isBest: Bool = false) throws(FileError) {
    try sayingWhatIsKept { () throws(FileError) in
      try Files.createFolder(checkpoints)
      // First, so that a run which dies in between does the epoch again and saves it again.
      if isBest { try WeightFile.write(checkpoint, to: bestCheckpoint) }
      try WeightFile.write(checkpoint, to: lastCheckpoint, keepingOldAs: previousCheckpoint)
    }
  }

  /// Saves something of an epoch; an error says how to go on from the epochs before it.
  private func sayingWhatIsKept(_ save: () throws(FileError) -> Void) throws(FileError) {
    do throws(FileError) {
      try save()
    } catch {
      guard hasCheckpoint else { throw error }
      throw FileError(
        path: error.path,
        problem: "\(error.problem); all before this epoch is kept, to go on from there: "
          + resumeCommand)
    }
  }

  /// What goes on with the run.
  var resumeCommand: String { "\(Tool.name) train --resume \(Shell.quoted(path))" }

  /// Hands the last checkpoint to `restore`, or else the previous or the best one if that is missing
  /// or damaged.
  ///
  /// A damaged last one is set aside then, so that it does not become the previous one in place of
  /// a good one. Returns whether there was any. Throws the first one's problem when none can be
  /// used, and an error where there is a result, but nothing that it could be reached again from.
  func restoreCheckpoint(
    warn: (String) -> Void, _ restore: (WeightArchive) throws -> Void
  ) throws -> Bool {
    let found = [lastCheckpoint, previousCheckpoint, bestCheckpoint].filter(Files.exists)
    var problems: [String] = []
    if found.first != lastCheckpoint, !found.isEmpty {
      problems = ["\(lastCheckpoint): is missing"]
    }
    for path in found {
      do {
        try restore(try WeightFile.read(path))
        problems.forEach { warn("\($0); going back to \(path)") }
        if !problems.isEmpty { _ = rename(lastCheckpoint, damagedCheckpoint) }
        return true
      } catch let error as FileError {
        problems.append("\(error)")
      } catch let error as TensorError {
        problems.append("\(path): \(error.problem)")
      }
    }
    if let first = problems.first { throw ToolError.failed(first) }
    guard let result = try resultWithoutCheckpoint else { return false }
    throw FileError(
      path: path,
      problem: "has \(result), but no checkpoint to go on from; a new run needs another folder "
        + "(--output)")
  }

  /// What would be lost if a run whose checkpoints are gone began anew.
  ///
  /// One epoch is what a run leaves that was killed between its record and its first checkpoint.
  private var resultWithoutCheckpoint: String? {
    get throws(FileError) {
      if Files.exists(weights) { return "weights" }
      let epochs = try readMetrics().count
      return epochs > 1 ? "a record of \(epochs) epochs" : nil
    }
  }
}
