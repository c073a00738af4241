import ArgumentParser
import FileAccess
import Foundation

/// Which weights to use.
struct WeightsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The weights (default: those of the newest run in \(RunPlace.usualParent)/).",
      valueName: "file"))
  var weights: String?

  /// The file: the one given, or else the newest run's.
  func locate(console: Console) throws -> String {
    if let weights { return weights }
    guard let newest = Self.newest else {
      throw ToolError.failed(
        "there are no weights: give a file with --weights, or make one with 'lenet train'")
    }
    console.line("\(Tool.name): using \(newest)")
    return newest
  }

  /// The weights of the newest run, if there is any.
  static var newest: String? {
    let runs = (try? FileManager.default.contentsOfDirectory(atPath: RunPlace.usualParent)) ?? []
    let files = runs.map { RunFolder(path: "\(RunPlace.usualParent)/\($0)").weights }
    let dated = files.compactMap { file in modified(file).map { (file: file, date: $0) } }
    // Of files as new as each other, the last by name, so that the choice is always the same.
    return dated.max { ($0.date, $0.file) < ($1.date, $1.file) }?.file
  }

  private static func modified(_ path: String) -> Date? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.modificationDate] as? Date
  }
}
