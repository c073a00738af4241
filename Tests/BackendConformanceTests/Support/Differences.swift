import DLCore

/// Fails unless a gradient agrees with central differences of the loss, element by element.
///
/// Differences over ±1e-5 of a smooth function of order 1 are good to about 1e-9 in `Double`.
func expectGradient(
  _ gradient: [Double], of loss: ([Double]) -> Double, at point: [Double], _ what: String
) throws(ConformanceFailure) {
  let step = 1e-5
  for index in point.indices {
    var (before, after) = (point, point)
    before[index] -= step
    after[index] += step
    let slope = (loss(after) - loss(before)) / (after[index] - before[index])
    guard abs(gradient[index] - slope) <= 1e-7 * max(1, abs(slope)) else {
      throw ConformanceFailure(
        description: "\(what): gradient[\(index)] is \(gradient[index]), but differences give "
          + "\(slope) at \(point)")
    }
  }
}

/// Σ aᵢ·bᵢ: a loss whose gradient for `a` is `b`.
func dot(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
}
