/// A grey picture with a border of background around it, so that every pixel has eight neighbours.
package struct PixelPlane {
  package let height: Int
  package let width: Int
  /// From a pixel to the one below; the borders at the left and right are one pixel wide.
  package let stride: Int
  /// Rows of `stride` pixels: a border, the picture, a border.
  package var pixels: [UInt8]

  /// Creates a blank plane.
  package init(height: Int, width: Int) {
    self.height = height
    self.width = width
    stride = width + 2
    pixels = [UInt8](repeating: 0, count: stride * (height + 2))
  }

  /// The place of a row's first pixel.
  package func start(ofRow y: Int) -> Int { (y + 1) * stride + 1 }

  /// From the picture's first pixel to its last, with the borders of the rows between.
  var inside: Range<Int> { start(ofRow: 0)..<start(ofRow: height - 1) + width }

  /// Takes over levels from 0 to 1, `height * width` of them from `start`.
  mutating func read<Level: BinaryFloatingPoint>(_ levels: UnsafeMutablePointer<Level>) {
    let (height, width, stride) = (height, width, stride)
    var pixels = pixels.mutableSpan
    for y in 0..<height {
      let (target, source) = ((y + 1) * stride + 1, y * width)
      for x in 0..<width {
        let level = Float(levels[source + x])
        let bounded = level > 0 ? (level < 1 ? level : 1) : 0
        pixels[target + x] = UInt8(truncatingIfNeeded: FixedPoint.whole(bounded * 255))
      }
    }
  }

  /// Hands out levels from 0 to 1.
  func write<Level: BinaryFloatingPoint>(_ levels: UnsafeMutablePointer<Level>) {
    let pixels = pixels.span
    for y in 0..<height {
      let (source, target) = (start(ofRow: y), y * width)
      for x in 0..<width { levels[target + x] = Level(pixels[source + x]) / 255 }
    }
  }
}

/// Conversions that a processor does for several numbers at once, where checked ones cannot.
enum FixedPoint {
  /// The nearest whole number, for numbers of a magnitude below 2²².
  ///
  /// Adding 1.5 · 2²³ shifts a number's whole part into the lowest bits.
  @inline(__always) static func whole(_ value: Float) -> Int32 {
    Int32(bitPattern: (value + 12_582_912).bitPattern &- 0x4B40_0000)
  }
}
