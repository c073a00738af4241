import ArgumentParser
import Datasets
import DigitImages
import FileAccess

/// `lenet draw`.
struct DrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "draw",
    abstract: "Draws ten pictures of digits, dark ink on light paper, to try a model on.")

  @Option(help: ArgumentHelp("The folder for the pictures.", valueName: "folder"))
  var output = "pictures"

  @Option(
    parsing: .unconditional,
    help: "The seed of the handwriting; the same seed draws the same pictures (default: 42).",
    transform: Require.whole)
  var seed: UInt64 = 42

  func run() throws {
    try Files.createFolder(output)
    for digit in 0...9 {
      let side = 200
      let pixels = try SyntheticDigits.drawing(of: digit, size: side, seed: seed)
      guard let picture = GrayImage(width: side, height: side, pixels: pixels) else { continue }
      let path = "\(output)/digit-\(digit).png"
      try Files.writeAtomically(try PNG.encode(picture), to: path)
      try Output.line(path)
    }
  }
}
