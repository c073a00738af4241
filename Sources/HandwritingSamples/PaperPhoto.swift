import DLCore
import Datasets
import DigitImages

/// A photo of paper that somebody wrote on: uneven light and shadow, tinted paper, perspective,
/// blur, noise, and what JPEG makes of it.
struct PaperPhoto {
  private let way: DrawingWay
  private let width: Int
  private let height: Int
  private let camera: Camera
  private let light: PaperLight

  init(_ way: DrawingWay, _ random: inout RandomSource) {
    self.way = way
    let side = 300 + random.integer(below: 300)
    let longer = [side, side * 5 / 4, side * 4 / 3][random.integer(below: 3)]
    let isUpright = random.uniform() < 0.6
    (width, height) = isUpright ? (side, longer) : (longer, side)
    camera = Camera(width: width, height: height, &random)
    light = PaperLight(&random)
  }

  /// A JPEG file of the lines written on the paper.
  func encoded(_ lines: [[Point]], _ random: inout RandomSource) throws(PictureError) -> [UInt8] {
    let size = Double(min(width, height)) * random.uniform(from: 0.3, to: 0.75)
    let place = Point(
      Double(width) * 0.14 * (random.uniform() - random.uniform()),
      Double(height) * 0.14 * (random.uniform() - random.uniform()))
    let pen = PaperPen(way, size: size, &random)
    var ink = pen.written(
      lines, size: size, at: place, camera, width: width, height: height, &random)
    var rules = Ruling(way, digit: size, &random).drawn(camera, width: width, height: height)
    let blur = 1 + random.integer(below: 4)
    ink.blur(times: blur)
    rules?.sheet.blur(times: blur)
    let samples = exposed(ink, pen.colour, rules, noise: random.uniform(from: 1.5, to: 6), &random)
    return try JPEGWriter.encode(
      samples, width: width, height: height, quality: 60 + random.integer(below: 36))
  }

  /// The colours that the camera saw, three bytes a pixel.
  private func exposed(
    _ ink: Sheet, _ colour: SIMD4<Float>, _ rules: DrawnRules?, noise: Double,
    _ random: inout RandomSource
  ) -> [UInt8] {
    var samples: [UInt8] = []
    samples.reserveCapacity(3 * width * height)
    var seen = RandomSource(seed: random.next())
    for y in 0..<height {
      for x in 0..<width {
        let index = y * width + x
        var sent = light.reflected(
          x: Float(x) / Float(width) - 0.5, y: Float(y) / Float(height) - 0.5)
        if let rules { sent *= 1 - rules.sheet.ink[index] * (1 - rules.colour) }
        sent *= 1 - ink.ink[index] * (1 - colour)
        let word = seen.next()
        for channel in 0..<3 {
          // The sum of two bytes: near the middle more often, with a deviation of 104.
          let grain =
            Float(word >> (16 * UInt64(channel)) & 255)
            + Float(word >> (16 * UInt64(channel) + 8) & 255) - 255
          let level = 255 * sent[channel] + grain * Float(noise / 104)
          samples.append(UInt8(min(max(level, 0), 255)))
        }
      }
    }
    return samples
  }
}

/// The light that paper sends back, as a share of the camera's white.
struct PaperLight {
  private let paper: SIMD4<Float>
  private let slope: (x: Float, y: Float)
  private let falloff: Float
  private let shadow: Float
  private let edge: (x: Float, y: Float, place: Float, width: Float)

  init(_ random: inout RandomSource) {
    func drawn(_ lower: Double, _ upper: Double) -> Float {
      Float(random.uniform(from: lower, to: upper))
    }
    let brightness = drawn(0.62, 0.95)
    paper = brightness * SIMD4(1, drawn(0.95, 1), drawn(0.82, 1.02), 1)
    slope = (drawn(-0.3, 0.3), drawn(-0.3, 0.3))
    falloff = drawn(0, 0.4)
    let hasShadow = drawn(0, 1) < 0.6
    shadow = hasShadow ? drawn(0.1, 0.5) : 0
    let (x, y) = (drawn(-1, 1), drawn(-1, 1))
    let length = max((x * x + y * y).squareRoot(), 0.1)
    edge = (x / length, y / length, drawn(-0.3, 0.4), drawn(0.03, 0.3))
  }

  /// The light from a place, each coordinate from -0.5 to 0.5.
  func reflected(x: Float, y: Float) -> SIMD4<Float> {
    let inside = (x * edge.x + y * edge.y - edge.place) / edge.width + 0.5
    let t = min(max(inside, 0), 1)
    let shaded = 1 - shadow * t * t * (3 - 2 * t)
    return paper * (1 + slope.x * x + slope.y * y - falloff * (x * x + y * y)) * shaded
  }
}
