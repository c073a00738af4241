import DLCore
import Datasets

/// What somebody writes on paper with.
struct PaperPen {
  /// The share of red, green and blue light that full ink lets through.
  let colour: SIMD4<Float>
  /// Half the line's width in pixels.
  private let radius: Double
  /// How unevenly a pencil's lead covers the paper: 0 not at all.
  private let grain: Float

  init(_ way: DrawingWay, size: Double, _ random: inout RandomSource) {
    func drawn(_ lower: Double, _ upper: Double) -> Float {
      Float(random.uniform(from: lower, to: upper))
    }
    switch way {
    case .pencil:
      let lead = drawn(0.3, 0.6)
      colour = SIMD4(lead, lead, lead * 1.03, 1)
      grain = drawn(0.2, 0.6)
      radius = max(size * Double(drawn(0.008, 0.02)), 0.6)
    case .marker:
      let dark = drawn(0.05, 0.2)
      let inks: [SIMD4<Float>] = [SIMD4(1, 1, 1, 1), SIMD4(1, 1.5, 4, 1), SIMD4(4, 1, 1.2, 1)]
      colour = dark * inks[random.integer(below: 3)]
      grain = 0
      radius = size * Double(drawn(0.045, 0.085))
    default:
      let dark = drawn(0.1, 0.3)
      let isBlue = drawn(0, 1) < 0.5
      colour = dark * (isBlue ? SIMD4<Float>(0.9, 1.2, 2.4, 1) : SIMD4<Float>(1, 1, 1, 1))
      grain = 0
      radius = max(size * Double(drawn(0.008, 0.035)), 0.7)
    }
  }

  /// The ink of lines that are written in a size, in pixels, around a place on the paper.
  func written(
    _ lines: [[Point]], size: Double, at place: Point, _ camera: Camera, width: Int, height: Int,
    _ random: inout RandomSource
  ) -> Sheet {
    var sheet = Sheet(width: width, height: height)
    for line in lines {
      let seen = line.map { camera.seen($0 * size + place) }
      let pressure = (random.uniform(from: 0.8, to: 1.2), random.uniform(from: 0.7, to: 1.2))
      sheet.draw(seen) { index in
        let along = Double(index) / Double(seen.count)
        return radius * (pressure.0 + (pressure.1 - pressure.0) * along)
      }
    }
    guard grain > 0 else { return sheet }
    let coarse = 2
    let columns = width / coarse + 1
    let bumps = (0..<columns * (height / coarse + 1)).map { _ in Float(random.uniform()) }
    sheet.change { ink, x, y in
      ink * (1 - grain * bumps[y / coarse * columns + x / coarse])
    }
    return sheet
  }
}
