import HandwritingSamples
import RunReport

/// How well one way of drawing is read.
struct HandwritingRow {
  let way: DrawingWay
  /// Whose shapes they are: `written` or `traced`.
  let shapes: String
  var count = 0
  var right = 0
  var refused = 0
  var usualRight = 0

  /// The share that is read right; a refused picture is not.
  var accuracy: Double { Double(right) / Double(max(count, 1)) }
  /// The share that is read right after shrinking and inverting alone.
  var usualAccuracy: Double { Double(usualRight) / Double(max(count, 1)) }

  var json: JSON {
    .object([
      ("way", .string(way.rawValue)), ("shapes", .string(shapes)), ("count", .int(count)),
      ("right", .int(right)), ("refused", .int(refused)), ("accuracy", .number(accuracy)),
      ("usual_script_accuracy", .number(usualAccuracy)),
    ])
  }
}

/// What `lenet evaluate --handwriting` prints.
struct HandwritingResult {
  let rows: [HandwritingRow]
  let backend: String
  let weights: String

  var json: JSON {
    .object([
      ("handwriting", .array(rows.map(\.json))), ("backend", .string(backend)),
      ("weights", .string(weights)),
    ])
  }

  var text: String {
    let header = line("way", "shapes", "pictures", "refused", "right", "usual script")
    return ([header] + rows.map(text)).joined(separator: "\n")
  }

  private func text(_ row: HandwritingRow) -> String {
    line(
      row.way.rawValue, row.shapes, "\(row.count)", "\(row.refused)", Format.percent(row.accuracy),
      Format.percent(row.usualAccuracy))
  }

  private func line(_ way: String, _ shapes: String, _ numbers: String...) -> String {
    Format.left(way, 16) + Format.left(shapes, 9) + numbers.map { Format.right($0, 14) }.joined()
  }
}
