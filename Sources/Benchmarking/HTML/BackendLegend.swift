/// A colour and a form of mark for each backend.
struct BackendLegend {
  private let names: [String]

  /// Gives colours in the order in which backends show up.
  init(_ results: [BenchmarkResult]) {
    var seen: Set<String> = []
    names = results.map(\.backend).filter { seen.insert($0).inserted }
  }

  /// The number of a backend's form of mark.
  func form(_ backend: String) -> Int { names.firstIndex(of: backend) ?? 0 }

  /// The class of a backend's colour; a seventh backend has that of the first.
  func fill(_ backend: String) -> String { "f\(form(backend) % 6)" }

  /// The backends with their marks.
  var element: HTMLElement {
    HTMLElement(
      "div", [("class", "legend")],
      names.map { name in
        let mark = SVG.mark(
          form(name), x: 7, y: 7, class: "mark \(fill(name))", title: name)
        return HTMLElement(
          "span", [],
          [
            HTMLElement("svg", [("viewBox", "0 0 14 14"), ("aria-hidden", "true")], [mark]),
            HTMLElement("span", text: name),
          ])
      })
  }
}
