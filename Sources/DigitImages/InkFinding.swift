/// What one look at a picture found.
struct InkFinding {
  let amounts: GrayImage
  let levels: InkLevels
  let parts: InkParts
  /// The parts that make up the digit.
  let chosen: Set<Int32>

  /// The box around the digit; nil when there are only specks.
  var box: PixelBox? { parts.box(of: chosen) }

  /// The pixels of the digit, 255, and all others, 0.
  var mask: GrayImage {
    amounts.replacingRows { _, row in
      for index in row.indices { row[index] = chosen.contains(parts.labels[index]) ? 255 : 0 }
    }
  }

  /// How little the strokes in a box look like a pen's: up to 1 for strokes of one width, more for
  /// blobs such as shadows, or for shadows and strokes together; infinite for nothing.
  ///
  /// The middle of a stroke is half its width from the edge, and its mean width is twice its area
  /// by its outline. A disc, a square or a triangle is twice as deep as that.
  var unlikeness: Double {
    guard let box else { return .infinity }
    let strokes = StrokeMeasure(mask: mask, box: box)
    let depth = 2 * strokes.depth / max(strokes.width, 1)
    let breadth = strokes.width / Double(box.longerSide)
    return max(depth / Self.deepest, breadth / Self.broadest)
  }

  /// Why this cannot be a digit; nil when it can.
  func refusal(mask: GrayImage, box: PixelBox) -> BlankReason? {
    let strokes = StrokeMeasure(mask: mask, box: box)
    let size = Double(box.longerSide)
    if strokes.length > Self.longest * size { return .tooMuchInk }
    return strokes.width > Self.blot * size ? .blot : nil
  }

  /// The deepest place of strokes against their mean width: more where they cross.
  private static let deepest = 1.75
  /// The mean width of the thickest marker's strokes against a digit's height.
  private static let broadest = 0.3
  /// The length of all strokes against a digit's height: an 8 has 3.
  private static let longest = 9.0
  /// The mean width from which on nothing of a digit is left; a square has 0.5.
  private static let blot = 0.42
}

/// The mean width, the length and the greatest depth of what a mask shows, in pixels.
struct StrokeMeasure {
  let width: Double
  let length: Double
  let depth: Double

  init(mask: GrayImage, box: PixelBox) {
    var (area, outline) = (0, 0)
    // The distance to the nearest place outside, by steps of 3 along the axes and 4 across, in
    // thirds (Borgefors, 1986), from above and then from below.
    let (columns, rows) = (box.width + 2, box.height + 2)
    var steps = [Int32](repeating: 0, count: columns * rows)
    for y in 0..<box.height {
      for x in 0..<box.width
      where mask.pixels[(box.top + y) * mask.width + box.left + x] != 0 {
        steps[(y + 1) * columns + x + 1] = .max / 2
        area += 1
      }
    }
    func relax(_ index: Int, _ row: Int, _ step: Int) {
      let near = min(steps[index + row], steps[index - step]) + 3
      let across = min(steps[index + row - 1], steps[index + row + 1]) + 4
      steps[index] = min(steps[index], near, across)
    }
    // All neighbours exist: a frame of zeros lies around.
    for index in steps.indices where steps[index] > 0 { relax(index, -columns, 1) }
    for index in steps.indices.reversed() where steps[index] > 0 { relax(index, columns, -1) }
    for index in steps.indices where steps[index] > 0 {
      outline += [index - 1, index + 1, index - columns, index + columns].count { steps[$0] == 0 }
    }
    width = outline > 0 ? 2 * Double(area) / Double(outline) : 0
    length = Double(outline) / 2
    depth = Double(steps.max() ?? 0) / 3
  }
}
