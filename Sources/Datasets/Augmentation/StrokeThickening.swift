/// Makes strokes thicker: grey dilation, mixed with the picture as it was.
package struct StrokeThickening {
  private var across: [UInt8]

  package init(_ plane: PixelPlane) { across = plane.pixels }

  /// Thickens strokes by up to one pixel on each side: by none for 0, by all for 256.
  package mutating func thicken(_ plane: inout PixelPlane, amount: UInt32) {
    let (inside, stride) = (plane.inside, plane.stride)
    var across = across.mutableSpan
    var pixels = plane.pixels.mutableSpan
    // A border lies around the inside, so all neighbours of what is visited exist.
    for index in inside.lowerBound - stride + 1..<inside.upperBound + stride - 1 {
      across[index] = max(pixels[index - 1], max(pixels[index], pixels[index + 1]))
    }
    for index in inside {
      let own = UInt32(pixels[index])
      let most = UInt32(
        max(across[index - stride], max(across[index], across[index + stride])))
      let level = own &+ (((most &- own) &* amount) >> 8)
      pixels[index] = UInt8(truncatingIfNeeded: level)
    }
    plane.clearSides()
  }
}

extension PixelPlane {
  /// Makes the borders between rows background again.
  mutating func clearSides() {
    for y in 0..<height {
      let start = start(ofRow: y)
      pixels[start - 1] = 0
      pixels[start + width] = 0
    }
  }
}
