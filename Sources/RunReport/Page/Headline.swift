import Markup

/// The numbers that a reader looks for first.
struct Headline {
  let run: RunRecord

  var element: Element {
    Element("dl", [("class", "cards")], result + figures.map { card($0.name, $0.value, $0.note) })
  }

  private var result: [Element] {
    guard let test = run.test else { return [] }
    let wrong = test.count - test.rightCount
    let range = test.intervalText.map { "95 % interval \($0); " } ?? ""
    return [
      card(
        "Test accuracy", Format.percent(test.accuracy),
        "\(range)\(wrong) of \(test.count) wrong", isMain: true),
      card("Test loss", Format.fixed(test.loss, 4), "cross-entropy"),
    ]
  }

  private typealias Figure = (name: String, value: String, note: String?)

  private var figures: [Figure] {
    let rate = run.epochs.meanImagesPerSecond
    let last = run.epochs.last
    var figures: [Figure] = []
    if let accuracy = last?.validationAccuracy {
      let loss = last?.validationLoss.map { "loss \(Format.fixed($0, 4))" }
      figures.append(("Validation accuracy", Format.percent(accuracy), loss))
    }
    figures += [
      ("Time", Format.duration(run.seconds), "from start to result"),
      (
        "Training speed", rate.flatMap { Int(exactly: $0.rounded()) }.map(Format.grouped) ?? "?",
        "images/s, mean of all epochs"
      ),
      ("Epochs", "\(run.epochs.count)", "of \(run.plannedEpochs)"),
      ("Parameters", Format.grouped(run.parameters), run.model),
      ("Backend", run.backend, Format.count(run.threads, "thread")),
      ("Seed", "\(run.seed)", nil),
      ("Training images", Format.grouped(run.data.trainingCount), validation),
      ("Data", run.data.name, run.data.source == run.data.name ? nil : run.data.source),
    ]
    return figures
  }

  private var validation: String? {
    guard run.data.validationCount > 0 else { return nil }
    return "and \(Format.grouped(run.data.validationCount)) for validation"
  }

  private func card(
    _ name: String, _ value: String, _ note: String?, isMain: Bool = false
  ) -> Element {
    let small = note.map { [Element("small", text: $0)] } ?? []
    return Element(
      "div", isMain ? [("class", "main")] : [],
      [Element("dt", text: name), Element("dd", [], [.text(value)] + small)])
  }
}

extension TestRecord {
  /// The 95 % interval of the accuracy; `nil` without images.
  var intervalText: String? {
    WilsonInterval(successes: rightCount, trials: count).map {
      "\(Format.fixed(100 * $0.low, 2)) to \(Format.percent($0.high))"
    }
  }
}
