import Markup

/// Precision and recall of each class.
struct ClassTable {
  private let test: TestRecord
  private let data: DataRecord

  init(_ test: TestRecord, data: DataRecord) {
    self.test = test
    self.data = data
  }

  var element: Element {
    let heads = ["Class", "Images", "Precision", "Recall", "F1", "Taken for"]
    return Element(
      "table", [],
      [
        Element("thead", [], [row(heads, "th")]),
        Element("tbody", [], test.classes.map { row(cells($0), "td") }),
      ])
  }

  private func cells(_ record: ClassRecord) -> [String] {
    let mistake = record.likeliestMistake.map { label in
      "\(data.className(label)) (\(test.confusion[record.label][label]))"
    }
    return [data.className(record.label), Format.grouped(record.count)]
      + [record.precision, record.recall, record.f1].map { $0.map(Format.percent) ?? "–" }
      + [mistake ?? "–"]
  }

  /// The first cell is the row's name.
  private func row(_ cells: [String], _ name: String) -> Element {
    Element("tr", [], cells.enumerated().map { Element($0 == 0 ? "th" : name, text: $1) })
  }
}
