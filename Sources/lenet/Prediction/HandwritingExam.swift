import DLCore
import Datasets
import DigitImages
import FileAccess
import Foundation
import HandwritingSamples

/// Reads the handwriting set and counts.
struct HandwritingExam<B: Backend<Float>> {
  let classifier: Classifier<B>
  let console: Console
  /// Where misread pictures are written, if anywhere.
  let mistakes: String?

  /// Goes through every way of drawing, for each test.
  func rows(
    _ tests: [(test: HandwritingTest, shapes: String)], ways: [DrawingWay]
  ) throws -> [HandwritingRow] {
    let parts = tests.flatMap { test in ways.map { (test: test, way: $0) } }
    return try parts.enumerated().map { number, part in
      console.step(
        "reading handwriting, part \(number + 1) of \(parts.count): \(part.way.rawValue), "
          + part.test.shapes)
      defer { console.clearStatus() }
      return try row(part.test.test, shapes: part.test.shapes, way: part.way)
    }
  }

  /// Reads all pictures of one way of drawing.
  private func row(
    _ test: HandwritingTest, shapes: String, way: DrawingWay
  ) throws -> HandwritingRow {
    var row = HandwritingRow(way: way, shapes: shapes)
    for picture in try test.prepared(way) {
      row.count += 1
      row.usualRight += try best(picture.usual) == picture.shape.digit ? 1 : 0
      guard case .digit(let digit) = picture.extraction else {
        row.refused += 1
        try keep(picture, way, answer: "nothing", number: row.count)
        continue
      }
      let answer = try best(digit.pixels)
      if answer == picture.shape.digit {
        row.right += 1
      } else {
        try keep(picture, way, answer: answer.description, number: row.count)
      }
    }
    return row
  }

  /// The likeliest digit; all ten have a score.
  private func best(_ pixels: [UInt8]) throws -> Int {
    try classifier.scores(pixels).first?.digit ?? 0
  }

  /// Writes a misread picture, and how it was seen, for people to look at.
  private func keep(
    _ picture: PreparedPicture, _ way: DrawingWay, answer: String, number: Int
  ) throws {
    guard let mistakes else { return }
    let digit = picture.shape.digit
    let name = "\(mistakes)/\(way.rawValue)-\(digit)-as-\(answer)-\(number)"
    try Files.writeAtomically(picture.picture.bytes, to: "\(name).\(picture.picture.fileExtension)")
    if case .digit(let found) = picture.extraction,
      let strip = PictureStrip.steps(of: found, scores: try classifier.scores(found.pixels))
    {
      try Files.writeAtomically(try PNG.encode(strip), to: "\(name)-steps.png")
    }
  }
}
