import DLCore

extension SGDStep {
  /// PyTorch's form of stochastic gradient descent, for one parameter.
  func stepped(_ p: Double, _ v: Double, _ g: Double) -> (parameter: Double, velocity: Double) {
    let slope = g + weightDecay * p
    let velocity = momentum * v + slope
    let direction = isNesterov ? slope + momentum * velocity : velocity
    return (p - learningRate * direction, velocity)
  }
}

extension AdamStep {
  /// Algorithm 1 of Kingma and Ba (2015), with decay as in Loshchilov and Hutter (2019).
  func stepped(_ p: Double, _ m: Double, _ v: Double, _ g: Double)
    -> (parameter: Double, first: Double, second: Double)
  {
    let slope = isDecoupled ? g : g + weightDecay * p
    let start = isDecoupled ? p - learningRate * weightDecay * p : p
    let first = beta1 * m + (1 - beta1) * slope
    let second = beta2 * v + (1 - beta2) * slope * slope
    let meanSlope = first / (1 - Self.power(beta1, number))
    let meanSquare = second / (1 - Self.power(beta2, number))
    return (
      start - learningRate * meanSlope / (meanSquare.squareRoot() + epsilon), first, second
    )
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }
}
