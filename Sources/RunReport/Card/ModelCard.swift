/// A model card in Markdown: what a model is for, how it came about, how good it is, what it cannot.
///
/// After Mitchell and others, "Model Cards for Model Reporting" (2019). The front matter is what
/// the model hubs read.
package struct ModelCard {
  private let run: RunRecord
  private let test: TestRecord

  /// Creates the card of a run that was tested; `nil` for one that was not.
  package init?(_ run: RunRecord) {
    guard let test = run.test else { return nil }
    self.run = run
    self.test = test
  }

  /// The card as a file.
  package var markdown: String {
    [
      frontMatter, introduction, section("Intended use", DataPortrait(run.data).use),
      section("Data", data), section("Training", training), section("Results", results),
      section("Limits", DataPortrait(run.data).limits.map { "- \($0)" }.joined(separator: "\n")),
      section("Use it with lenet", lenet), section("Use it with PyTorch", pyTorch),
    ].joined(separator: "\n\n") + "\n"
  }

  private func section(_ title: String, _ text: String) -> String { "## \(title)\n\n\(text)" }

  private var title: String { "\(run.model) on \(Markdown.line(run.data.name))" }

  private var frontMatter: String {
    let known = ["mnist", "fashion-mnist"].contains(run.data.label)
    return """
      ---
      library_name: dlcore
      pipeline_tag: image-classification
      tags: [\(run.model), safetensors]\(known ? "\ndatasets: [\(run.data.label)]" : "")
      metrics: [accuracy]
      ---
      """
  }

  private var introduction: String {
    """
    # \(title)

    A convolutional network of \(Format.grouped(run.parameters)) parameters that tells \
    \(DataPortrait(run.data).classes) apart in grey pictures of 28x28 pixels. It reads \
    **\(Format.percent(test.accuracy))** of \(Format.grouped(test.count)) test images rightly\
    \(test.intervalText.map { " (95 % interval: \($0))" } ?? ""). Its weights are in \
    `\(weights)`; [report.html](report.html) has pictures and all figures.
    """
  }

  private var data: String {
    let validation =
      run.data.validationCount > 0
      ? ", and \(Format.grouped(run.data.validationCount)) to watch progress on" : ""
    let source =
      run.data.source == run.data.name ? "" : " (\(Markdown.line(run.data.source)))"
    return """
      \(Markdown.line(run.data.name))\(source): \(Format.grouped(run.data.trainingCount)) images to \
      learn from\(validation). The \(Format.grouped(run.data.testCount)) test images were used \
      once, after training. Pixels are divided by 255: 0 is background, 1 is ink.
      """
  }

  private var training: String {
    """
    \(run.endingText) \(run.tool), \(run.backend) backend, \
    \(Format.count(run.threads, "thread")), seed \(run.seed), \
    \(Format.duration(run.seconds)) from start to result. This does it again:

    \(Markdown.code(run.command, language: "sh"))

    \(run.repetitionText)
    """
  }

  private var results: String {
    let rows = test.classes.map { record in
      let shares = [record.precision, record.recall].map { $0.map(Format.percent) ?? "–" }
      return "| \(Markdown.line(run.data.className(record.label))) | \(record.count) | "
        + shares.joined(separator: " | ") + " |"
    }
    return """
      | Measure | Test images |
      |---|---|
      | accuracy | \(Format.percent(test.accuracy)) |
      | 95 % interval (Wilson) | \(test.intervalText ?? "–") |
      | misread | \(test.count - test.rightCount) of \(test.count) |
      | loss (cross-entropy) | \(Format.fixed(test.loss, 4)) |

      | Class | Images | Precision | Recall |
      |---|---|---|---|
      \(rows.joined(separator: "\n"))

      The interval says how far chance in the choice of test images could move the accuracy, not \
      how another seed or other data would.
      """
  }

  private var lenet: String {
    Markdown.code(
      """
      lenet evaluate --weights \(weights)
      lenet predict --weights \(weights) picture.png
      """, language: "sh")
  }

  private var pyTorch: String { Markdown.code(PyTorchCode.loading(run.model), language: "python") }

  /// The weights lie beside the card.
  private var weights: String {
    run.weights.split(separator: "/").last.map(String.init) ?? run.weights
  }
}
