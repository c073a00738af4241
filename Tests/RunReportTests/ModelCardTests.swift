import RunReport
import Testing

@Suite struct ModelCardTests {
  @Test func theCardHasItsParts() throws {
    let card = try #require(ModelCard(Samples.run())).markdown
    #expect(card.hasPrefix("---\nlibrary_name: dlcore\n"))
    let heads = card.split(separator: "\n").filter { $0.hasPrefix("#") && !$0.hasPrefix("# N") }
    #expect(
      heads == [
        "# lenet5 on MNIST", "## Intended use", "## Data", "## Training", "## Results",
        "## Limits", "## Use it with lenet", "## Use it with PyTorch",
      ])
    for text in [
      "**95.50 %**", "94.03 to 96.62 %", "```sh\nlenet train --epochs 3\n```", "seed 42",
      "900 images to learn from, and 100 to watch progress on", "datasets: [mnist]",
      "| 3 | 100 | 97.98 % | 97.00 % |", "nn.Conv2d(1, 6, 5, padding=2)",
    ] {
      #expect(card.contains(text), "\(text)")
    }
  }

  @Test func whetherTheRunCanBeRepeatedIsSaid() throws {
    var run = Samples.run()
    for (isRepeatable, text) in [
      (true, "the same bit for bit"), (false, "was changed on the way"),
    ] {
      run.isRepeatable = isRepeatable
      #expect(try #require(ModelCard(run)).markdown.contains(text))
      #expect(ReportPage(run).html.contains(text))
    }
  }

  @Test func anUntestedRunHasNoCard() {
    #expect(ModelCard(Samples.run(isTested: false)) == nil)
  }

  @Test func codeCannotLeaveItsFence() throws {
    let card = try #require(ModelCard(Samples.run(command: "a\n```\nb"))).markdown
    #expect(card.contains("````sh\na\n```\nb\n````"))
  }

  @Test func namesCannotBecomeMarkup() throws {
    let data = Samples.data(name: "a|b\n# c *d* [e](f)")
    let card = try #require(ModelCard(Samples.run(data: data))).markdown
    #expect(card.contains("# lenet5 on a\\|b?\\# c \\*d\\* \\[e\\](f)"))
  }

  @Test func aModelThatIsNotKnownIsStillLoaded() throws {
    var run = Samples.run()
    run.model = "other"
    let card = try #require(ModelCard(run)).markdown
    #expect(card.contains("load_file(\"model.safetensors\").items()"))
  }
}
