/// The frame that MNIST puts digits in: 20x20 pixels for the ink, 28x28 for the picture.
///
/// MNIST's makers describe it in words (LeCun, Cortes, Burges: "The MNIST database"); the exact
/// steps were recovered by Yadav and Bottou ("Cold Case: The Lost MNIST Digits", 2019), who
/// reproduce the original pixels to within rounding.
package enum MNISTFrame {
  /// The side of the finished picture.
  package static let side = 28
  /// The side of the square that holds the ink.
  static let inkSide = 20
  /// Smaller digits than this are not enlarged to the full square.
  private static let smallestCrop = 10

  /// Scales shares of ink, from 0 to 1, of a `width` x `height` box into the 20x20 square.
  package static func scaled(_ shares: [Float], width: Int, height: Int) -> [UInt8] {
    let side = max(width, height, smallestCrop)
    let left = (side - width) / 2
    let top = (side - height) / 2
    let narrow = resample(shares, length: width, lines: height, offset: left, side: side)
    let small = resample(narrow, length: height, lines: inkSide, offset: top, side: side)
    let darkest = min(1, small.max() ?? 0)
    guard darkest > 0 else { return small.map { _ in 0 } }
    return small.map { UInt8(min(($0 * 255 / darkest + 0.5).rounded(.down), 255)) }
  }

  /// Places the 20x20 square so that the ink's centre of mass comes to the middle of 28x28.
  package static func centered(_ square: [UInt8]) -> [UInt8] {
    var (sum, columnSum, rowSum) = (0.0, 0.0, 0.0)
    for index in square.indices {
      let ink = Double(square[index])
      sum += ink
      columnSum += ink * (Double(index % inkSide) + 0.5)
      rowSum += ink * (Double(index / inkSide) + 0.5)
    }
    var pixels = [UInt8](repeating: 0, count: side * side)
    guard sum > 0 else { return pixels }
    let left = offset(centre: columnSum / sum)
    let top = offset(centre: rowSum / sum)
    for index in square.indices {
      let (x, y) = (left + index % inkSide, top + index / inkSide)
      if (0..<side).contains(x), (0..<side).contains(y) { pixels[y * side + x] = square[index] }
    }
    return pixels
  }

  /// Where the square starts; the fraction is cut off towards zero, as MNIST's makers did.
  private static func offset(centre: Double) -> Int { min(max(Int(15 - centre), -10), 18) }

  /// Resamples lines of a padded square to 20 pixels, each the mean of the area that it covers,
  /// and turns the result over: the 20 pixels of a line come out as a column.
  ///
  /// The values are `lines` lines of `length` samples; `offset` zeros stand before and the rest of
  /// `side` after each line. Both passes together leave rows as rows.
  private static func resample(
    _ values: [Float], length: Int, lines: Int, offset: Int, side: Int
  ) -> [Float] {
    var result = [Float](repeating: 0, count: inkSide * lines)
    for target in 0..<inkSide {
      // In units of 1/20 sample: a sample is 20 wide, a target pixel `side` wide.
      let (start, end) = (target * side, (target + 1) * side)
      let first = max(start / inkSide, offset)
      let last = min((end - 1) / inkSide, offset + length - 1)
      guard first <= last else { continue }
      for line in 0..<lines {
        var sum: Float = 0
        for sample in first...last {
          let overlap = min(end, (sample + 1) * inkSide) - max(start, sample * inkSide)
          sum += values[line * length + sample - offset] * Float(overlap)
        }
        result[target * lines + line] = sum / Float(side)
      }
    }
    return result
  }
}
