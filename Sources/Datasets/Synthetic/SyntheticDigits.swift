import DLCore

/// Digits drawn by the program: strokes in several styles, distorted at random.
///
/// They stand in for MNIST where there is no data and no network. Every picture depends on the
/// seed and on its own position only, so a larger set begins with the smaller one.
public enum SyntheticDigits {
  /// The largest number of pictures in one part.
  public static let largestCount = 1_000_000

  /// Draws a training and a test part of 28x28 pictures, the ten digits in turn.
  ///
  /// Throws a `DatasetError` when a count is not in `1 ... largestCount`.
  public static func make(
    trainingCount: Int = 12_000, testCount: Int = 2_000, seed: UInt64 = 0
  ) throws(DatasetError) -> DatasetPair {
    try DatasetPair(
      training: try draw(trainingCount, seed: seed, firstStream: 0),
      test: try draw(testCount, seed: seed, firstStream: 1 << 32),
      source: "drawn by this program (seed \(seed))")
  }

  private static func draw(
    _ count: Int, seed: UInt64, firstStream: UInt64
  ) throws(DatasetError) -> LabeledImages {
    guard (1...largestCount).contains(count) else {
      throw DatasetError(
        path: "synthetic digits",
        problem: "cannot be \(counted(count, "image")); give 1...\(largestCount)")
    }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(count * side * side)
    for index in 0..<count {
      var source = RandomSource(seed: seed, stream: firstStream + UInt64(index))
      pixels += picture(of: index % 10, &source)
    }
    return try LabeledImages(
      name: "synthetic digits", height: side, width: side, pixels: pixels,
      labels: (0..<count).map { UInt8($0 % 10) }, classNames: PublishedDataset.digitNames)
  }

  private static let side = 28
  /// The longer side of a digit in MNIST, in pixels.
  private static let digitSide = 20.0

  /// One picture made like those of MNIST: the digit fitted into 20x20 pixels, its centre of mass
  /// in the middle of 28x28 (LeCun, Bottou, Bengio, Haffner: "Gradient-Based Learning Applied to
  /// Document Recognition", 1998, section III.A).
  private static func picture(of digit: Int, _ source: inout RandomSource) -> [UInt8] {
    let lines = Handwriting.lines(of: digit, &source)
    let layout = Layout(lines)
    let radius = source.around(1.35, 0.55)
    let pressure = source.around(0, 0.25)
    let scale = (digitSide - 2 * radius * (1 + abs(pressure))) / layout.extent
    // One pixel at each edge stays free, also where the mass is far from the middle.
    let room = (Double(side) - digitSide) / 2 - 1
    let shift = (layout.middle - layout.mass) * scale
    let centre = Point(
      Double(side) / 2 + min(max(shift.x, -room), room),
      Double(side) / 2 + min(max(shift.y, -room), room))
    var pen = Pen(side: side)
    for line in layout.place(lines, scale: scale, at: centre) {
      pen.draw(line, radius: (radius * (1 - pressure), radius * (1 + pressure)))
    }
    return pen.coverage.map { UInt8((255 * $0).rounded()) }
  }
}
