import DLCore
import Datasets

/// Where places on the paper come to lie in a photo: turned a little, and seen from aslant.
struct Camera {
  private let middle: Point
  private let cosine: Double
  private let sine: Double
  private let tilt: Point

  init(width: Int, height: Int, _ random: inout RandomSource) {
    middle = Point(Double(width) / 2, Double(height) / 2)
    // The tangent of half of 5 degrees.
    let half = random.uniform(from: -0.0437, to: 0.0437)
    cosine = (1 - half * half) / (1 + half * half)
    sine = 2 * half / (1 + half * half)
    let reach = 0.22 / Double(max(width, height))
    tilt = Point(
      random.uniform(from: -reach, to: reach), random.uniform(from: -reach, to: reach))
  }

  /// The place in the photo of one on the paper, which is counted from the photo's middle.
  func seen(_ point: Point) -> Point {
    let turned = Point(cosine * point.x - sine * point.y, sine * point.x + cosine * point.y)
    return turned * (1 / (1 + tilt.x * turned.x + tilt.y * turned.y)) + middle
  }
}
