import RunReport
import Testing

@Suite struct PageTests {
  private func parsed(_ run: RunRecord) -> ParsedXML {
    let html = ReportPage(run).html
    #expect(html.hasPrefix("<!DOCTYPE html>\n"))
    let parsed = ParsedXML(html)
    #expect(parsed.isWellFormed)
    return parsed
  }

  @Test func thePageSaysWhatAReaderLooksFor() {
    let page = parsed(Samples.run())
    for text in [
      "lenet5 on MNIST", "Trained for 3 epochs.", "95.50 %",
      "95 % interval 94.03 to 96.62 %; 45 of 1000 wrong", "61,706", "1 min 15 s", "1,636", "42",
      "--epochs 3", "lenet train --config r/config.json", "processor", "some",
      "c1 (Conv2D)", "[6, 28, 28]", "and 100 for validation", "97.98 %", "2 threads",
    ] {
      #expect(page.texts.contains { $0.contains(text) }, "\(text)")
    }
    #expect(page.elements.count { $0.name == "svg" } == 3)
    #expect(page.elements.count { $0.name == "img" } == 1)
    #expect(page.elements.count { $0.name == "tr" } == 11)
  }

  /// Links, images, styles and scripts: the only addresses are those of embedded pictures, and the
  /// name of a language.
  @Test func thePageLoadsNothing() {
    let page = parsed(Samples.run())
    let names = Set(page.elements.map(\.name))
    #expect(names.isDisjoint(with: ["script", "link", "iframe", "object", "a"]))
    let addresses = page.elements.flatMap { element in
      ["src", "href", "xlink:href", "style", "background"].compactMap { element.attributes[$0] }
    }
    #expect(addresses.allSatisfy { $0.hasPrefix("data:image/png;base64,") })
    let html = ReportPage(Samples.run()).html
    #expect(!html.contains("url("))
    #expect(!html.contains("@import"))
    #expect(
      html.replacing("http://www.w3.org/2000/svg", with: "").contains("://") == false)
  }

  @Test func textFromOutsideStaysText() {
    let nasty = "<script>alert(1)</script>&\u{0}"
    let page = parsed(
      Samples.run(data: Samples.data(classNames: [nasty], name: nasty), command: nasty))
    #expect(!page.elements.contains { $0.name == "script" })
    #expect(page.texts.contains("<script>alert(1)</script>&\u{FFFD}"))
  }

  @Test func anInterruptedRunHasNoResult() {
    let page = parsed(Samples.run(isTested: false))
    #expect(page.texts.contains("Interrupted after 3 epochs of 3; not tested."))
    #expect(!page.texts.contains("Test accuracy"))
    #expect(page.elements.count { $0.name == "svg" } == 2)
    #expect(page.elements.count { $0.name == "table" } == 0)
  }

  @Test func aRunOfNoEpochs() {
    #expect(parsed(Samples.run(epochs: [])).texts.contains("No epoch has been completed."))
  }

  @Test func theSameRunGivesTheSamePage() {
    #expect(ReportPage(Samples.run()).html == ReportPage(Samples.run()).html)
  }

  @Test func hugeSpeedsAreNotWholeNumbers() {
    var epoch = Samples.epoch(1, loss: 1)
    epoch.imagesPerSecond = 1e300
    #expect(parsed(Samples.run(epochs: [epoch])).texts.contains("?"))
  }
}
