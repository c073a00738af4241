import Markup

/// A page about a run, in one file that loads nothing and has no scripts.
package struct ReportPage {
  private let run: RunRecord

  /// Creates the page of a run.
  package init(_ run: RunRecord) { self.run = run }

  /// The page as a file.
  package var html: String {
    let head = Element(
      "head", [],
      [
        Element("meta", [("charset", "utf-8")]),
        Element(
          "meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
        Element(
          "meta",
          [
            ("http-equiv", "Content-Security-Policy"),
            ("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"),
          ]),
        Element("title", text: title), Element.style(PageStyle.sheet, ChartStyle.sheet),
      ])
    let body = Element("body", [], [Element("main", [], [header] + sections)])
    return "<!DOCTYPE html>\n" + Element("html", [("lang", "en")], [head, body]).description + "\n"
  }

  private var title: String { "\(run.model) on \(run.data.name)" }

  private var header: Element {
    Element(
      "header", [],
      [
        Element("h1", text: title), Element("p", [("class", "soft")], text: run.endingText),
        Headline(run: run).element,
      ])
  }

  private var sections: [Element] {
    var sections = [repetition, curves]
    if let test = run.test { sections += [confusion(test), gallery(test)] }
    let details = [
      ("Configuration", run.settings), ("Model", run.layers), ("Environment", run.environment),
    ]
    return sections + [
      Element(
        "div", [("class", "side three")], details.map { section($0.0, [facts($0.1)]) })
    ]
  }

  private func section(_ title: String, _ content: [Element]) -> Element {
    Element("section", [], [Element("h2", text: title)] + content)
  }

  private var repetition: Element {
    section(
      "Repeat this run",
      [
        Element("pre", [], command),
        Element(
          "p", [("class", "soft")],
          [
            .text("Or, from the run's own folder: "), Element("code", text: run.shortCommand),
            .text(". \(run.repetitionText)"),
          ]),
      ])
  }

  /// The command, which breaks between its options rather than after a hyphen.
  private var command: [Element] {
    let parts = run.command.split(separator: " --", omittingEmptySubsequences: false)
    return parts.enumerated().flatMap { index, part in
      index == 0
        ? [Element("span", text: String(part))]
        : [Element.text(" "), Element("span", text: "--\(part)")]
    }
  }

  private var curves: Element {
    let charts = LearningCurves(run.epochs, test: run.test).drawings
    let content =
      run.epochs.isEmpty
      ? Element("p", text: "No epoch has been completed.")
      : Element("div", [("class", "side")], charts)
    let note = "Training figures are means over an epoch, taken while the weights were changing."
    return section(
      "Learning curves", [content, Element("p", [("class", "soft")], text: note)])
  }

  private func confusion(_ test: TestRecord) -> Element {
    section(
      "Test images by class",
      [
        Element(
          "div", [("class", "side")],
          [
            ConfusionMatrix(test, data: run.data).drawing,
            Element("div", [("class", "scroll")], [ClassTable(test, data: run.data).element]),
          ])
      ])
  }

  private func gallery(_ test: TestRecord) -> Element {
    let gallery = MistakeGallery(test, data: run.data)
    return section(
      "Misread test images",
      [Element("p", [("class", "soft")], text: gallery.summary), gallery.element])
  }

  private func facts(_ facts: [RunRecord.Fact]) -> Element {
    Element(
      "dl", [("class", "facts")],
      facts.flatMap { [Element("dt", text: $0.name), Element("dd", text: $0.value)] })
  }
}

extension RunRecord {
  /// What comes out when the run is done again.
  var repetitionText: String {
    isRepeatable
      ? "The weights come out the same bit for bit on the same backend and instruction set, with "
        + "any number of threads."
      : "The weights come out otherwise: the number of epochs or the backend was changed on the way."
  }

  /// How the run ended, in one sentence.
  var endingText: String {
    let done = Format.count(epochs.count, "epoch")
    return switch ending {
    case .finished: "Trained for \(done)."
    case .stoppedEarly: "Stopped early after \(done): the validation loss no longer improved."
    case .reachedTarget: "Reached the target validation accuracy after \(done)."
    case .interrupted: "Interrupted after \(done) of \(plannedEpochs); not tested."
    }
  }
}
