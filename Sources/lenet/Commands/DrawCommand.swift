import ArgumentParser
import Datasets
import DigitImages
import FileAccess
import HandwritingSamples

/// `lenet draw`.
struct DrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract: "Draws ten pictures of digits, dark ink on light paper, to try a model on.",
    discussion: "With --style, they look like what people make with that.")

  @Option(help: ArgumentHelp("The folder for the pictures.", valueName: "folder"))
  var output = "pictures"

  @Option(
    parsing: .unconditional,
    help: "The seed of the handwriting; the same seed draws the same pictures (default: 42).",
    transform: Require.whole)
  var seed: UInt64 = 42

  @Option(
    help: ArgumentHelp(
      "How they are made: \(DrawingWay.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "name"))
  var style: String?

  func validate() throws { _ = try way }

  func run() throws {
    try Files.createFolder(output)
    for digit in 0...9 {
      let file = try way.map { try handwritten(digit, $0) } ?? drawn(digit)
      let path = "\(output)/digit-\(digit).\(file.fileExtension)"
      try Files.writeAtomically(file.bytes, to: path)
      try Output.line(path)
    }
  }

  private var way: DrawingWay? {
    get throws { try style.map { try Require.choice("--style", $0, "style") } }
  }

  private func drawn(_ digit: Int) throws -> (bytes: [UInt8], fileExtension: String) {
    let side = 200
    let pixels = try SyntheticDigits.drawing(of: digit, size: side, seed: seed)
    guard let picture = GrayImage(width: side, height: side, pixels: pixels) else {
      throw ToolError.failed("the drawing of \(digit) has no pixels")
    }
    return (try PNG.encode(picture), "png")
  }

  /// One of the ways to write a digit, which the seed chooses.
  private func handwritten(
    _ digit: Int, _ way: DrawingWay
  ) throws -> (bytes: [UInt8], fileExtension: String) {
    let shapes = DigitShape.written.filter { $0.digit == digit }
    let index = (seed ^ UInt64(digit) &* 5).quotientAndRemainder(dividingBy: UInt64(shapes.count))
    let picture = try HandwritingPicture(
      of: shapes[Int(index.remainder)], way, seed: seed)
    return (picture.bytes, picture.fileExtension)
  }
}
