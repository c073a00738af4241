import DLCore

extension SyntheticDigits {
  /// Draws a digit as a photograph might show it: dark ink somewhere on a sheet of light paper.
  ///
  /// The result has `size` rows of `size` grey pixels, 0 black and 255 white. Throws a
  /// `DatasetError` when the digit is not in 0...9 or the size not in 16...4096.
  public static func drawing(
    of digit: Int, size: Int = 200, seed: UInt64
  ) throws(DatasetError) -> [UInt8] {
    guard (0...9).contains(digit) else {
      throw DatasetError(path: "drawing", problem: "cannot be of \(digit); digits are 0...9")
    }
    guard (16...LabeledImages.largestSide).contains(size) else {
      throw DatasetError(
        path: "drawing",
        problem: "cannot have \(size) pixels a side; give 16...\(LabeledImages.largestSide)")
    }
    var source = RandomSource(seed: seed, stream: "drawing/\(digit)")
    return photograph(written(digit, size: size, &source), &source)
  }

  /// The ink: a digit of about half the sheet's size, off its middle.
  private static func written(_ digit: Int, size: Int, _ source: inout RandomSource) -> Pen {
    let lines = Handwriting.lines(of: digit, &source)
    let layout = Layout(lines)
    let side = Double(size)
    let extent = side * source.around(0.55, 0.12)
    let radius = side * source.around(0.022, 0.008)
    let target = Point(side * source.around(0.5, 0.12), side * source.around(0.5, 0.12))
    let pressure = source.around(0, 0.2)
    var pen = Pen(side: size)
    for line in layout.place(lines, scale: extent / layout.extent, at: target) {
      pen.draw(line, radius: (radius * (1 - pressure), radius * (1 + pressure)))
    }
    return pen
  }

  /// Paper that is lit a little more on one side, and the grain of a camera.
  private static func photograph(_ pen: Pen, _ source: inout RandomSource) -> [UInt8] {
    let paper = source.around(232, 12)
    let ink = source.around(45, 25)
    let light = Point(source.around(0, 14), source.around(0, 14))
    let side = Double(pen.side)
    return pen.coverage.indices.map { index in
      let column = Double(index % pen.side) / side - 0.5
      let row = Double(index / pen.side) / side - 0.5
      let bright = paper + light.x * column + light.y * row
      let grey = bright + (ink - bright) * Double(pen.coverage[index]) + source.around(0, 4)
      return UInt8(min(max(grey.rounded(), 0), 255))
    }
  }
}
