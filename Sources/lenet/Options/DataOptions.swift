import ArgumentParser
import Datasets
import FileAccess
import Foundation

/// Which pictures to use, and how many.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The pictures: auto, mnist, fashion-mnist, synthetic, or a folder of IDX files "
        + "(default: auto).",
      discussion: "auto is MNIST where it can be had, else digits that this program draws.",
      valueName: "name-or-folder"))
  var data: String?

  @Option(
    parsing: .unconditional,
    help: "Use the first N training images and the first N test images (default: all).",
    transform: Require.whole)
  var limit: Int?

  func validate() throws {
    if let data { try Self.check(data: data) }
    if let limit { try Require.range("--limit", limit, 1...Int.max) }
  }

  private static func check(data: String) throws {
    let choice: DatasetChoice
    do {
      choice = try DatasetChoice(data)
    } catch {
      throw ValidationError("\(error)")
    }
    if case .folder(let path) = choice, !Files.exists(path) {
      throw ValidationError(
        "--data: there is no data set or folder '\(path)'; give auto, mnist, fashion-mnist, "
          + "synthetic, or a folder of IDX files")
    }
    if case .folder(let path) = choice, !Files.isDirectory(path) {
      throw ValidationError(
        "--data: '\(path)' is not a folder; give the one that holds the four IDX files")
    }
  }
}

/// Pictures to train and test on, under the name that scripts see.
struct LoadedData {
  let training: LabeledImages
  let test: LabeledImages
  /// `mnist`, `fashion-mnist`, `synthetic`, or the folder as it was given.
  let label: String
  /// The data set's own name.
  let name: String
  /// Where it came from.
  let source: String

  /// How many images of what, in one line.
  var summary: String {
    let origin = source == name ? "" : ", \(source)"
    return "\(name): \(training.count) training and \(test.count) test images\(origin)"
  }

  /// Loads a data set, telling the console what goes on.
  init(_ text: String, limit: Int?, console: Console) throws {
    let choice = try DatasetChoice(text)
    let loader = DatasetLoader(
      environment: ProcessInfo.processInfo.environment,
      log: { console.line("\(Tool.name): \($0)") },
      progress: { console.status("\($0)") })
    defer { console.clearStatus() }
    let pair = try loader.load(choice)
    training = pair.training.prefix(limit ?? .max)
    test = pair.test.prefix(limit ?? .max)
    name = pair.training.name
    source = pair.source
    label =
      switch name {
      case loader.mnist.name: "mnist"
      case loader.fashionMNIST.name: "fashion-mnist"
      default: choice == .auto ? "synthetic" : choice.description
      }
  }
}
