import Foundation
import Markup

/// Test images that were misread, each with what it is, what it was taken for, and how surely.
package struct MistakeGallery {
  private let test: TestRecord
  private let data: DataRecord

  private static let columns = 10
  private static let picture = 56.0

  /// Creates the gallery of a test's misreadings.
  package init(_ test: TestRecord, data: DataRecord) {
    self.test = test
    self.data = data
  }

  /// What is shown, in one sentence.
  var summary: String {
    let (all, shown) = (test.count - test.rightCount, test.misreadings.count)
    guard all > 0 else { return "No test image was misread." }
    let which = shown < all ? ", of which these \(shown) most surely" : ", the surest first"
    return "\(all) of \(test.count) test images were misread\(which)."
  }

  /// The gallery as a file.
  package var svg: String {
    let tiles = test.misreadings.enumerated().map { index, misreading in
      SVG.group(
        x: 12 + Double(index % Self.columns) * tileWidth,
        y: 36 + Double(index / Self.columns) * tileHeight, tile(misreading))
    }
    let rows = (test.misreadings.count + Self.columns - 1) / Self.columns
    let width = 12 + Double(Self.columns) * tileWidth
    let height = 44 + Double(rows) * tileHeight
    return SVG.drawing(
      width: width, height: height, title: "Misread test images", description: summary,
      class: ChartStyle.name,
      [
        Element.style(ChartStyle.sheet),
        SVG.rectangle(x: 0, y: 0, width: width, height: height, class: "paper"),
        SVG.text(summary, x: 12, y: 22, class: "soft"),
      ] + tiles
    ).description
  }

  /// The gallery for a page, which puts as many pictures in a row as there is room for.
  var element: Element {
    Element(
      "div", [("class", "gallery")],
      test.misreadings.map { misreading in
        let lines = caption(misreading)
        return Element(
          "figure", [],
          [
            Element(
              "img",
              [
                ("src", Self.address(misreading.png)), ("width", "56"), ("height", "56"),
                ("alt", description(misreading)), ("title", description(misreading)),
              ]),
            Element("figcaption", [], lines.map { Element("span", text: $0) }),
          ])
      })
  }

  private func tile(_ misreading: Misreading) -> [Element] {
    let size = SVG.number(Self.picture)
    let lines = caption(misreading).enumerated().map { index, line in
      SVG.text(
        line, x: 0, y: Self.picture + 16 + 15 * Double(index), class: index == 0 ? nil : "soft")
    }
    let image = Element(
      "image",
      [("href", Self.address(misreading.png)), ("width", size), ("height", size)])
    return [Element("title", text: description(misreading)), image] + lines
  }

  private var hasLongNames: Bool { data.classNames.contains { $0.count > 3 } }
  private var longest: Int { data.classNames.map(\.count).max() ?? 1 }
  private var tileWidth: Double { hasLongNames ? max(20 + 6.6 * Double(longest), 78) : 78 }
  private var tileHeight: Double { Self.picture + (hasLongNames ? 62 : 46) }

  private func caption(_ misreading: Misreading) -> [String] {
    let (label, prediction) = names(misreading)
    let confidence = Format.fixed(100 * misreading.confidence, 1) + " %"
    return hasLongNames
      ? [label, "→ \(prediction)", confidence] : ["\(label) → \(prediction)", confidence]
  }

  private func description(_ misreading: Misreading) -> String {
    let (label, prediction) = names(misreading)
    return "test image \(misreading.index): \(label), taken for \(prediction) with a confidence of "
      + Format.percent(misreading.confidence)
  }

  private func names(_ misreading: Misreading) -> (String, String) {
    (data.className(misreading.label), data.className(misreading.prediction))
  }

  private static func address(_ png: [UInt8]) -> String {
    "data:image/png;base64," + Data(png).base64EncodedString()
  }
}
