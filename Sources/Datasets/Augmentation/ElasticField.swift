import DLCore

/// A smooth random displacement of every pixel (Simard, Steinkraus, Platt: "Best Practices for
/// Convolutional Neural Networks", 2003).
///
/// Where they blur a field of one random number a pixel with a Gaussian of 4 pixels, this is the
/// cubic B-spline of random numbers 7 pixels apart, which is as smooth and takes far fewer.
package struct ElasticField {
  /// Pixels from one control point to the next.
  package static let spacing = 7
  /// The standard deviation of a cubic B-spline whose control points have the deviation 1,
  /// averaged over all places: √∫B² in each of two dimensions, ∫B² = 151/315.
  package static let deviation = 151.0 / 315

  private let width: Int
  private let columns: Int
  /// One random number a control point, row by row.
  private var points: [Float]
  /// The control points' rows, spread over the picture's columns.
  private var spread: [Float]

  /// Creates a field of no displacement for pictures of a size.
  package init(height: Int, width: Int) {
    self.width = width
    columns = (width - 1) / Self.spacing + 4
    let rows = (height - 1) / Self.spacing + 4
    points = [Float](repeating: 0, count: rows * columns)
    spread = [Float](repeating: 0, count: rows * width)
  }

  /// Draws a new field of the given standard deviation in pixels.
  package mutating func draw(deviation: Double, _ random: inout RandomSource) {
    // Evenly distributed numbers of half-width √3 have the deviation 1.
    let scale = Float(deviation / Self.deviation * 3.0.squareRoot() / 32768)
    var word: UInt64 = 0
    for index in points.indices {
      word = index & 3 == 0 ? random.next() : word >> 16
      points[index] = Float(Int16(truncatingIfNeeded: word)) * scale
    }
    let (columns, width, points) = (columns, width, points)
    var span = spread.mutableSpan
    Self.spread(points.span, columns: columns, to: &span, width: width)
  }

  /// Writes the displacements of a row of pixels.
  package func writeRow(_ y: Int, into displacements: inout [Float]) {
    let (row, weights) = (y / Self.spacing, Self.weights[y % Self.spacing])
    let spread = spread.span
    var displacements = displacements.mutableSpan
    // There are four rows of control points for each row of pixels.
    for x in 0..<width {
      let start = row * width + x
      let upper = weights[0] * spread[start] + weights[1] * spread[start + width]
      let lower =
        weights[2] * spread[start + 2 * width] + weights[3] * spread[start + 3 * width]
      displacements[x] = upper + lower
    }
  }

  /// Spreads the rows of control points over the picture's columns.
  private static func spread(
    _ points: Span<Float>, columns: Int, to spread: inout MutableSpan<Float>, width: Int
  ) {
    for x in 0..<width {
      let (column, weights) = (x / spacing, weights[x % spacing])
      // There are four columns of control points for each column of pixels.
      for row in 0..<points.count / columns {
        let start = row * columns + column
        let left = weights[0] * points[start] + weights[1] * points[start + 1]
        let right = weights[2] * points[start + 2] + weights[3] * points[start + 3]
        spread[row * width + x] = left + right
      }
    }
  }

  /// The weights of the four nearest control points at each place between two of them.
  private static let weights: [SIMD4<Float>] = (0..<spacing).map { place in
    let t = Float(place) / Float(spacing)
    let (squared, cubed) = (t * t, t * t * t)
    return SIMD4(
      1 - 3 * t + 3 * squared - cubed, 4 - 6 * squared + 3 * cubed,
      1 + 3 * t + 3 * squared - 3 * cubed, cubed) / 6
  }
}
