import DLCore

/// Softmax and what is built on it, of one line.
enum SoftmaxOracle {
  /// Within (8 + count + |xᵢ - max|) ulp of the result.
  static func softmax(_ line: [Double], _ format: ScalarFormat) -> [Bounded] {
    let (largest, sum) = powers(line)
    return line.map { x in
      let distance = abs(x - largest)
      let slack = 8 + Double(line.count) + (distance.isFinite ? distance : 0)
      return .ulps(slack, of: .exp(x - largest) / sum, format)
    }
  }

  /// Within (8 + count)·ε·(1 + |xᵢ - max|).
  static func logSoftmax(_ line: [Double], _ format: ScalarFormat) -> [Bounded] {
    let (largest, sum) = powers(line)
    let slack = (8 + Double(line.count)) * format.epsilon
    return line.map { x in
      let distance = x - largest
      return Bounded(
        value: distance - .log(sum), bound: distance.isFinite ? slack * (1 + abs(distance)) : 0)
    }
  }

  /// `y · (g - Σ g·y)`.
  static func softmaxGradient(
    _ output: [Double], _ gradient: [Double], _ format: ScalarFormat
  ) -> [Bounded] {
    var sum = LawfulSum()
    for (y, g) in zip(output, gradient) { sum.add(y, times: g) }
    let slack = (Double(output.count) + 4) * format.epsilon
    return zip(output, gradient).map { y, g in
      Bounded(value: y * (g - sum.value), bound: slack * abs(y) * (abs(g) + sum.magnitude))
    }
  }

  /// `g - exp(y) · Σ g`.
  static func logSoftmaxGradient(
    _ output: [Double], _ gradient: [Double], _ format: ScalarFormat
  ) -> [Bounded] {
    var sum = LawfulSum()
    for g in gradient { sum.add(g) }
    let slack = (Double(output.count) + 8) * format.epsilon
    return zip(output, gradient).map { y, g in
      let probability = Double.exp(y)
      return Bounded(
        value: g - probability * sum.value, bound: slack * (abs(g) + probability * sum.magnitude))
    }
  }

  /// The cross-entropy of a row of logits with its label.
  static func loss(
    _ row: [Double], _ label: Int, smoothing: Double, _ format: ScalarFormat
  ) -> Bounded {
    let logarithms = logSoftmax(row, format)
    var result = Bounded(
      value: -(1 - smoothing) * logarithms[label].value, bound: logarithms[label].bound)
    if smoothing > 0 {
      let share = smoothing / Double(row.count)
      result.value -= logarithms.reduce(0) { $0 + share * $1.value }
      result.bound += logarithms.reduce(0) { max($0, $1.bound) }
    }
    result.bound += 4 * format.epsilon * abs(result.value)
    if !result.bound.isFinite { result.bound = 0 }
    return result
  }

  /// The largest element, NaN if there is one, and the sum of the powers relative to it.
  private static func powers(_ line: [Double]) -> (largest: Double, sum: Double) {
    let largest = line.isEmpty ? 0 : line[Extremum.maximum.winner(line)]
    return (largest, line.reduce(0) { $0 + .exp($1 - largest) })
  }
}
