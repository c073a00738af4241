import DLCore

extension MatrixProductGeometry {
  /// The product by its definition, within `inner`·ε·Σ|a·b|.
  func expectation(_ lhs: [Double], _ rhs: [Double], _ format: ScalarFormat) -> [Bounded] {
    (0..<outputCount).map { element in
      let column = element % columns
      let row = element / columns % rows
      let item = element / columns / rows
      let (left, right) = (
        sharesLHS ? 0 : item * rows * inner, sharesRHS ? 0 : item * inner * columns
      )
      var sum = LawfulSum()
      for k in 0..<inner {
        sum.add(
          lhs[left + (transposesLHS ? k * rows + row : row * inner + k)],
          times: rhs[right + (transposesRHS ? column * inner + k : k * columns + column)])
      }
      return sum.product(format)
    }
  }

  /// The geometry in one line.
  var summary: String {
    "\(batch)x[\(rows), \(inner)]\(transposesLHS ? "ᵀ" : "")\(sharesLHS ? " shared" : "") · "
      + "[\(inner), \(columns)]\(transposesRHS ? "ᵀ" : "")\(sharesRHS ? " shared" : "")"
  }
}

extension LinearGeometry {
  /// The layer by its definition; no activation is steeper than 1, and each adds at most 4 ulp of 1.
  func expectation(
    _ input: [Double], _ weights: [Double], _ bias: [Double]?, _ format: ScalarFormat
  ) -> [Bounded] {
    (0..<rows * columns).map { element in
      let (row, column) = element.quotientAndRemainder(dividingBy: columns)
      var sum = LawfulSum()
      if let bias { sum.add(bias[column]) }
      for k in 0..<inner { sum.add(input[row * inner + k], times: weights[column * inner + k]) }
      return activation.expectation(sum.product(format), format)
    }
  }

  /// The three gradients by the chain rule.
  func gradients(
    _ input: [Double], _ weights: [Double], output: [Double], _ gradient: [Double],
    _ format: ScalarFormat
  ) -> LayerExpectation {
    let errors = zip(output, gradient).map { $1 * activation.slope(output: $0) }
    /// Sums of products, with 8 more roundings for the activation's slope.
    func sums(_ count: Int, of length: Int, _ factors: (Int, Int) -> (Double, Double))
      -> [Bounded]
    {
      (0..<count).map { element in
        var sum = LawfulSum()
        for term in 0..<length {
          let (a, b) = factors(element, term)
          sum.add(a, times: b)
        }
        return sum.product(format, extra: 8)
      }
    }
    return LayerExpectation(
      input: sums(rows * inner, of: columns) { element, column in
        (
          errors[element / inner * columns + column],
          weights[column * inner + element % inner]
        )
      },
      weights: sums(columns * inner, of: rows) { element, row in
        (errors[row * columns + element / inner], input[row * inner + element % inner])
      },
      bias: sums(columns, of: rows) { column, row in (errors[row * columns + column], 1) })
  }

  /// The geometry in one line.
  var summary: String { "[\(rows), \(inner)] to \(columns), \(activation)" }
}

/// What the gradients of a layer must be.
struct LayerExpectation {
  var input: [Bounded]
  var weights: [Bounded]
  var bias: [Bounded]
}

extension FusedActivation {
  /// The activation of a sum that is within a bound itself.
  fileprivate func expectation(_ sum: Bounded, _ format: ScalarFormat) -> Bounded {
    let bound = sum.bound + 4 * format.epsilon
    return switch self {
    case .identity: sum
    case .relu: Bounded(value: sum.value.isNaN ? sum.value : max(sum.value, 0), bound: sum.bound)
    case .tanh: Bounded(value: .tanh(sum.value), bound: bound)
    case .sigmoid: Bounded(value: logistic(sum.value), bound: bound)
    }
  }

  /// The derivative, from the activation's output.
  fileprivate func slope(output y: Double) -> Double {
    switch self {
    case .identity: 1
    case .relu: y > 0 ? 1 : 0
    case .tanh: 1 - y * y
    case .sigmoid: y * (1 - y)
    }
  }
}
