/// How a camera held the picture: where its first row and column belong (Exif 2.32, tag 0x0112).
package enum Orientation: Int {
  case upright = 1
  case mirrored, upsideDown, flipped, transposed, turnedLeft, transverse, turnedRight

  /// The picture as it should be seen.
  func upright(_ picture: GrayImage) -> GrayImage {
    guard self != .upright else { return picture }
    let (width, height) = (picture.width, picture.height)
    let swapsSides = rawValue >= 5
    let (newWidth, newHeight) = swapsSides ? (height, width) : (width, height)
    let walk = walk(width: width, height: height)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(picture.pixels.count)
    for y in 0..<newHeight {
      var source = walk.start + y * walk.down
      for _ in 0..<newWidth {
        pixels.append(picture.pixels[source])
        source += walk.right
      }
    }
    return GrayImage(width: newWidth, height: newHeight, pixels: pixels) ?? picture
  }

  /// Where the upright picture's first pixel is stored, and the stored steps that go one pixel
  /// right and one down in it.
  private func walk(width: Int, height: Int) -> (start: Int, right: Int, down: Int) {
    let lastColumn = width - 1
    let lastRow = (height - 1) * width
    switch self {
    case .upright: return (0, 1, width)
    case .mirrored: return (lastColumn, -1, width)
    case .upsideDown: return (lastRow + lastColumn, -1, -width)
    case .flipped: return (lastRow, 1, -width)
    case .transposed: return (0, width, 1)
    case .turnedLeft: return (lastRow, -width, 1)
    case .transverse: return (lastRow + lastColumn, -width, -1)
    case .turnedRight: return (lastColumn, width, -1)
    }
  }
}
