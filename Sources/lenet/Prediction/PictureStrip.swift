import DigitImages

/// Pictures side by side.
enum PictureStrip {
  private static let height = 280
  private static let gap = 10

  /// The steps from a picture to an answer: grey, ink, the box around it, 28x28, and the ten
  /// digits' probabilities as bars; nil when the picture was taken as it is.
  static func steps(of digit: DigitImage, scores: [Score]) -> GrayImage? {
    guard let steps = digit.steps, let last = digit.picture, let box = steps.boxed,
      let bars = ProbabilityBars.picture(scores)
    else { return nil }
    return joined([steps.working, steps.mask, box, last, bars])
  }

  /// One picture of all, each scaled to the same height with its pixels left visible.
  static func joined(_ pictures: [GrayImage]) -> GrayImage? {
    let scaled = pictures.map(scaled)
    let width = scaled.map { $0.width + gap }.reduce(-gap, +)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(max(width, 0) * height)
    for y in 0..<height {
      for (index, picture) in scaled.enumerated() {
        if index > 0 { pixels += [UInt8](repeating: 128, count: gap) }
        pixels += picture.pixels[y * picture.width..<(y + 1) * picture.width]
      }
    }
    return GrayImage(width: width, height: height, pixels: pixels)
  }

  /// The nearest pixel's grey, so that small pictures show their pixels as squares.
  private static func scaled(_ picture: GrayImage) -> GrayImage {
    // A very wide picture is cut down, not enlarged without bound.
    let width = min(max(picture.width * height / picture.height, 1), 4 * height)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height)
    for y in 0..<height {
      let row = y * picture.height / height * picture.width
      for x in 0..<width { pixels.append(picture.pixels[row + x * picture.width / width]) }
    }
    return GrayImage(width: width, height: height, pixels: pixels) ?? picture
  }
}
