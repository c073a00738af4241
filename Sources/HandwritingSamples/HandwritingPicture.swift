import DigitImages

/// A picture file of one handwritten digit.
public struct HandwritingPicture: Sendable {
  /// The digit, 0...9.
  public let digit: Int
  /// The content of the file.
  public let bytes: [UInt8]
  /// What the file's name ends with: `png` or `jpg`.
  public let fileExtension: String

  /// Draws a digit; the same shape, way and seed give the same picture.
  ///
  /// Throws a `PictureError` when there is no memory for the file.
  public init(
    of shape: DigitShape, _ way: DrawingWay, seed: UInt64
  ) throws(PictureError) {
    let drawing = Drawing(shape, way, seed: seed)
    digit = shape.digit
    bytes = try drawing.encoded()
    fileExtension = drawing.isPhoto ? "jpg" : "png"
  }
}
