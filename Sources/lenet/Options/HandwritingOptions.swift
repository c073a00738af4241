import ArgumentParser
import Datasets
import FileAccess
import Foundation
import HandwritingSamples

/// Whether and how people's handwriting is read instead of a data set.
struct HandwritingOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp(
      "Read drawn and photographed handwriting instead of a data set.",
      discussion: "Pictures as people make them, drawn by this program from its own list of shapes "
        + "and, where MNIST is there, from the shapes in its test images."))
  var handwriting = false

  @Flag(
    help: ArgumentHelp(
      "With --handwriting: the half that parameters were chosen on.",
      discussion: "Every other shape of the list, and shapes of MNIST's training images."))
  var tuning = false

  @Option(
    help: ArgumentHelp(
      "With --handwriting: a way of drawing, may be repeated: \(Self.names) (default: all).",
      valueName: "name"))
  var way: [String] = []

  @Option(
    help: ArgumentHelp(
      "With --handwriting: write misread pictures, and how they were seen, into this folder.",
      valueName: "folder"))
  var mistakes: String?

  private static let names = DrawingWay.allCases.map(\.rawValue).joined(separator: ", ")

  func validate() throws {
    _ = try way.map(Self.parsed)
    if !handwriting, tuning || !way.isEmpty || mistakes != nil {
      throw ValidationError("--tuning, --way and --mistakes need --handwriting")
    }
  }

  private static func parsed(_ name: String) throws -> DrawingWay {
    try Require.choice("--way", name, "way of drawing")
  }

  /// The ways asked for, or all.
  var chosenWays: [DrawingWay] {
    way.isEmpty ? DrawingWay.allCases : way.compactMap(DrawingWay.init)
  }

  /// The tests, each with the name of its shapes; `limit` is the most shapes of each kind.
  func tests(
    limit: Int?, console: Console
  ) throws -> [(test: HandwritingTest, shapes: String)] {
    if let mistakes { try Files.createFolder(mistakes) }
    var written = HandwritingTest.written(tuning ? .tuning : .report)
    written.shapes = Array(written.shapes.prefix(limit ?? .max))
    guard let images = Self.mnist(isTuning: tuning) else {
      console.line("\(Tool.name): without the shapes of MNIST, which is not on this machine")
      return [(written, "written")]
    }
    let traced = Self.traced(images, count: min(limit ?? 300, images.count))
    return [(written, "written"), (HandwritingTest(shapes: traced, hands: 1), "traced")]
  }

  private static func mnist(isTuning: Bool) -> LabeledImages? {
    let loader = DatasetLoader(
      environment: ProcessInfo.processInfo.environment, allowDownload: false)
    guard let pair = try? loader.load(.mnist) else { return nil }
    return isTuning ? pair.training : pair.test
  }

  /// The shapes of so many images, spread evenly over all.
  private static func traced(_ images: LabeledImages, count: Int) -> [DigitShape] {
    (0..<count).compactMap { index in
      let place = index * (images.count / max(count, 1))
      return images.image(at: place).flatMap {
        DigitShape(
          tracing: $0, height: images.height, width: images.width, digit: images.label(at: place),
          name: "image \(place)")
      }
    }
  }
}
