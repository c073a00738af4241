/// How pictures of digits are varied while a model learns from them.
///
/// Every number is the largest change, either way, or a share of the pictures; zeros change
/// nothing. A number out of its range counts as the nearest one in it, and NaN as 0.
///
/// ```swift
/// let varied = AugmentedExamples(images, .standard, seed: 42)
/// ```
public struct DigitAugmentation: Hashable, Sendable {
  /// The largest angle, in degrees, up to 180.
  public var rotation: Double
  /// The largest shift along each axis, in pixels, up to 64.
  public var shift: Double
  /// The largest change of size, up to 0.9: 0.1 makes a picture 0.9 to 1.1 times as large.
  public var scale: Double
  /// The largest further change of the height alone, up to 0.9.
  public var stretch: Double
  /// The largest slant: columns of shift to a row, up to 2.
  public var shear: Double
  /// The standard deviation of each pixel's own displacement, in pixels, up to 16.
  public var elasticity: Double
  /// The share of pictures whose strokes are made thicker, by up to two pixels.
  public var thickened: Double
  /// The share of pictures whose strokes are made thinner, down to lines of one pixel.
  public var thinned: Double

  /// Creates an augmentation; one that changes nothing by default.
  public init(
    rotation: Double = 0, shift: Double = 0, scale: Double = 0, stretch: Double = 0,
    shear: Double = 0, elasticity: Double = 0, thickened: Double = 0, thinned: Double = 0
  ) {
    self.rotation = rotation
    self.shift = shift
    self.scale = scale
    self.stretch = stretch
    self.shear = shear
    self.elasticity = elasticity
    self.thickened = thickened
    self.thinned = thinned
  }

  /// Changes nothing.
  public static let none = DigitAugmentation()

  /// Writing as people's differs, and pens from hairlines to felt tips: what `lenet train
  /// --augment` uses.
  public static let standard = DigitAugmentation(
    rotation: 10, shift: 2, scale: 0.1, stretch: 0.05, shear: 0.15, elasticity: 0.7,
    thickened: 0.15, thinned: 0.15)
}

extension DigitAugmentation {
  /// The augmentation with every number in its range.
  var bounded: DigitAugmentation {
    func within(_ value: Double, _ limit: Double) -> Double { value > 0 ? min(value, limit) : 0 }
    return DigitAugmentation(
      rotation: within(rotation, 180), shift: within(shift, 64), scale: within(scale, 0.9),
      stretch: within(stretch, 0.9), shear: within(shear, 2), elasticity: within(elasticity, 16),
      thickened: within(thickened, 1), thinned: within(thinned, 1))
  }
}
