import DLCore
import Datasets
import Testing

@Suite struct ElasticFieldTests {
  private func rows(
    _ field: ElasticField, height: Int, width: Int
  ) -> [[Float]] {
    (0..<height).map { y in
      var row = [Float](repeating: 0, count: width)
      field.writeRow(y, into: &row)
      return row
    }
  }

  @Test(arguments: [0.5, 1, 3])
  func displacementsHaveTheirDeviation(deviation: Double) {
    var random = RandomSource(seed: 1)
    var field = ElasticField(height: 28, width: 28)
    var (sum, squares) = (0.0, 0.0)
    let draws = 400
    for _ in 0..<draws {
      field.draw(deviation: deviation, &random)
      for value in rows(field, height: 28, width: 28).joined() {
        sum += Double(value)
        squares += Double(value) * Double(value)
      }
    }
    let count = Double(draws * 784)
    #expect(abs(sum / count) < 0.05 * deviation)
    #expect(abs((squares / count).squareRoot() / deviation - 1) < 0.05)
  }

  @Test(arguments: [(28, 28), (1, 1), (7, 8), (30, 15)])
  func neighboursMoveAlike(height: Int, width: Int) {
    var random = RandomSource(seed: 2)
    var field = ElasticField(height: height, width: width)
    for _ in 0..<50 {
      field.draw(deviation: 1, &random)
      let rows = rows(field, height: height, width: width)
      for y in 0..<height {
        for x in 0..<width {
          // A cubic B-spline's slope is at most its points' largest difference over the spacing.
          let limit = Float(2 * 3.0.squareRoot() / ElasticField.deviation / 7) * 1.001
          if x > 0 { #expect(abs(rows[y][x] - rows[y][x - 1]) <= limit) }
          if y > 0 { #expect(abs(rows[y][x] - rows[y - 1][x]) <= limit) }
        }
      }
    }
  }

  @Test func equalPointsGiveAnEvenField() {
    // The weights of every place add up to 1: a field of deviation 0 is 0 everywhere, and no
    // displacement exceeds the largest control point.
    var random = RandomSource(seed: 3)
    var field = ElasticField(height: 20, width: 20)
    field.draw(deviation: 0, &random)
    #expect(rows(field, height: 20, width: 20).joined().allSatisfy { $0 == 0 })
    field.draw(deviation: 1, &random)
    let largest = Float(3.0.squareRoot() / ElasticField.deviation) * 1.001
    #expect(rows(field, height: 20, width: 20).joined().allSatisfy { abs($0) <= largest })
  }
}
