import DigitImages

/// What most scripts do with a picture before they hand it to a network: shrink it to 28x28 and
/// invert it; for comparison.
public enum UsualScript {
  /// The 784 pixels: means of areas, inverted unless the picture is mostly dark.
  public static func pixels(_ picture: GrayImage) -> [UInt8] {
    let sum = picture.pixels.reduce(0) { $0 + Int($1) }
    let isDark = sum < 128 * picture.pixels.count
    let side = DigitImage.side
    return (0..<side * side).map { index in
      let rows = range(index / side, of: picture.height)
      let columns = range(index % side, of: picture.width)
      var sum = 0
      for y in rows {
        for x in columns { sum += Int(picture.pixels[y * picture.width + x]) }
      }
      let level = UInt8(sum / (rows.count * columns.count))
      return isDark ? level : 255 - level
    }
  }

  /// The pixels that one of the 28 stands for; at least one.
  private static func range(_ index: Int, of length: Int) -> Range<Int> {
    let start = index * length / DigitImage.side
    return start..<max(start + 1, (index + 1) * length / DigitImage.side)
  }
}
