import SIMDKernelTable

/// A step of Adam; the rest behind the last whole vector goes through the same vector code.
func adam(_ arguments: AdamArguments) {
  let whole = arguments.count / laneCount * laneCount
  for start in stride(from: 0, to: whole, by: laneCount) {
    adamVector(
      arguments, arguments.parameter + start, arguments.first + start, arguments.second + start,
      arguments.gradient + start)
  }
  guard whole < arguments.count else { return }
  adamRest(arguments, from: whole)
}

/// Copies the rest into whole vectors, steps, and copies it back.
private func adamRest(_ arguments: AdamArguments, from start: Int) {
  let rest = arguments.count - start
  withUnsafeTemporaryAllocation(of: Float.self, capacity: 4 * laneCount) { buffer in
    guard let base = buffer.baseAddress else { return }
    base.initialize(repeating: 0, count: 4 * laneCount)
    let parts = [
      UnsafePointer(arguments.parameter), UnsafePointer(arguments.first),
      UnsafePointer(arguments.second), arguments.gradient,
    ]
    for (index, part) in parts.enumerated() {
      (base + index * laneCount).update(from: part + start, count: rest)
    }
    adamVector(
      arguments, base, base + laneCount, base + 2 * laneCount, base + 3 * laneCount)
    (arguments.parameter + start).update(from: base, count: rest)
    (arguments.first + start).update(from: base + laneCount, count: rest)
    (arguments.second + start).update(from: base + 2 * laneCount, count: rest)
  }
}

@inline(__always)
private func adamVector(
  _ arguments: AdamArguments, _ parameter: UnsafeMutablePointer<Float>,
  _ first: UnsafeMutablePointer<Float>, _ second: UnsafeMutablePointer<Float>,
  _ gradient: UnsafePointer<Float>
) {
  let old = load(parameter)
  let slope = load(gradient) + old * arguments.coupled
  let mean = load(first) * arguments.beta1 + slope * arguments.restOfBeta1
  let square = load(second) * arguments.beta2 + slope * slope * arguments.restOfBeta2
  store(mean, first)
  store(square, second)
  let spread = (square * arguments.secondScale).squareRoot() + arguments.epsilon
  store(old * arguments.shrink - arguments.rate * (mean / spread), parameter)
}
