import DLCore

extension SGDStep {
  /// PyTorch's form of stochastic gradient descent, for one parameter.
  ///
  /// At most eight roundings lie between a term and the result.
  func stepped(_ p: Double, _ v: Double, _ g: Double, _ format: ScalarFormat)
    -> (parameter: Bounded, velocity: Bounded)
  {
    let slope = g + weightDecay * p
    let velocity = momentum * v + slope
    let direction = isNesterov ? slope + momentum * velocity : velocity
    let magnitude = abs(g) + weightDecay * abs(p) + momentum * abs(v)
    let epsilon = 8 * format.epsilon
    return (
      Bounded(
        value: p - learningRate * direction,
        bound: epsilon * (abs(p) + 2 * learningRate * magnitude)),
      Bounded(value: velocity, bound: epsilon * magnitude)
    )
  }
}

extension AdamStep {
  /// What a step makes of one parameter and its moments.
  struct Expectation {
    var parameter: Bounded
    var first: Bounded
    var second: Bounded
  }

  /// Algorithm 1 of Kingma and Ba (2015), with decay as in Loshchilov and Hutter (2019).
  ///
  /// At most sixteen roundings lie between a term and the result.
  func stepped(_ p: Double, _ m: Double, _ v: Double, _ g: Double, _ format: ScalarFormat)
    -> Expectation
  {
    let coupled = isDecoupled ? 0 : weightDecay
    let slope = g + coupled * p
    let start = isDecoupled ? p - learningRate * weightDecay * p : p
    let first = beta1 * m + (1 - beta1) * slope
    let second = beta2 * v + (1 - beta2) * slope * slope
    let corrections = (1 - Self.power(beta1, number), 1 - Self.power(beta2, number))
    let divisor = (second / corrections.1).squareRoot() + epsilon
    // What the sums would be if nothing cancelled.
    let steep = abs(g) + coupled * abs(p)
    let firstMagnitude = beta1 * abs(m) + (1 - beta1) * steep
    let secondMagnitude = beta2 * v + (1 - beta2) * steep * steep
    let length = learningRate * firstMagnitude / corrections.0 / divisor
    // The second moment's own loss of digits, as it comes through the root.
    let strain = secondMagnitude / max(second, .leastNormalMagnitude)
    let unit = 16 * format.epsilon
    return Expectation(
      parameter: Bounded(
        value: start - learningRate * (first / corrections.0) / divisor,
        bound: unit * (abs(p) + length * max(1, strain))),
      first: Bounded(value: first, bound: unit * firstMagnitude),
      second: Bounded(value: second, bound: unit * secondMagnitude))
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
