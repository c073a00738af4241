#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Luminance {
  /// Reduces interleaved 16-bit samples in linear light, colours already multiplied by alpha, to
  /// grey over white.
  static func gray(linear samples: [UInt16], channels: Int) -> [UInt8] {
    let curve = (UInt16.min...UInt16.max).map(encoded)
    let hasAlpha = channels % 2 == 0
    return (0..<samples.count / channels).map { index in
      let at = index * channels
      let white = hasAlpha ? UInt16.max - samples[at + channels - 1] : 0
      let over = { (sample: UInt16) in curve[Int(min(UInt32(sample) + UInt32(white), 65535))] }
      let first = over(samples[at])
      if channels < 3 { return first }
      return gray(red: first, green: over(samples[at + 1]), blue: over(samples[at + 2]))
    }
  }

  /// The grey level for an amount of light, by the power that libpng takes for sRGB's curve, so
  /// that what it made linear comes back as it was.
  private static func encoded(_ light: UInt16) -> UInt8 {
    UInt8((255 * pow(Double(light) / 65535, 1 / 2.2)).rounded())
  }
}
