import Foundation
import lenet

extension FuzzTarget {
  /// `config.json` of a run.
  static let settings = FuzzTarget(name: "config.json", corpus: configurations) { bytes in
    let settings = try SettingsFile(path: "config.json").decode(bytes)
    try settings.validate()
    let written = try encoded(settings)
    let again = try SettingsFile(path: "config.json").decode(written)
    try Broken.require(again == settings, "what was read differs when it is read again")
    _ = try settings.command
    return written
  }

  private static var configurations: [[UInt8]] {
    let plain = RunSettings(backend: "naive", threads: 2, learningRate: 0.004, weightDecay: 0)
    var full = plain
    full.data = "folder/é \"quoted\""
    full.limit = 100
    full.validationSplit = 0.25
    full.earlyStopping = 3
    full.targetAccuracy = 0.99
    full.trainingImages = 60_000
    return [plain, full].compactMap { try? encoded($0) }
  }

  private static func encoded(_ settings: RunSettings) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return Array(try encoder.encode(settings))
  }
}
