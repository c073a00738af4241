import DLCore

/// Where the pixels of a rotated, scaled, slanted and shifted picture come from.
///
/// Maps the place of a pixel in the new picture, counted from the middle, to its place in the old
/// one: one map, and so one resampling, for all four changes.
package struct AffineMap: Equatable {
  /// Source column by target column and by target row.
  package var xx: Float
  package var xy: Float
  /// Source row by target column and by target row.
  package var yx: Float
  package var yy: Float
  /// Source place of the target's middle.
  package var x: Float
  package var y: Float

  /// A map; without arguments it changes nothing.
  package init(
    xx: Float = 1, xy: Float = 0, yx: Float = 0, yy: Float = 1, x: Float = 0, y: Float = 0
  ) {
    self.xx = xx
    self.xy = xy
    self.yx = yx
    self.yy = yy
    self.x = x
    self.y = y
  }

  /// Changes nothing.
  package static let identity = AffineMap()

  /// Draws a map; takes six random numbers whatever the augmentation.
  package static func random(
    _ augmentation: DigitAugmentation, _ random: inout RandomSource
  ) -> AffineMap {
    func drawn(_ limit: Double) -> Double { random.uniform(from: -limit, to: limit) }
    let angle = drawn(augmentation.rotation) * .pi / 180
    let width = 1 / (1 + drawn(augmentation.scale))
    let height = width / (1 + drawn(augmentation.stretch))
    let slant = drawn(augmentation.shear)
    let (x, y) = (drawn(augmentation.shift), drawn(augmentation.shift))
    let cosine = Double.cos(angle)
    let sine = Double.cos(angle - .pi / 2)
    return AffineMap(
      xx: Float(width * (cosine + slant * sine)), xy: Float(width * (slant * cosine - sine)),
      yx: Float(height * sine), yy: Float(height * cosine), x: Float(x), y: Float(y))
  }
}
