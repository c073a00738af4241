import BackendNaive
import DLCore
import Datasets
import Testing

@Suite struct AugmentedExamplesTests {
  private let backend = NaiveBackend<Float>()
  private let images: LabeledImages
  private let everything = DigitAugmentation(
    rotation: 20, shift: 3, scale: 0.2, stretch: 0.1, shear: 0.2, elasticity: 1, thickened: 0.4,
    thinned: 0.4)

  init() throws {
    images = try SyntheticDigits.make(trainingCount: 40, testCount: 1, seed: 1).training
  }

  private func pictures(
    _ source: some ExampleSource, _ indices: [Int]
  ) throws -> [Int: [Float]] {
    let scalars = try source.batch(indices[...], on: backend).examples.scalars
    let size = source.exampleShape.count
    return Dictionary(
      indices.enumerated().map { ($1, Array(scalars[$0 * size..<($0 + 1) * size])) },
      uniquingKeysWith: { first, _ in first })
  }

  private func varied(seed: UInt64 = 1, epoch: Int = 0) -> some ExampleSource {
    AugmentedExamples(images, everything, seed: seed).examples(ofEpoch: epoch)
  }

  @Test func pictureDependsOnSeedEpochAndIndexAlone() throws {
    let whole = try pictures(varied(epoch: 3), Array(0..<40))
    let backwards = try pictures(varied(epoch: 3), (0..<40).reversed())
    #expect(whole == backwards)
    for index in [0, 7, 39] {
      #expect(try pictures(varied(epoch: 3), [index])[index] == whole[index])
    }
    let again = AugmentedExamples(images, everything, seed: 1).examples(ofEpoch: 9)
    #expect(try pictures(again.examples(ofEpoch: 3), Array(0..<40)) == whole)
  }

  @Test func everyEpochAndSeedLooksDifferent() throws {
    let all = Array(0..<40)
    let whole = try pictures(varied(), all)
    for other in [try pictures(varied(epoch: 1), all), try pictures(varied(seed: 2), all)] {
      #expect(all.allSatisfy { whole[$0] != other[$0] })
    }
    let repeated = try images.subset(Array(repeating: 5, count: 40))
    let variants = try pictures(AugmentedExamples(repeated, everything, seed: 1), all)
    #expect(Set(variants.values).count == 40)
  }

  @Test func partSeesTheSameEpochAsTheWhole() throws {
    let part = ExampleSubset(varied(), indices: [4, 9]).examples(ofEpoch: 2)
    let whole = try pictures(varied(epoch: 2), [4, 9])
    #expect(try pictures(part, [0, 1]) == [0: try #require(whole[4]), 1: try #require(whole[9])])
  }

  @Test func noAugmentationKeepsEveryBit() throws {
    let plain = AugmentedExamples(images, .none, seed: 1)
    #expect(try pictures(plain, [3, 1]) == pictures(images, [3, 1]))
    #expect(plain.count == 40 && plain.classCount == 10 && plain.exampleShape == [1, 28, 28])
    #expect((0..<40).allSatisfy { plain.label(at: $0) == images.label(at: $0) })
    #expect(throws: TensorError.self) { try plain.batch([40][...], on: backend) }
  }

  @Test func levelsStayBetweenZeroAndOneAndInkRemains() throws {
    let source = AugmentedExamples(images, .standard, seed: 1)
    for epoch in 0..<5 {
      for picture in try pictures(source.examples(ofEpoch: epoch), Array(0..<40)).values {
        #expect(picture.allSatisfy { (0...1).contains($0) })
        #expect(picture.reduce(0, +) > 5)
      }
    }
  }

  private static let numbers = [Double.nan, .infinity, -.infinity, -1, 1e300, 0, 0.5]

  @Test(arguments: numbers, [(1, 1), (1, 9), (9, 1), (3, 40)])
  func noNumberAndNoSizeIsTooMuch(number: Double, size: (height: Int, width: Int)) throws {
    let images = try Fixtures.set(count: 3, height: size.height, width: size.width)
    let source = AugmentedExamples(
      images,
      DigitAugmentation(
        rotation: number, shift: number, scale: number, stretch: number, shear: number,
        elasticity: number, thickened: number, thinned: number), seed: 1)
    for picture in try pictures(source, [0, 1, 2]).values {
      #expect(picture.allSatisfy { (0...1).contains($0) })
    }
  }

  @Test func planesOfAPictureChangeAlike() throws {
    let source = AugmentedExamples(TwoPlanes(images: images), everything, seed: 1)
    for picture in try pictures(source, Array(0..<10)).values {
      #expect(picture.prefix(784) == picture.suffix(784).prefix(784))
      #expect(Array(picture.prefix(784)) == Array(picture.suffix(784)))
    }
    #expect(
      try pictures(source, [2])[2]?.prefix(784)
        == pictures(AugmentedExamples(images, everything, seed: 1), [2])[2]?.prefix(784))
  }
}

/// Pictures of two planes that are the same.
private struct TwoPlanes: ExampleSource {
  let images: LabeledImages
  var count: Int { images.count }
  var exampleShape: Shape { [2, 28, 28] }
  var classCount: Int { 10 }
  func label(at index: Int) -> Int { images.label(at: index) }
  func write<Scalar: BackendScalar>(
    _ indices: ArraySlice<Int>, into examples: inout MutableSpan<Scalar>
  ) {
    for (place, index) in indices.enumerated() {
      for (pixel, level) in (images.image(at: index) ?? []).enumerated() {
        for plane in 0..<2 {
          examples[place * 1568 + plane * 784 + pixel] = Scalar(level) / 255
        }
      }
    }
  }
}
