import DLCore
import FileAccess
import Foundation
import RunReport

/// A run's numbers for TensorBoard, which can watch the file grow.
///
/// A file that cannot be written is told once, and the run goes on without.
struct EventLog {
  private let path: String
  private let console: Console
  /// When the process started, in seconds since 1970.
  private let start = Date.now.timeIntervalSince1970 - ProcessClock.seconds
  private var isBroken = false

  init(_ folder: RunFolder, _ console: Console) {
    path = folder.events
    self.console = console
  }

  /// Begins anew with the epochs that a resumed run has behind it; leaves no file where there are
  /// none.
  mutating func begin(with epochs: [EpochRecord]) {
    // Their times are those of an earlier process: the last one ends where this one starts.
    let origin = start - (epochs.last?.seconds ?? 0)
    let records = epochs.map { EventFile.epoch($0, at: origin + $0.seconds) }
    let path = path
    attempt { () throws(FileError) in
      guard !epochs.isEmpty else { return try Files.removeIfPresent(path) }
      try Files.writeAtomically(
        ([EventFile.beginning(at: origin)] + records).flatMap(\.self), to: path)
    }
  }

  /// Adds an epoch.
  mutating func add(_ epoch: EpochRecord) {
    add(EventFile.epoch(epoch, at: start + epoch.seconds))
  }

  /// Adds the result on the test images.
  mutating func add(_ test: ClassificationMetrics, epoch: Int) {
    add(
      EventFile.test(
        loss: test.loss, accuracy: test.accuracy, epoch: epoch,
        at: start + ProcessClock.seconds))
  }

  private mutating func add(_ record: [UInt8]) {
    let (path, start) = (path, start)
    attempt { () throws(FileError) in
      let beginning = Files.exists(path) ? [] : EventFile.beginning(at: start)
      try Files.append(beginning + record, to: path)
    }
  }

  private mutating func attempt(_ work: () throws(FileError) -> Void) {
    guard !isBroken else { return }
    do throws(FileError) {
      try work()
    } catch {
      isBroken = true
      console.line("\(Tool.name): warning: \(error)")
    }
  }
}
