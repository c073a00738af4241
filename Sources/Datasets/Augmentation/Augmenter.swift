import DLCore

/// Varies pictures of one size, one after another, in memory of its own.
struct Augmenter {
  private let augmentation: DigitAugmentation
  private var source: PixelPlane
  private var target: PixelPlane
  private var resampler: Resampler
  private var displacement: Displacement
  private var thickening: StrokeThickening
  private var thinning: StrokeThinning

  init(_ augmentation: DigitAugmentation, height: Int, width: Int) {
    self.augmentation = augmentation.bounded
    source = PixelPlane(height: height, width: width)
    target = source
    resampler = Resampler(height: height, width: width)
    displacement = Displacement(height: height, width: width)
    thickening = StrokeThickening(source)
    thinning = StrokeThinning(source)
  }

  /// Varies the planes of a picture alike: `planes` times `height * width` levels from 0 to 1.
  mutating func vary<Level: BinaryFloatingPoint>(
    _ levels: UnsafeMutablePointer<Level>, planes: Int, _ random: inout RandomSource
  ) {
    let map = AffineMap.random(augmentation, &random)
    let stroke = StrokeChange.random(augmentation, &random)
    displacement.draw(deviation: augmentation.elasticity, &random)
    for plane in 0..<planes {
      let levels = levels + plane * source.height * source.width
      source.read(levels)
      resampler.resample(source, to: &target, map, displacement: &displacement)
      switch stroke {
      case .none: break
      case .thicker(let amount): thickening.thicken(&target, amount: amount)
      case .thinner(let amount): thinning.thin(&target, amount: amount)
      }
      target.write(levels)
    }
  }
}

/// What happens to a picture's strokes; amounts go up to 256.
package enum StrokeChange: Equatable {
  case none
  case thicker(UInt32)
  case thinner(UInt32)

  /// Draws a change; takes two random numbers whatever the augmentation.
  package static func random(
    _ augmentation: DigitAugmentation, _ random: inout RandomSource
  ) -> StrokeChange {
    let (choice, amount) = (random.uniform(), random.uniform())
    if choice < augmentation.thickened { return .thicker(UInt32(256 * amount)) }
    guard choice < augmentation.thickened + augmentation.thinned else { return .none }
    // A third of the thinned strokes become lines of a single pixel.
    return .thinner(UInt32(min(384 * amount, 256)))
  }
}
