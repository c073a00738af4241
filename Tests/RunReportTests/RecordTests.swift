import Foundation
import RunReport
import Testing

@Suite struct RecordTests {
  /// The ends are the shares x with (p - x)² = z² x (1 - x) / n, solved as a quadratic equation in
  /// Python.
  @Test(arguments: [
    (9900, 10_000, 0.987854, 0.991770), (0, 10, 0, 0.277533), (10, 10, 0.722467, 1),
    (5, 10, 0.236593, 0.763407), (1, 1, 0.206549, 1),
  ])
  func wilsonInterval(successes: Int, trials: Int, low: Double, high: Double) throws {
    let interval = try #require(WilsonInterval(successes: successes, trials: trials))
    #expect(abs(interval.low - low) < 1e-6)
    #expect(abs(interval.high - high) < 1e-6)
  }

  @Test(arguments: [(0, 0), (-1, 5), (6, 5), (0, -1)])
  func noInterval(successes: Int, trials: Int) {
    #expect(WilsonInterval(successes: successes, trials: trials) == nil)
  }

  @Test func classFigures() {
    let test = TestRecord(loss: 0, confusion: [[8, 2, 0], [1, 9, 0], [0, 0, 0]])
    #expect(test.count == 20)
    #expect(test.rightCount == 17)
    #expect(test.accuracy == 0.85)
    let classes = test.classes
    #expect(classes[0].precision == 8.0 / 9)
    #expect(classes[0].recall == 0.8)
    #expect(classes[0].f1 == 16.0 / 19)
    #expect(classes[0].likeliestMistake == 1)
    #expect(classes[1].likeliestMistake == 0)
    #expect(classes[2].precision == nil)
    #expect(classes[2].recall == nil)
    #expect(classes[2].f1 == nil)
    #expect(classes[2].likeliestMistake == nil)
  }

  @Test func theFirstOfEquallyLikelyMistakesIsTold() {
    let test = TestRecord(loss: 0, confusion: [[0, 3, 3], [0, 0, 0], [0, 0, 0]])
    #expect(test.classes[0].likeliestMistake == 1)
  }

  @Test func confusionIsMadeSquare() {
    let test = TestRecord(loss: 0, confusion: [[1, 2, 3], [4]])
    #expect(test.confusion == [[1, 2], [4, 0]])
  }

  @Test func meanSpeedWeighsTimesNotSpeeds() {
    let epochs = [100.0, 300].map { speed in
      EpochRecord(
        epoch: 1, loss: 0, accuracy: 0, learningRate: 0, imagesPerSecond: speed, seconds: 0)
    }
    #expect(epochs.meanImagesPerSecond.map { abs($0 - 150) < 1e-9 } == true)
    #expect([EpochRecord]().meanImagesPerSecond == nil)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (61_706, "61,706"), (-1_234_567, "-1,234,567"),
  ])
  func groupedNumbers(number: Int, text: String) {
    #expect(Format.grouped(number) == text)
  }
}
