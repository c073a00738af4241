import Foundation
import RunReport
import Testing

@Suite struct ChartTests {
  private static let nasty = "<b>&\"'\u{1}</svg>"

  /// Everything that goes into a chart's places is a number that the file can hold.
  private func expectSound(_ svg: String) -> ParsedXML {
    let parsed = ParsedXML(svg)
    #expect(parsed.isWellFormed)
    for (key, value) in parsed.elements.flatMap(\.attributes) where key != "aria-label" {
      #expect(!value.contains("nan") && !value.contains("inf"), "\(key)=\(value)")
    }
    #expect(parsed.elements.first?.attributes["xmlns"] == "http://www.w3.org/2000/svg")
    return parsed
  }

  @Test func curvesHaveLinesAxesAndALegend() {
    let run = Samples.run()
    let parsed = expectSound(LearningCurves(run.epochs, test: run.test).svg)
    #expect(
      parsed.values("class", of: "polyline")
        == ["line s0", "line s1", "line s0", "line s1"])
    let points = parsed.values("points", of: "polyline").map { $0.split(separator: " ").count }
    #expect(points == [3, 3, 3, 3])
    for text in [
      "Loss", "Accuracy", "epoch", "training 0.3333", "validation 0.3667", "test 0.2000",
      "training 96.67 %", "test 95.50 %",
    ] {
      #expect(parsed.texts.contains(text), "\(text)")
    }
  }

  @Test func lossesOfManySizesAreDrawnLogarithmically() {
    let epochs = [1.0, 0.1, 0.01].enumerated().map { Samples.epoch($0 + 1, loss: $1) }
    let parsed = expectSound(LearningCurves(epochs).svg)
    #expect(parsed.texts.contains("Loss (logarithmic scale)"))
    // Equal factors are equal distances: the middle point is in the middle.
    let heights = parsed.values("points", of: "polyline").first?.split(separator: " ")
      .compactMap { Double($0.split(separator: ",")[1]) }
    #expect(heights?.count == 3)
    if let heights { #expect(abs(heights[1] - (heights[0] + heights[2]) / 2) < 0.02) }
  }

  @Test(arguments: [
    [], [Samples.epoch(1, loss: 0.5)], [Samples.epoch(1, loss: 0, isValidated: false)],
    [Samples.epoch(4, loss: .nan), Samples.epoch(5, loss: .infinity)],
    (1...3000).map { Samples.epoch($0, loss: 1 / Double($0)) },
  ])
  func curvesOfAnyEpochs(epochs: [EpochRecord]) {
    let parsed = expectSound(LearningCurves(epochs).svg)
    let counts = parsed.values("points", of: "polyline").map { $0.split(separator: " ").count }
    #expect(counts.allSatisfy { $0 <= 1002 })
  }

  @Test(arguments: [Samples.digits, Samples.garments, [nasty], []])
  func confusionMatrixShowsEveryCount(names: [String]) throws {
    let test = try #require(Samples.run().test)
    let data = Samples.data(classNames: names)
    let parsed = expectSound(ConfusionMatrix(test, data: data).svg)
    let counts = Samples.confusion.joined().filter { $0 > 0 }
    // The scales below have eight steps each.
    let coloured = parsed.elements.count { ["right", "wrong"].contains($0.attributes["class"]) }
    #expect(coloured == counts.count + 16)
    #expect(parsed.elements.count { $0.attributes["class"] == "empty" } == 100 - counts.count)
    let tip = "\(data.className(9)) taken for \(data.className(0)): 9 of 100 (9.00 %)"
    #expect(parsed.texts.contains(tip.replacing("\u{1}", with: "\u{FFFD}")))
  }

  @Test func theWorstMistakeHasTheFullColour() throws {
    let svg = ConfusionMatrix(try #require(Samples.run().test), data: Samples.data()).svg
    let opacities = ParsedXML(svg).elements.filter { $0.attributes["class"] == "wrong" }
      .prefix(9).map { Double($0.attributes["fill-opacity"] ?? "1") ?? 0 }
    #expect(opacities == opacities.sorted())
    #expect(opacities.last == 1)
  }

  @Test func noImagesAtAll() {
    let test = TestRecord(loss: .nan, confusion: [])
    _ = expectSound(ConfusionMatrix(test, data: Samples.data()).svg)
    _ = expectSound(MistakeGallery(test, data: Samples.data()).svg)
  }

  @Test func galleryEmbedsThePictures() throws {
    let parsed = expectSound(
      MistakeGallery(try #require(Samples.run().test), data: Samples.data()).svg)
    #expect(parsed.values("href", of: "image") == ["data:image/png;base64,AQID"])
    #expect(parsed.texts.contains("3 → 5"))
    #expect(parsed.texts.contains("98.7 %"))
    #expect(
      parsed.texts.contains("45 of 1000 test images were misread, of which these 1 most surely."))
  }

  @Test func galleryOfAPerfectModel() {
    let test = TestRecord(loss: 0, confusion: [[5]])
    let parsed = expectSound(MistakeGallery(test, data: Samples.data()).svg)
    #expect(parsed.texts.contains("No test image was misread."))
  }
}
