/// A digit as MNIST has them: 28x28 pixels, from 0 for paper to 255 for ink.
public struct DigitImage: Hashable, Sendable {
  /// The side of the picture in pixels.
  public static let side = 28

  /// The 784 pixels, row by row.
  public let pixels: [UInt8]
  /// How the digit was found; nil when the picture was taken as it is.
  public let steps: ExtractionSteps?

  /// The digit as a picture, to be written or looked at.
  public var picture: GrayImage? {
    GrayImage(width: Self.side, height: Self.side, pixels: pixels)
  }
}

/// What was found on the way from a picture to a digit, for explaining the result.
public struct ExtractionSteps: Hashable, Sendable {
  /// The picture that was worked on: the original, or a smaller copy of a large one.
  public let working: GrayImage
  /// Whether dark ink on light paper was seen (else light ink on dark).
  public let isDarkOnLight: Bool
  /// The amount of ink in every pixel, from 0 to 255, with the paper's own brightness taken out.
  public let ink: GrayImage
  /// The amount from which a pixel surely is ink.
  public let threshold: UInt8
  /// The pixels that belong to the digit, 255, and the others, 0.
  public let mask: GrayImage
  /// The tight box around the digit in the picture that was worked on.
  public let box: PixelBox
  /// How many separate parts the digit has.
  public let partCount: Int
  /// The 400 pixels of the digit in MNIST's 20x20 square, before it is centred.
  public let square: [UInt8]

  /// What the box holds of the picture that was worked on.
  public var boxed: GrayImage? {
    let pixels = (box.top..<box.top + box.height).flatMap { y in
      working.pixels[y * working.width + box.left..<y * working.width + box.left + box.width]
    }
    return GrayImage(width: box.width, height: box.height, pixels: pixels)
  }
}

/// Why no digit was taken from a picture.
public enum BlankReason: Hashable, Sendable, CustomStringConvertible {
  /// All pixels have one grey level.
  case uniform
  /// Nothing stands out clearly from the paper.
  case lowContrast
  /// The ink is no more than specks.
  case specksOnly
  /// There are more pen strokes than a digit has: a scribble, a page of text, noise.
  case tooMuchInk
  /// There is ink, but no strokes of a pen.
  case blot

  /// The reason in a few words.
  public var description: String {
    switch self {
    case .uniform: "the picture has one even colour"
    case .lowContrast: "nothing stands out clearly from the background"
    case .specksOnly: "there are only specks, nothing as large as a digit"
    case .tooMuchInk: "there is far more than one digit; cut out the part with the digit"
    case .blot: "there is only a blot, no strokes of a pen"
    }
  }
}

/// The result of looking for a digit in a picture.
public enum Extraction: Hashable, Sendable {
  /// A digit, ready for the network.
  case digit(DigitImage)
  /// No digit was found, and why.
  case blank(BlankReason)
}
