/// A grey picture, one byte a pixel, row by row from the top left: 0 is black, 255 is white.
public struct GrayImage: Hashable, Sendable {
  /// The number of pixels in a row; at least 1.
  public let width: Int
  /// The number of rows; at least 1.
  public let height: Int
  /// The grey levels, `width * height` of them, row by row.
  public let pixels: [UInt8]

  /// Creates a picture; nil unless both sides are positive and `pixels` fills them exactly.
  public init?(width: Int, height: Int, pixels: [UInt8]) {
    let (area, overflow) = width.multipliedReportingOverflow(by: height)
    guard width > 0, height > 0, !overflow, area == pixels.count else { return nil }
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// Creates a picture of this one's size from another list of as many pixels.
  private init(shapedLike other: GrayImage, pixels: [UInt8]) {
    width = other.width
    height = other.height
    self.pixels = pixels
  }

  /// The picture with every grey level replaced: one function value for each level.
  package func mapped(_ change: (UInt8) -> UInt8) -> GrayImage {
    let table = (UInt8.min...UInt8.max).map(change)
    return GrayImage(shapedLike: self, pixels: pixels.map { table[Int($0)] })
  }

  /// The picture with black and white exchanged.
  package func inverted() -> GrayImage { mapped { 255 - $0 } }

  /// A picture of the same size from a function that fills one row: its number, then its pixels.
  func replacingRows(_ fill: (Int, inout ArraySlice<UInt8>) -> Void) -> GrayImage {
    var result = pixels
    for y in 0..<height { fill(y, &result[y * width..<(y + 1) * width]) }
    return GrayImage(shapedLike: self, pixels: result)
  }
}
