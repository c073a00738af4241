import DigitImages
import Testing

@Suite("Digits are framed as MNIST's makers did")
struct MNISTFrameTests {
  @Test("A full 20 x 20 crop keeps its pixels")
  func identity() {
    let levels = (0..<400).map { UInt8($0 * 7 % 256) }
    let shares = levels.map { Float($0) / 255 }
    #expect(MNISTFrame.scaled(shares, width: 20, height: 20) == levels)
  }

  @Test("A 40 x 40 crop is averaged by fours")
  func halving() {
    let shares = (0..<1600).map { Float($0 % 2) }
    let full = [Float](repeating: 1, count: 1600)
    // The darkest pixel is stretched to 255.
    #expect(MNISTFrame.scaled(shares, width: 40, height: 40).allSatisfy { $0 == 255 })
    #expect(MNISTFrame.scaled(full, width: 40, height: 40).allSatisfy { $0 == 255 })
  }

  @Test("A narrow crop stands in the middle, half a pixel to the left if need be")
  func narrow() {
    let square = MNISTFrame.scaled([Float](repeating: 1, count: 60), width: 3, height: 20)
    for y in 0..<20 {
      #expect((0..<20).filter { square[y * 20 + $0] > 0 } == [8, 9, 10])
    }
  }

  @Test("Crops under 10 pixels are enlarged to twice their size, no more")
  func small() {
    let square = MNISTFrame.scaled([1], width: 1, height: 1)
    #expect(square.indices.filter { square[$0] > 0 } == [8 * 20 + 8, 169, 188, 189])
  }

  @Test("Uneven enlarging splits pixels by area")
  func areas() {
    // 15 samples to 20 pixels: pixel 1 covers samples 0.75 ... 1.5, a third of sample 0.
    var shares = [Float](repeating: 0, count: 225)
    for x in 0..<15 { shares[x] = 1 }
    let square = MNISTFrame.scaled(shares, width: 15, height: 15)
    #expect(square[0] == 255 && square[20] == 85 && square[40] == 0)
  }

  @Test(
    "The square's place follows from its centre of mass",
    arguments: [(10, 4), (0, 14), (19, -5), (4, 10)])
  func place(row: Int, offset: Int) {
    var square = [UInt8](repeating: 0, count: 400)
    square[row * 20 + 10] = 255
    let pixels = MNISTFrame.centered(square)
    // 15 - (row + 0.5), cut off towards zero.
    let expected = Int(15 - (Double(row) + 0.5))
    #expect(pixels.firstIndex(of: 255) == (expected + row) * 28 + 14)
  }

  @Test("No ink gives an empty picture")
  func empty() {
    #expect(MNISTFrame.scaled([0], width: 1, height: 1).allSatisfy { $0 == 0 })
    #expect(MNISTFrame.centered([UInt8](repeating: 0, count: 400)).count == 784)
  }
}
