import Datasets
import Testing

@Suite struct SyntheticDigitsTests {
  @Test func aPictureDependsOnSeedAndPositionOnly() throws {
    let small = try SyntheticDigits.make(trainingCount: 20, testCount: 10, seed: 5)
    let large = try SyntheticDigits.make(trainingCount: 50, testCount: 30, seed: 5)
    #expect(large.training.prefix(20) == small.training)
    #expect(large.test.prefix(10) == small.test)
    #expect(small.training.prefix(10) != small.test)
    let other = try SyntheticDigits.make(trainingCount: 20, testCount: 10, seed: 6)
    #expect(other.training != small.training)
  }

  /// The laws by which MNIST was made: at most 20 pixels of ink each way, the centre of mass in
  /// the middle; a picture is not blank, and its ink is full somewhere.
  @Test func picturesAreMadeLikeMNIST() throws {
    let set = try SyntheticDigits.make(trainingCount: 500, testCount: 1, seed: 1).training
    #expect(set.labels == (0..<500).map { UInt8($0 % 10) })
    for index in 0..<set.count {
      let image = Array(try #require(set.image(at: index)))
      let inked = image.indices.filter { image[$0] > 127 }
      let rows = inked.map { $0 / 28 }
      let columns = inked.map { $0 % 28 }
      let height = try #require(rows.max()) - #require(rows.min()) + 1
      let width = try #require(columns.max()) - #require(columns.min()) + 1
      // The larger side is 20 pixels, give or take the fraction that a pixel grid cuts off.
      #expect((18...21).contains(max(height, width)), "picture \(index)")
      let mass = image.reduce(0.0) { $0 + Double($1) }
      let x = image.indices.reduce(0.0) { $0 + Double($1 % 28) * Double(image[$1]) } / mass
      let y = image.indices.reduce(0.0) { $0 + Double($1 / 28) * Double(image[$1]) } / mass
      #expect(abs(x - 13.5) < 1.5 && abs(y - 13.5) < 1.5, "picture \(index): \(x), \(y)")
      #expect(image.max() == 255)
      // Nothing touches the margin.
      #expect((0..<28).allSatisfy { image[$0] == 0 && image[27 * 28 + $0] == 0 })
    }
  }

  /// The mean picture of each digit, alone, recognises most pictures: the classes are apart.
  @Test func digitsCanBeToldApart() throws {
    let pair = try SyntheticDigits.make(trainingCount: 500, testCount: 200, seed: 2)
    var sums = [[Int]](repeating: [Int](repeating: 0, count: 784), count: 10)
    for index in 0..<500 {
      for (place, value) in try #require(pair.training.image(at: index)).enumerated() {
        sums[index % 10][place] += Int(value)
      }
    }
    var right = 0
    for index in 0..<200 {
      let image = Array(try #require(pair.test.image(at: index)))
      let distances = sums.map { distance(image, fiftyfold: $0) }
      right += distances.firstIndex(of: distances.min() ?? 0) == index % 10 ? 1 : 0
    }
    #expect(right >= 160, "\(right) of 200")
  }

  private func distance(_ image: [UInt8], fiftyfold sum: [Int]) -> Int {
    var total = 0
    for place in image.indices {
      let difference = 50 * Int(image[place]) - sum[place]
      total += difference * difference
    }
    return total
  }

  @Test(arguments: 0...9)
  func drawingsAreDarkOnLight(digit: Int) throws {
    for seed in 0..<5 as Range<UInt64> {
      let drawing = try SyntheticDigits.drawing(of: digit, size: 120, seed: seed)
      #expect(drawing.count == 120 * 120)
      let dark = drawing.indices.filter { drawing[$0] < 110 }
      #expect((100...3000).contains(dark.count), "\(dark.count) dark pixels")
      #expect(drawing.filter { $0 > 190 }.count > drawing.count * 3 / 4)
      // All of the digit is on the sheet.
      #expect(dark.allSatisfy { (1..<119).contains($0 / 120) && (1..<119).contains($0 % 120) })
      #expect(try SyntheticDigits.drawing(of: digit, size: 120, seed: seed) == drawing)
    }
  }

  @Test func impossibleRequestsAreNamed() {
    #expect(
      problem { try SyntheticDigits.make(trainingCount: 0) }
        == "synthetic digits: cannot be 0 images; give 1...1000000")
    #expect(
      problem { try SyntheticDigits.make(trainingCount: 1, testCount: -1) }
        == "synthetic digits: cannot be -1 images; give 1...1000000")
    #expect(
      problem { try SyntheticDigits.drawing(of: 10, seed: 0) }
        == "drawing: cannot be of 10; digits are 0...9")
    #expect(
      problem { try SyntheticDigits.drawing(of: 1, size: 5000, seed: 0) }
        == "drawing: cannot have 5000 pixels a side; give 16...4096")
  }
}
