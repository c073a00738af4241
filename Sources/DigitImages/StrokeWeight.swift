/// The digit inside its box: shares of ink from 0 to 1, row by row.
struct InkCrop {
  var width: Int
  var height: Int
  var shares: [Float]
}

/// Thickens thin strokes: a pen's line on a large sheet is far thinner, against the digit's size,
/// than any in MNIST, and would all but vanish in 20x20 pixels.
extension InkCrop {
  /// The crop with strokes that are thinner than `minimum` pixels of MNIST's 20x20 square thickened
  /// to `Self.usualWidth`; itself when they are wider, or when the crop is too coarse to tell.
  func thickened(minimum: Double) -> InkCrop {
    let perPixel = Double(max(width, height)) / Double(MNISTFrame.inkSide)
    let stroke = strokeWidth()
    guard perPixel >= Self.finePixels, stroke < minimum * perPixel else { return self }
    let target = max(minimum, Self.usualWidth) * perPixel
    return grown(by: Float((target - stroke) / 2))
  }

  /// The width of strokes in the thinner quarter of MNIST's digits.
  private static let usualWidth = 1.6
  /// From this many crop pixels to one of MNIST's, a stroke's width can be measured.
  private static let finePixels = 3.0

  /// The mean width of the strokes in crop pixels: twice the inked area by its outline's length.
  private func strokeWidth() -> Double {
    var (area, outline) = (0, 0)
    for index in shares.indices where shares[index] >= 0.5 {
      let (x, y) = (index % width, index / width)
      area += 1
      if x == 0 || shares[index - 1] < 0.5 { outline += 1 }
      if x == width - 1 || shares[index + 1] < 0.5 { outline += 1 }
      if y == 0 || shares[index - width] < 0.5 { outline += 1 }
      if y == height - 1 || shares[index + width] < 0.5 { outline += 1 }
    }
    return outline > 0 ? 2 * Double(area) / Double(outline) : 0
  }

  /// The crop with every stroke's outline moved outwards by `radius` pixels.
  private func grown(by radius: Float) -> InkCrop {
    let margin = Int(radius.rounded(.up)) + 1
    var result = InkCrop(width: width + 2 * margin, height: height + 2 * margin, shares: [])
    result.shares = [Float](repeating: 0, count: result.width * result.height)
    for index in shares.indices {
      let (x, y) = (index % width + margin, index / width + margin)
      result.shares[y * result.width + x] = shares[index]
    }
    let distances = result.distancesToInk()
    for index in result.shares.indices {
      // A pixel is covered as far as it lies within `radius` of the old outline, which runs half
      // a pixel from the last inked centre.
      let cover = max(radius + 1 - distances[index], 0)
      result.shares[index] = min(result.shares[index] + cover, 1)
    }
    return result
  }

  /// The distance of every pixel to the nearest inked one, in pixels, by steps of 3 along the
  /// axes and 4 across, in thirds (Borgefors: "Distance transformations in digital images", 1986).
  private func distancesToInk() -> [Float] {
    var steps = shares.map { $0 >= 0.5 ? Int32(0) : Int32.max / 2 }
    func relax(_ index: Int, _ x: Int, back: Int, row: Int) {
      // `back` is the step to the neighbour visited before in this row, `row` that to its row.
      let isFirst = back < 0 ? x == 0 : x == width - 1
      let isLast = back < 0 ? x == width - 1 : x == 0
      if !isFirst { steps[index] = min(steps[index], steps[index + back] + 3) }
      guard steps.indices.contains(index + row) else { return }
      steps[index] = min(steps[index], steps[index + row] + 3)
      if !isFirst { steps[index] = min(steps[index], steps[index + row + back] + 4) }
      if !isLast { steps[index] = min(steps[index], steps[index + row - back] + 4) }
    }
    for index in steps.indices { relax(index, index % width, back: -1, row: -width) }
    for index in steps.indices.reversed() { relax(index, index % width, back: 1, row: width) }
    return steps.map { Float($0) / 3 }
  }
}
