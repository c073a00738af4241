import DigitImages
import Foundation
import RunReport
import ToolSupport

/// Prints what became of each picture.
struct PredictionOutput {
  let format: ResultFormat
  let console: Console

  /// A recognised digit; `scores` begins with it.
  func digit(_ path: String, _ digit: DigitImage, _ scores: [Score]) throws {
    guard let best = scores.first else { return }
    switch format {
    case .json:
      let top = scores.map {
        JSON.object([("digit", .int($0.digit)), ("probability", .number($0.probability))])
      }
      try Output.line(
        .object([
          ("file", .string(path)), ("digit", .int(best.digit)),
          ("confidence", .number(best.probability)), ("top", .array(top)),
        ]))
    case .text where Output.isTerminal:
      try Output.line(PredictionCard(path: path, pixels: digit.pixels, scores: scores).text)
    case .text:
      try Output.line("\(path.printableLine): \(Self.line(scores))")
    }
  }

  /// A number, digit by digit; `nil` for ink among them that is no digit.
  func number(_ path: String, _ digits: [Score?]) throws {
    let number = digits.map { $0.map { "\($0.digit)" } ?? "?" }.joined()
    switch format {
    case .json:
      let digits = digits.map { score in
        JSON.object([
          ("digit", score.map { .int($0.digit) } ?? .null),
          ("confidence", .optional(score?.probability)),
        ])
      }
      try Output.line(
        .object([("file", .string(path)), ("number", .string(number)), ("digits", .array(digits))]))
    case .text:
      let shares = digits.map { $0.map { Format.percent($0.probability) } ?? "no digit" }
      try Output.line("\(path.printableLine): \(number) (\(shares.joined(separator: ", ")))")
    }
  }

  /// A picture without a digit.
  func blank(_ path: String, _ reason: BlankReason) throws {
    switch format {
    case .json:
      try Output.line(
        .object([
          ("file", .string(path)), ("digit", .null), ("reason", .string(Self.key(reason))),
          ("detail", .string("\(reason)")),
        ]))
    case .text: try Output.line("\(path.printableLine): no digit: \(reason)")
    }
  }

  /// A word for programs: there is no ink, or there is no digit in it.
  private static func key(_ reason: BlankReason) -> String {
    switch reason {
    case .uniform, .lowContrast, .specksOnly: "blank"
    case .tooMuchInk, .blot: "no-digit"
    }
  }

  /// A picture that could not be read.
  func failed(_ path: String, _ error: PictureError) throws {
    console.line("\(Tool.name): error: \(error)")
    guard format == .json else { return }
    try Output.line(.object([("file", .string(path)), ("error", .string(error.problem))]))
  }

  /// `7 (99.85 %), 9 (0.10 %)`.
  private static func line(_ scores: [Score]) -> String {
    scores.map { "\($0.digit) (\(Format.percent($0.probability)))" }.joined(separator: ", ")
  }
}

/// A picture in the terminal with its likeliest digits beside it.
struct PredictionCard {
  let path: String
  let pixels: [UInt8]
  let scores: [Score]

  var text: String {
    let color = ProcessInfo.processInfo.environment["NO_COLOR"].map(\.isEmpty) ?? true
    let picture = TerminalPicture.halfBlocks(pixels, color: color)
    let facts = [path.printableLine, ""] + scores.map(Self.bar)
    let lines = picture.indices.map { row in
      "  " + picture[row] + (facts.indices.contains(row) ? "   " + facts[row] : "")
    }
    return (lines + [""]).joined(separator: "\n")
  }

  private static func bar(_ score: Score) -> String {
    let cells = 20
    let full = Int((score.probability * Double(cells)).rounded())
    return "\(score.digit)  " + String(repeating: "█", count: full)
      + String(repeating: "░", count: cells - full)
      + Format.right(Format.percent(score.probability), 10)
  }
}
