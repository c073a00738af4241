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
    try Self.requireWritable(path)
  }

  /// Whether there is a result that a new run would overwrite, or a resumed one go on from.
  ///
  /// Settings alone are what a run leaves behind that failed in its first epoch.
  var holdsRun: Bool {
    [weights, lastCheckpoint, previousCheckpoint].contains(where: Files.exists)
  }

  /// Checks that files can be made in a folder, by making one.
  static func requireWritable(_ path: String) throws(FileError) {
    let probe = "\(path)/.write-test"
    do throws(FileError) {
      try Files.writeAtomically([], to: probe)
      try Files.removeIfPresent(probe)
    } catch {
      throw FileError(path: path, problem: "files cannot be written here: \(error.problem)")
    }
  }

  /// The settings of the run.
  var settings: SettingsFile { SettingsFile(path: config) }

  // MARK: Metrics

  /// Adds an epoch's line; the first one brings the header along.
  func append(_ row: MetricsRow) throws(FileError) {
    if !Files.exists(metrics) { try Files.appendLine(MetricsRow.header, to: metrics) }
    try Files.appendLine(row.line, to: metrics)
  }

  /// The epochs that are recorded, in order.
  func readMetrics() throws(FileError) -> [EpochRecord] {
    guard Files.exists(metrics) else { return [] }
    let text = String(decoding: try Files.read(metrics, limit: 1 << 26), as: UTF8.self)
    return text.split(separator: "\n").compactMap(MetricsRow.record).sorted { $0.epoch < $1.epoch }
  }

  /// Drops the lines of epochs that a resumed run does again.
  func keepMetrics(ofEpochs epochs: Int) throws(FileError) {
    guard Files.exists(metrics) else { return }
    let text = String(decoding: try Files.read(metrics, limit: 1 << 26), as: UTF8.self)
    let lines = text.split(separator: "\n").filter { line in
      MetricsRow.epoch(of: line).map { $0 <= epochs } ?? (line == MetricsRow.header)
    }
    try Files.writeAtomically(Array(lines.map { $0 + "\n" }.joined().utf8), to: metrics)
  }

  // MARK: Checkpoints

  /// Makes this the last checkpoint, and the one before it the previous.
  func save(checkpoint: WeightArchive) throws(FileError) {
    try Files.createFolder(checkpoints)
    if Files.exists(lastCheckpoint) {
      guard rename(lastCheckpoint, previousCheckpoint) == 0 else {
        throw FileError(
          path: previousCheckpoint,
          problem: "cannot be replaced: \(String(cString: strerror(errno)))")
      }
    }
    try WeightFile.write(checkpoint, to: lastCheckpoint)
  }

  /// Hands the last checkpoint to `restore`, or the previous one if the last is missing or damaged.
  ///
  /// Returns whether there was one. Throws the last one's problem when neither can be used.
  func restoreCheckpoint(
    warn: (String) -> Void, _ restore: (WeightArchive) throws -> Void
  ) throws -> Bool {
    let found = [lastCheckpoint, previousCheckpoint].filter(Files.exists)
    var problems: [String] = []
    for path in found {
      do {
        try restore(try WeightFile.read(path))
        problems.forEach { warn("\($0); going back to \(path)") }
        return true
      } catch let error as FileError {
        problems.append("\(error)")
      } catch let error as TensorError {
        problems.append("\(path): \(error.problem)")
      }
    }
    if let first = problems.first { throw ToolError.failed(first) }
    return false
  }
}
