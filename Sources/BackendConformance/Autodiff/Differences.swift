import DLCore

/// Central differences of a program's loss along one of its inputs, in double precision.
struct Differences<P: Program> {
  let program: P
  let values: [[Double]]
  let input: Int

  /// What is wrong with a gradient, at `count` elements that are spread over the input.
  ///
  /// A difference over ±h of a smooth function of order 1 is good to about h² + ε/h; 1e-7 leaves
  /// room for h = 1e-5 and for slopes of some hundreds.
  func mismatch(with gradient: [Double], count: Int) throws -> String? {
    let step = 1e-5
    let shown = min(count, gradient.count)
    let scale = gradient.reduce(1) { max($0, abs($1)) }
    for place in 0..<shown {
      let element = place * gradient.count / shown
      let (before, after) = (try loss(element, -step), try loss(element, step))
      let slope = (after - before) / (2 * step)
      guard abs(slope - gradient[element]) <= 1e-7 * scale else {
        return "gradient[\(element)] of input \(input) is \(gradient[element]), differences give "
          + "\(slope)"
      }
    }
    return nil
  }

  private func loss(_ element: Int, _ distance: Double) throws -> Double {
    var moved = values
    moved[input][element] += distance
    let backend = PlainBackend()
    let tensors = try zip(moved, program.inputs).map { try Tensor($0, shape: $1, on: backend) }
    return try program.loss(tensors).scalar()
  }
}
