/// Grey from colour, with the weights of ITU-R BT.601 that JPEG uses too, so that a picture gives
/// the same grey in either format.
enum Luminance {
  /// The grey level of a colour; a grey keeps its level exactly.
  static func gray(red: UInt8, green: UInt8, blue: UInt8) -> UInt8 {
    let sum = 299 * UInt32(red) + 587 * UInt32(green) + 114 * UInt32(blue)
    return UInt8((sum + 500) / 1000)
  }

  /// A grey level laid over white with an opacity from 0 to 255.
  static func overWhite(_ gray: UInt8, alpha: UInt8) -> UInt8 {
    let opaque = UInt32(gray) * UInt32(alpha)
    let white = 255 * UInt32(255 - alpha)
    return UInt8((opaque + white + 127) / 255)
  }

  /// Reduces interleaved samples (grey, grey + alpha, RGB or RGBA) to grey over white.
  static func gray(samples: [UInt8], channels: Int) -> [UInt8] {
    switch channels {
    case 2:
      return (0..<samples.count / 2).map { overWhite(samples[2 * $0], alpha: samples[2 * $0 + 1]) }
    case 3:
      return (0..<samples.count / 3).map { index in
        let at = 3 * index
        return gray(red: samples[at], green: samples[at + 1], blue: samples[at + 2])
      }
    case 4:
      return (0..<samples.count / 4).map { index in
        let at = 4 * index
        let level = gray(red: samples[at], green: samples[at + 1], blue: samples[at + 2])
        return overWhite(level, alpha: samples[at + 3])
      }
    default:
      return samples
    }
  }

  /// Reduces interleaved CMYK samples in which 255 is no ink, as Adobe stores them, to grey.
  static func gray(invertedCMYK samples: [UInt8]) -> [UInt8] {
    (0..<samples.count / 4).map { index in
      let at = 4 * index
      let level = gray(red: samples[at], green: samples[at + 1], blue: samples[at + 2])
      return UInt8((Int(level) * Int(samples[at + 3]) + 127) / 255)
    }
  }
}
