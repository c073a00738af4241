import BackendNaive
import DLCore
import Datasets
import Testing

@Suite struct LabeledImagesTests {
  @Test func partsKeepPicturesAndLabelsTogether() throws {
    let set = try Fixtures.set(count: 12, height: 2, width: 3)
    let subset = try set.subset([11, 0, 11])
    #expect(subset.labels == [1, 0, 1])
    #expect(subset.image(at: 0) == set.image(at: 11).map { ArraySlice(Array($0)) })
    #expect(Array(try #require(subset.image(at: 1))) == Array(try #require(set.image(at: 0))))
    #expect(subset.image(at: 3) == nil)
    #expect(subset.image(at: -1) == nil)
    #expect(try set.subset([]).count == 0)
  }

  @Test(arguments: [(-1, 0), (0, 0), (5, 5), (12, 12), (13, 12), (.max, 12)])
  func prefixIsClamped(limit: Int, count: Int) throws {
    let set = try Fixtures.set(count: 12, height: 2, width: 3)
    #expect(try set.prefix(limit) == set.subset(0..<count))
  }

  @Test func setsOfOneKindCanBeJoined() throws {
    let set = try Fixtures.set(count: 12, height: 2, width: 3)
    let (first, rest) = (try set.subset(0..<5), try set.subset(5..<12))
    #expect(try first.appending(rest) == set)
    let other = try Fixtures.set(count: 4, height: 3, width: 2)
    #expect(throws: DatasetError.self) { try set.appending(other) }
  }

  @Test func examplesAreGreyLevelsBetweenZeroAndOne() throws {
    let set = try LabeledImages(
      name: "two", height: 1, width: 2, pixels: [0, 255, 51, 102], labels: [1, 0],
      classNames: ["a", "b"])
    let backend = NaiveBackend<Float>()
    let batch = try set.batch([1, 0, 1][...], on: backend)
    #expect(batch.examples.shape == [3, 1, 1, 2])
    let expected: [Float] = [51.0 / 255, 102.0 / 255, 0, 1, 51.0 / 255, 102.0 / 255]
    #expect(batch.examples.scalars == expected)
    #expect(batch.labels.values == [0, 1, 0])
    #expect(set.classCount == 2)
    #expect(throws: TensorError.self) { try set.batch([2][...], on: backend) }
  }

  @Test func splitIsTheSameInEveryRelease() throws {
    let set = try Fixtures.set(count: 10, height: 1, width: 1)
    let (training, validation) = try set.split(validationFraction: 0.3, seed: 1)
    #expect(validation.indices == [0, 2, 6])
    #expect(training.indices == [1, 3, 4, 5, 7, 8, 9])
  }

  @Test func mistakesAreNamed() throws {
    let set = try Fixtures.set(count: 4, height: 2, width: 3)
    func make(_ height: Int, _ width: Int, _ pixels: Int, _ labels: [UInt8]) -> String? {
      problem {
        try LabeledImages(
          name: "shop", height: height, width: width,
          pixels: [UInt8](repeating: 0, count: pixels), labels: labels, classNames: ["a", "b"])
      }
    }
    #expect(make(2, 3, 12, [0, 1]) == nil)
    #expect(make(2, 3, 11, [0, 1]) == "shop: has 11 pixels; 2 labels of 2x3 images need 12")
    #expect(make(0, 3, 0, []) == "shop: has images of 0x3 pixels; each side must be 1...4096")
    #expect(
      make(.max, 3, 0, []) == "shop: has images of \(Int.max)x3 pixels; each side must be 1...4096")
    #expect(
      make(1, 1, 2, [0, 2]) == "shop: has the label 2 for image 1; there are 2 class names")
    #expect(problem { try set.subset([4]) } == "fixture: has no image 4; it has 4 images")
  }

  @Test func pairsMustAgree() throws {
    let small = try Fixtures.set(count: 2, height: 2, width: 3)
    let large = try Fixtures.set(count: 2, height: 3, width: 2)
    #expect(
      problem { try DatasetPair(training: small, test: large, source: "shop") }
        == "shop: has training images of 2x3 pixels but test images of 3x2")
    #expect(problem { try DatasetPair(training: small, test: small, source: "shop") } == nil)
  }
}
