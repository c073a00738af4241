import DLCore
import Datasets
import DigitImages
import FileAccess
import Foundation
import TestSupport
import Testing

/// Files that tests give to the tool.
extension Tool {
  /// Writes four small IDX files into the folder `data`.
  func writeData(training: Int = 120, test: Int = 40) throws {
    let pair = try SyntheticDigits.make(trainingCount: training, testCount: test, seed: 3)
    try Files.createFolder(path("data"))
    for (name, bytes) in [
      ("train-images-idx3-ubyte", IDXFile.encodeImages(of: pair.training)),
      ("train-labels-idx1-ubyte", IDXFile.encodeLabels(of: pair.training)),
      ("t10k-images-idx3-ubyte", IDXFile.encodeImages(of: pair.test)),
      ("t10k-labels-idx1-ubyte", IDXFile.encodeLabels(of: pair.test)),
    ] {
      try Files.writeAtomically(bytes, to: path("data/\(name)"))
    }
  }

  /// Starts a training in the folder `cut` that waits for its reader, so that it can be cut off in
  /// its middle: it is never further than the epoch after the next one.
  func startCut(_ options: [String]) throws -> RunningTool {
    try startPaced(["train", "--format", "json"] + options + ["--output", "cut"])
  }

  /// Whether a run's folder has so many epochs behind it; a folder that is being set up has none.
  func hasEpochs(_ count: Int, in folder: String) -> Bool {
    // The header is a line, too.
    ((try? lines("\(folder)/metrics.csv").count) ?? 0) > count
  }

  /// Writes a drawn digit as a PNG file.
  func writeDrawing(of digit: Int, to name: String) throws {
    let pixels = try SyntheticDigits.drawing(of: digit, size: 120, seed: 1)
    let picture = try #require(GrayImage(width: 120, height: 120, pixels: pixels))
    try Files.writeAtomically(try PNG.encode(picture), to: path(name))
  }

  /// Writes an even grey picture as a PNG file.
  func writeBlank(to name: String, side: Int = 28) throws {
    let pixels = [UInt8](repeating: 200, count: side * side)
    let picture = try #require(GrayImage(width: side, height: side, pixels: pixels))
    try Files.writeAtomically(try PNG.encode(picture), to: path(name))
  }

  /// Writes text as a file.
  func write(_ text: String, to name: String) throws {
    try Files.writeAtomically(Array(text.utf8), to: path(name))
  }

  /// The bytes of a file.
  func bytes(_ name: String) throws -> [UInt8] { try Files.read(path(name), limit: 1 << 26) }

  /// The lines of a text file.
  func lines(_ name: String) throws -> [String] {
    String(decoding: try bytes(name), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// The names in a folder.
  func names(in name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
  }
}

/// The objects of JSON lines.
func objects(_ lines: [String]) throws -> [[String: Any]] {
  try lines.map { line in
    try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
      "not an object: \(line)")
  }
}
