/// The amounts of ink that separate the digit from the paper and its noise.
struct InkLevels: Hashable {
  /// The least amount that surely is ink (Otsu's threshold).
  let threshold: UInt8
  /// The least amount that may belong to a stroke's soft edge.
  let edge: UInt8
  /// The least amount that counts for how far a stroke reaches.
  let outline: UInt8
  /// The amount up to which a pixel counts as bare paper.
  let none: UInt8
  /// The amount from which a pixel counts as fully inked.
  let full: UInt8

  /// Finds the levels; nil when the darker pixels do not stand out from the paper.
  ///
  /// In a picture that is `isFine`, with many pixels to a stroke, edges start at half the
  /// threshold, so that faint lines and smears do not join the digit; in a coarse one every faint
  /// pixel of an edge counts.
  init?(_ histogram: Histogram, minimumContrast: Int, isFine: Bool) {
    guard let threshold = histogram.otsuThreshold(), threshold > 0 else { return nil }
    let (paper, ink) = (0...threshold - 1, threshold...UInt8.max)
    let paperMoments = histogram.moments(in: paper)
    let contrast = histogram.moments(in: ink).mean - paperMoments.mean
    // Noise and smooth slopes split into classes 3 to 4 deviations apart, MNIST's digits into
    // classes more than 8 apart.
    guard contrast >= Double(minimumContrast), contrast >= 5 * paperMoments.deviation else {
      return nil
    }
    // Three standard deviations of the noise, which a quantile shows without the strokes' edges.
    let noise = 3 * Int(histogram.quantile(0.84, in: paper))
    let full = histogram.quantile(0.75, in: ink)
    self.threshold = threshold
    self.full = full
    none = UInt8(min(noise, Int(threshold) / 2))
    edge = max(none, isFine ? threshold / 2 : full / 20) + 1
    outline = isFine ? max(edge, threshold - threshold / 4) : edge
  }

  /// An amount of ink as a share between bare paper, 0, and full ink, 1.
  func share(_ amount: UInt8) -> Float {
    guard amount > none else { return 0 }
    guard amount < full else { return 1 }
    return Float(amount - none) / Float(full - none)
  }
}
