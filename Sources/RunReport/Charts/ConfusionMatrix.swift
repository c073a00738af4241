import Markup

/// How often images of each class were taken for which: counts on a colour scale.
package struct ConfusionMatrix {
  private let test: TestRecord
  private let names: [String]

  private static let cell = 38.0
  private static let head = 44.0
  private static let foot = 46.0

  /// Creates the picture of a test, with the classes' names.
  package init(_ test: TestRecord, data: DataRecord) {
    self.test = test
    names = test.confusion.indices.map(data.className)
  }

  /// The picture as a file.
  package var svg: String {
    drawing([
      Element.style(ChartStyle.sheet),
      SVG.rectangle(x: 0, y: 0, width: width, height: height, class: "paper"),
    ]).description
  }

  /// The picture for a page that has its style sheet.
  var drawing: Element { drawing([]) }

  private func drawing(_ frame: [Element]) -> Element {
    SVG.drawing(
      width: width, height: height, title: "Confusion matrix", description: summary,
      class: ChartStyle.name, frame + headings + cells + legend)
  }

  private var summary: String {
    "Rows are true classes, columns predicted ones. \(test.rightCount) of \(test.count) test "
      + "images are on the diagonal."
  }

  // MARK: Places

  private var hasLongNames: Bool { names.contains { $0.count > 3 } }
  private var longest: Double { Double(names.map(\.count).max() ?? 1) }
  private var left: Double { 34 + 7 * longest }
  /// Long names stand upright above their columns.
  private var top: Double { Self.head + (hasLongNames ? 6.6 * longest - 10 : 0) }
  private var side: Double { Self.cell * Double(names.count) }
  private var width: Double { left + side + 14 }
  private var height: Double { top + side + Self.foot }

  private func middle(_ index: Int) -> Double { (Double(index) + 0.5) * Self.cell }

  // MARK: Parts

  private var headings: [Element] {
    let columns = names.indices.map { index in
      hasLongNames
        ? SVG.text(
          names[index], x: left + middle(index) + 4, y: top - 8, class: "strong", turned: -90)
        : SVG.text(names[index], x: left + middle(index), y: top - 8, .middle, class: "strong")
    }
    let rows = names.indices.map { index in
      SVG.text(names[index], x: left - 8, y: top + middle(index) + 4, .end, class: "strong")
    }
    return [
      SVG.text("predicted", x: left + side / 2, y: 16, .middle, class: "soft"),
      SVG.text("true", x: 14, y: top + side / 2, .middle, class: "soft", turned: -90),
    ] + columns + rows
  }

  private var cells: [Element] {
    test.confusion.indices.flatMap { label in
      test.confusion[label].indices.map { cell(label, $0) }
    }
  }

  private func cell(_ label: Int, _ prediction: Int) -> Element {
    let count = test.confusion[label][prediction]
    let (x, y) = (Double(prediction) * Self.cell, Double(label) * Self.cell)
    let share = share(label, prediction)
    let largest = label == prediction ? 1 : largestMistake
    let square = SVG.rectangle(
      x: x + 1, y: y + 1, width: Self.cell - 2, height: Self.cell - 2,
      opacity: count == 0 ? 1 : Self.opacity(share / largest),
      class: count == 0 ? "empty" : label == prediction ? "right" : "wrong")
    let text = SVG.text(
      count == 0 ? "·" : "\(count)", x: x + Self.cell / 2, y: y + Self.cell / 2 + 4, .middle,
      class: count == 0 ? "none" : nil)
    let verb = label == prediction ? "read as" : "taken for"
    let tip =
      "\(names[label]) \(verb) \(names[prediction]): \(count) of "
      + "\(test.confusion[label].reduce(0, +)) (\(Format.percent(share)))"
    return Element(
      "g", [("transform", "translate(\(SVG.number(left)) \(SVG.number(top)))")],
      [Element("title", text: tip), square, text])
  }

  /// The two scales, from nothing to the largest share.
  private var legend: [Element] {
    [("right", "right", 1.0), ("wrong", "wrong", largestMistake)].enumerated()
      .flatMap { index, entry in
        let (name, style, largest) = entry
        let x = left + Double(index) * side / 2
        let steps = (0..<8).map { step in
          SVG.rectangle(
            x: x + 40 + Double(step) * 8, y: top + side + 16, width: 8, height: 10,
            opacity: Self.opacity(Double(step) / 7), class: style)
        }
        let limit = largest < 1 ? Format.fixed(100 * largest, 1) : "100"
        return [SVG.text(name, x: x, y: top + side + 25, class: "soft")] + steps + [
          SVG.text("to \(limit) %", x: x + 110, y: top + side + 25, class: "soft")
        ]
      }
  }

  // MARK: Shares

  private func share(_ label: Int, _ prediction: Int) -> Double {
    let total = test.confusion[label].reduce(0, +)
    return total == 0 ? 0 : Double(test.confusion[label][prediction]) / Double(total)
  }

  /// Mistakes have a scale of their own: of a good model's images, few are wrong.
  private var largestMistake: Double {
    let shares = names.indices.flatMap { label in
      names.indices.filter { $0 != label }.map { share(label, $0) }
    }
    return shares.max().flatMap { $0 > 0 ? $0 : nil } ?? 1
  }

  /// The least is still seen.
  private static func opacity(_ part: Double) -> Double { 0.15 + 0.85 * part }
}
