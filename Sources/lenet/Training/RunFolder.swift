import ArgumentParser
import DLCore
import FileAccess
import Foundation

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

  // MARK: Settings

  /// The settings of the run, each of them checked.
  func readSettings() throws -> RunSettings {
    let bytes = try Files.read(config, limit: 1 << 20)
    let settings: RunSettings
    do {
      settings = try JSONDecoder().decode(RunSettings.self, from: Data(bytes))
    } catch {
      throw FileError(path: config, problem: "is not the settings of a run: \(Self.reason(error))")
    }
    do {
      try settings.validate()
    } catch let error as ValidationError {
      throw FileError(path: config, problem: error.message)
    }
    return settings
  }

  func write(_ settings: RunSettings) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try Files.writeAtomically(Array(try encoder.encode(settings)) + [0x0A], to: config)
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "'\(key.stringValue)' is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' has the wrong type"
    default: "it is not well-formed JSON, or has a number that is out of range"
    }
  }

  // MARK: Metrics

  /// Adds an epoch's line; the first one brings the header along.
  func append(_ row: MetricsRow) throws(FileError) {
    if !Files.exists(metrics) { try Files.appendLine(MetricsRow.header, to: metrics) }
    try Files.appendLine(row.line, to: metrics)
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
