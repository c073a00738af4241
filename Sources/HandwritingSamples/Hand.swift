import DLCore
import Datasets

/// How somebody writes: slanted, wide or narrow, turned, and more or less steadily.
///
/// It uses no function of the platform's mathematics library, so that every platform draws the
/// same pictures: the angle is given by the tangent of its half.
struct Hand {
  private let slant: Double
  private let width: Double
  private let cosine: Double
  private let sine: Double
  /// How far the line strays, in digit heights.
  private let tremor: Double

  /// Draws a hand; `variety` 1 is anybody's, less keeps closer to the shape as it is.
  init(_ random: inout RandomSource, variety: Double) {
    slant = random.uniform(from: -0.3, to: 0.4) * variety
    width = 1 + random.uniform(from: -0.28, to: 0.28) * variety
    // The tangent of half of 7 degrees.
    let half = random.uniform(from: -0.061, to: 0.061) * variety
    cosine = (1 - half * half) / (1 + half * half)
    sine = 2 * half / (1 + half * half)
    let unsteadiness = random.uniform()
    tremor = 0.022 * unsteadiness * unsteadiness
  }

  /// The lines as this hand writes them, with the longer side of their frame 1 again.
  func write(_ lines: [[Point]], _ random: inout RandomSource) -> [[Point]] {
    let written = lines.map { line in
      shaken(Self.evenly(line), &random).map { point in
        let x = (point.x - slant * point.y) * width
        return Point(cosine * x - sine * point.y, sine * x + cosine * point.y)
      }
    }
    let layout = Layout(written)
    return layout.place(written, scale: 1 / layout.extent, at: Point(0, 0))
  }

  /// The distance between two points of an evenly spaced line, in digit heights.
  private static let step = 0.02
  /// From one random push to the next, in steps: the pen shakes a few times along a stroke.
  private static let stepsPerPush = 5

  /// A line with a smooth random displacement added.
  private func shaken(_ line: [Point], _ random: inout RandomSource) -> [Point] {
    let pushes = (0..<line.count / Self.stepsPerPush + 2).map { _ in
      Point(random.uniform(from: -tremor, to: tremor), random.uniform(from: -tremor, to: tremor))
    }
    return line.indices.map { index in
      let (push, rest) = index.quotientAndRemainder(dividingBy: Self.stepsPerPush)
      let t = Double(rest) / Double(Self.stepsPerPush)
      let share = t * t * (3 - 2 * t)
      return line[index] + pushes[push] * (1 - share) + pushes[push + 1] * share
    }
  }

  /// A line with points at even distances.
  private static func evenly(_ line: [Point]) -> [Point] {
    guard var last = line.first else { return [] }
    var points = [last]
    for point in line.dropFirst() {
      let length = (point - last).length
      let count = Int(length / step)
      guard count > 0 else { continue }
      for index in 1...count {
        points.append(last + (point - last) * (Double(index) * step / length))
      }
      last = points[points.count - 1]
    }
    // The end is where the pen was lifted.
    if let end = line.last { points.append(end) }
    return points
  }
}
