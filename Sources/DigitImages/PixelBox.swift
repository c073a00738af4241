/// A rectangle of whole pixels.
public struct PixelBox: Hashable, Sendable {
  /// The first column inside.
  public var left: Int
  /// The first row inside.
  public var top: Int
  /// The number of columns inside.
  public var width: Int
  /// The number of rows inside.
  public var height: Int

  /// Creates a box from its corner and size.
  public init(left: Int, top: Int, width: Int, height: Int) {
    self.left = left
    self.top = top
    self.width = width
    self.height = height
  }

  /// The larger of width and height.
  var longerSide: Int { max(width, height) }

  /// The smallest box around this one and another.
  func union(_ other: PixelBox) -> PixelBox {
    let (left, top) = (min(left, other.left), min(top, other.top))
    let right = max(self.left + width, other.left + other.width)
    let bottom = max(self.top + height, other.top + other.height)
    return PixelBox(left: left, top: top, width: right - left, height: bottom - top)
  }

  /// How many of a picture's four sides the box reaches.
  func sidesReached(width pictureWidth: Int, height pictureHeight: Int) -> Int {
    [left == 0, top == 0, left + width == pictureWidth, top + height == pictureHeight]
      .count { $0 }
  }
}
