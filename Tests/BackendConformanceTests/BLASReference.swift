import DLCore

/// The plainest backend there can be: arrays of doubles, the core, and every default of `DLCore`.
///
/// Run on the absolute values of all operands, a linear operation gives the Σ|aᵢ·bᵢ| that the
/// numeric law's bounds are made of.
struct BLASReference: Backend {
  typealias Scalar = Double
  typealias Storage = [Double]

  var name: String { "reference" }

  func makeStorage(count: Int, fill: (inout MutableSpan<Double>) -> Void) -> [Double] {
    var storage = [Double](repeating: 0, count: count)
    var span = storage.mutableSpan
    fill(&span)
    return storage
  }

  func withScalars<Result, Failure: Error>(
    of storage: [Double], count: Int, _ body: (Span<Double>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(storage.span)
  }

  func unary(_ operation: UnaryOperation, _ input: [Double], count: Int) -> [Double] {
    input.map { x in
      switch operation {
      case .negate: -x
      case .absolute: abs(x)
      case .sign: x > 0 ? 1 : x < 0 ? -1 : x
      case .exponential: Double.exp(x)
      case .logarithm: Double.log(x)
      case .squareRoot: x.squareRoot()
      case .reciprocal: 1 / x
      case .square: x * x
      case .tanh: Double.tanh(x)
      case .sigmoid: 1 / (1 + Double.exp(-x))
      case .errorFunction: Double.erf(x)
      case .relu: x > 0 ? x : x.isNaN ? x : 0
      case .leakyReLU(let slope): x > 0 ? x : slope * x
      case .gelu: x / 2 * (1 + Double.erf(x / 2.0.squareRoot()))
      case .affine(let multiplier, let offset): multiplier * x + offset
      case .clamp(let lower, let upper): x.isNaN ? x : Swift.min(Swift.max(x, lower), upper)
      }
    }
  }

  func binary(
    _ operation: BinaryOperation, _ lhs: [Double], _ rhs: [Double], _ geometry: BroadcastGeometry
  ) -> [Double] {
    combine(lhs, rhs, geometry) { a, b in
      switch operation {
      case .add: a + b
      case .subtract: a - b
      case .multiply: a * b
      case .divide: a / b
      case .power: Double.pow(a, b)
      case .maximum: b > a || b.isNaN ? b : a
      case .minimum: b < a || b.isNaN ? b : a
      }
    }
  }

  func compare(
    _ comparison: Comparison, _ lhs: [Double], _ rhs: [Double], _ geometry: BroadcastGeometry
  ) -> [Double] {
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

  func select(mask: [Double], whenTrue: [Double], whenFalse: [Double], count: Int) -> [Double] {
    mask.indices.map { mask[$0] != 0 ? whenTrue[$0] : whenFalse[$0] }
  }

  func reduce(_ reduction: Reduction, _ input: [Double], _ geometry: ReductionGeometry)
    -> [Double]
  {
    lines(geometry).map { line in
      let values = line.map { input[$0] }
      switch reduction {
      case .sum: return values.reduce(0, +)
      case .mean: return values.reduce(0, +) / Double(values.count)
      case .maximum:
        return values.reduce(-.infinity) { !($1 <= $0) && !$0.isNaN ? $1 : $0 }
      case .minimum:
        return values.reduce(.infinity) { !($1 >= $0) && !$0.isNaN ? $1 : $0 }
      }
    }
  }

  func argumentReduce(_ extremum: Extremum, _ input: [Double], _ geometry: ReductionGeometry)
    -> [Int32]
  {
    lines(geometry).map { line in
      let values = line.map { extremum == .maximum ? input[$0] : -input[$0] }
      if let place = values.firstIndex(where: \.isNaN) { return Int32(place) }
      let best = values.max() ?? 0
      return Int32(values.firstIndex { $0 == best } ?? 0)
    }
  }

  func matrixProduct(_ lhs: [Double], _ rhs: [Double], _ geometry: MatrixProductGeometry)
    -> [Double]
  {
    let (m, n, k) = (geometry.rows, geometry.columns, geometry.inner)
    var result = [Double](repeating: 0, count: geometry.outputCount)
    for product in 0..<geometry.batch {
      let a = geometry.sharesLHS ? 0 : product * m * k
      let b = geometry.sharesRHS ? 0 : product * k * n
      for row in 0..<m {
        for column in 0..<n {
          var sum = 0.0
          for inner in 0..<k {
            let left = lhs[a + (geometry.transposesLHS ? inner * m + row : row * k + inner)]
            let right = rhs[b + (geometry.transposesRHS ? column * k + inner : inner * n + column)]
            sum += left * right
          }
          result[(product * m + row) * n + column] = sum
        }
      }
    }
    return result
  }

  func gatherElements(_ input: [Double], at indices: [Int32], fill: Double) -> [Double] {
    indices.map { $0 < 0 ? fill : input[Int($0)] }
  }

  func scatterAddElements(_ input: [Double], at indices: [Int32], count: Int) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    for (place, index) in indices.enumerated() where index >= 0 {
      result[Int(index)] += input[place]
    }
    return result
  }

  private func combine(
    _ lhs: [Double], _ rhs: [Double], _ geometry: BroadcastGeometry,
    _ function: (Double, Double) -> Double
  ) -> [Double] {
    (0..<geometry.count).map { position in
      var (rest, left, right) = (position, 0, 0)
      for dimension in geometry.extents.indices.reversed() {
        let index = rest % geometry.extents[dimension]
        left += index * geometry.lhsStrides[dimension]
        right += index * geometry.rhsStrides[dimension]
        rest /= geometry.extents[dimension]
      }
      return function(lhs[left], rhs[right])
    }
  }

  /// The positions of the elements of each line along the middle dimension.
  private func lines(_ geometry: ReductionGeometry) -> [[Int]] {
    (0..<geometry.outer).flatMap { outer in
      (0..<geometry.inner).map { inner in
        (0..<geometry.count).map { (outer * geometry.count + $0) * geometry.inner + inner }
      }
    }
  }
}
