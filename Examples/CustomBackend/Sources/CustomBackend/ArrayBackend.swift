import DLCore

/// A backend of one's own: plain arrays, and only what a backend must have.
///
/// These eleven requirements are the core; convolutions, pooling, softmax, losses and whole
/// optimizer steps come from defaults that are written with them. Override one of those to make it
/// faster, and run the suite again.
struct ArrayBackend: Backend {
  typealias Scalar = Float
  typealias Storage = [Float]

  let name = "array"

  func makeStorage(count: Int, fill: (inout MutableSpan<Float>) -> Void) -> [Float] {
    var scalars = [Float](repeating: 0, count: count)
    var span = scalars.mutableSpan
    fill(&span)
    return scalars
  }

  func withScalars<Result, Failure: Error>(
    of storage: [Float], count: Int, _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(storage.span)
  }

  func unary(_ operation: UnaryOperation, _ input: [Float], count: Int) -> [Float] {
    input.map { x in
      switch operation {
      case .negate: -x
      case .absolute: abs(x)
      case .sign: x > 0 ? 1 : x < 0 ? -1 : x
      case .exponential: Float.exp(x)
      case .logarithm: Float.log(x)
      case .squareRoot: x.squareRoot()
      case .reciprocal: 1 / x
      case .square: x * x
      case .tanh: Float.tanh(x)
      // The second form does not overflow for large negative x.
      case .sigmoid: x >= 0 ? 1 / (1 + Float.exp(-x)) : Float.exp(x) / (1 + Float.exp(x))
      case .errorFunction: Float.erf(x)
      case .relu: x <= 0 ? 0 : x
      case .leakyReLU(let slope): x > 0 ? x : Float(slope) * x
      case .gelu: x / 2 * (1 + Float.erf(x * Float(0.5).squareRoot()))
      case .affine(let multiplier, let offset): Float(multiplier) * x + Float(offset)
      case .clamp(let lower, let upper): x < Float(lower) ? Float(lower) : min(x, Float(upper), x)
      }
    }
  }

  func binary(
    _ operation: BinaryOperation, _ lhs: [Float], _ rhs: [Float], _ geometry: BroadcastGeometry
  ) -> [Float] {
    combine(lhs, rhs, geometry) { a, b in
      switch operation {
      case .add: a + b
      case .subtract: a - b
      case .multiply: a * b
      case .divide: a / b
      case .power: Float.pow(a, b)
      // NaN wins, and of equals the left one.
      case .maximum: b > a || b.isNaN && !a.isNaN ? b : a
      case .minimum: b < a || b.isNaN && !a.isNaN ? b : a
      }
    }
  }

  func compare(
    _ comparison: Comparison, _ lhs: [Float], _ rhs: [Float], _ geometry: BroadcastGeometry
  ) -> [Float] {
    combine(lhs, rhs, geometry) { a, b in
      let holds =
        switch comparison {
        case .equal: a == b
        case .notEqual: a != b
        case .less: a < b
        case .lessOrEqual: a <= b
        case .greater: a > b
        case .greaterOrEqual: a >= b
        }
      return holds ? 1 : 0
    }
  }

  func select(mask: [Float], whenTrue: [Float], whenFalse: [Float], count: Int) -> [Float] {
    (0..<count).map { mask[$0] != 0 ? whenTrue[$0] : whenFalse[$0] }
  }

  func reduce(_ reduction: Reduction, _ input: [Float], _ geometry: ReductionGeometry) -> [Float] {
    lines(geometry).map { line in
      // Summed in double precision, so that long sums keep their digits.
      func sum() -> Double { line.reduce(0) { $0 + Double(input[$1]) } }
      switch reduction {
      case .sum: return Float(sum())
      case .mean: return Float(sum() / Double(geometry.count))
      case .maximum: return best(.maximum, input, line).map { input[$0] } ?? -.infinity
      case .minimum: return best(.minimum, input, line).map { input[$0] } ?? .infinity
      }
    }
  }

  func argumentReduce(
    _ extremum: Extremum, _ input: [Float], _ geometry: ReductionGeometry
  ) -> [Int32] {
    lines(geometry).map { line in
      let winner = best(extremum, input, line) ?? line[0]
      return Int32((winner - line[0]) / geometry.inner)
    }
  }

  func matrixProduct(_ lhs: [Float], _ rhs: [Float], _ geometry: MatrixProductGeometry) -> [Float] {
    let (m, n, k) = (geometry.rows, geometry.columns, geometry.inner)
    var output = [Float](repeating: 0, count: geometry.outputCount)
    for batch in 0..<geometry.batch {
      let a = geometry.sharesLHS ? 0 : batch * m * k
      let b = geometry.sharesRHS ? 0 : batch * k * n
      for row in 0..<m {
        for inner in 0..<k {
          let scalar = lhs[a + (geometry.transposesLHS ? inner * m + row : row * k + inner)]
          for column in 0..<n {
            output[(batch * m + row) * n + column] +=
              scalar * rhs[b + (geometry.transposesRHS ? column * k + inner : inner * n + column)]
          }
        }
      }
    }
    return output
  }

  func gatherElements(_ input: [Float], at indices: [Int32], fill: Float) -> [Float] {
    indices.map { $0 < 0 ? fill : input[Int($0)] }
  }

  func scatterAddElements(_ input: [Float], at indices: [Int32], count: Int) -> [Float] {
    var output = [Float](repeating: 0, count: count)
    for (index, target) in indices.enumerated() where target >= 0 {
      output[Int(target)] += input[index]
    }
    return output
  }

  // MARK: - Helpers

  private func combine(
    _ lhs: [Float], _ rhs: [Float], _ geometry: BroadcastGeometry, _ body: (Float, Float) -> Float
  ) -> [Float] {
    let (a, b) = (
      positions(geometry.extents, geometry.lhsStrides),
      positions(geometry.extents, geometry.rhsStrides)
    )
    return zip(a, b).map { body(lhs[$0], rhs[$1]) }
  }

  /// Where each element of a result comes from in an operand.
  private func positions(_ extents: [Int], _ strides: [Int]) -> [Int] {
    zip(extents, strides).reduce([0]) { starts, dimension in
      starts.flatMap { start in (0..<dimension.0).map { start + $0 * dimension.1 } }
    }
  }

  /// The positions along the middle dimension, for each of the others.
  private func lines(_ geometry: ReductionGeometry) -> [[Int]] {
    (0..<geometry.outputCount).map { index in
      let (outer, inner) = index.quotientAndRemainder(dividingBy: geometry.inner)
      return (0..<geometry.count).map {
        (outer * geometry.count + $0) * geometry.inner + inner
      }
    }
  }

  /// The position of the largest or smallest: the first of equals, and the first NaN of all.
  private func best(_ extremum: Extremum, _ input: [Float], _ line: [Int]) -> Int? {
    line.first { input[$0].isNaN }
      ?? line.dropFirst().reduce(line.first) { best, position in
        guard let best else { return position }
        let isBetter =
          extremum == .maximum ? input[position] > input[best] : input[position] < input[best]
        return isBetter ? position : best
      }
  }
}
