import DLCore

// A linear operation A and its gradient operation Aᵀ are adjoint: ⟨A·x, y⟩ = ⟨x, Aᵀ·y⟩ for all x, y.

/// Convolution is linear in its input and in its weights.
func checkConvolution2DAdjoints<B: Backend>(_ backend: B) throws {
  try runTrials("convolution2D adjoint", on: backend, seed: 3, count: 30) { trial in
    let geometry = try trial.convolution()
    let input = trial.scalars(geometry.inputShape.count)
    let weights = trial.scalars(geometry.weightShape.count)
    let gradient = trial.scalars(geometry.outputShape.count)
    let (x, w) = (backend.makeStorage(input), backend.makeStorage(weights))
    let y = backend.makeStorage(gradient)
    let output = backend.convolution2D(x, weights: w, bias: nil, geometry)
    let forward = trial.dot(output, gradient)
    let toInput = backend.convolution2DInputGradient(weights: w, gradient: y, geometry)
    let toWeights = backend.convolution2DWeightGradient(input: x, gradient: y, geometry)
    try trial.expect(trial.dot(toInput, input), near: forward)
    try trial.expect(trial.dot(toWeights, weights), near: forward)
  }
}

/// Average pooling is linear, and maximum pooling once its winners are chosen.
func checkPool2DAdjoints<B: Backend>(_ backend: B) throws {
  try runTrials("pooling adjoint", on: backend, seed: 3, count: 60) { trial in
    let geometry = try trial.pooling()
    let input = trial.scalars(geometry.inputShape.count)
    let gradient = trial.scalars(geometry.outputShape.count)
    let (x, y) = (backend.makeStorage(input), backend.makeStorage(gradient))
    try trial.expect(
      trial.dot(backend.averagePool2DGradient(y, geometry), input),
      near: trial.dot(backend.averagePool2D(x, geometry), gradient))
    let (output, selection) = backend.maxPool2D(x, geometry)
    // A window on nothing but padding gives -∞, which belongs to no element.
    let empty = backend.scalars(of: output, count: gradient.count).map { $0 == -.infinity }
    let winners = backend.select(
      mask: backend.makeStorage(empty.map { $0 ? 1 : 0 }),
      whenTrue: backend.makeStorage(repeating: 0, count: gradient.count), whenFalse: output,
      count: gradient.count)
    try trial.expect(
      trial.dot(backend.maxPool2DGradient(y, selection: selection, geometry), input),
      near: trial.dot(winners, gradient))
  }
}

/// Views are linear; so are gathers, whose adjoints are scatters.
func checkMovementAdjoints<B: Backend>(_ backend: B) throws {
  try runTrials("movement adjoint", on: backend, seed: 3, count: 60) { trial in
    let view = trial.view()
    let input = trial.scalars(view.inputCount)
    let gradient = trial.scalars(view.count)
    let (x, y) = (backend.makeStorage(input), backend.makeStorage(gradient))
    try trial.expect(
      trial.dot(backend.stridedGradient(y, view), input),
      near: trial.dot(backend.strided(x, view), gradient))
    let indices = gradient.map { _ in Int32(trial.integer(in: 0...input.count)) - 1 }
    try trial.expect(
      trial.dot(backend.scatterAddElements(y, at: indices, count: input.count), input),
      near: trial.dot(backend.gatherElements(x, at: indices, fill: 0), gradient))
  }
}

/// The same inputs give the same bits.
func checkRepeatability<B: Backend>(_ backend: B) throws {
  try runTrials("repeatability", on: backend, seed: 3, count: 5) { trial in
    let geometry = try trial.convolution()
    let input = backend.makeStorage(trial.scalars(geometry.inputShape.count))
    let weights = backend.makeStorage(trial.scalars(geometry.weightShape.count))
    let gradient = backend.makeStorage(trial.scalars(geometry.outputShape.count))
    func bits() -> [[B.Scalar]] {
      [
        (backend.convolution2D(input, weights: weights, bias: nil, geometry), geometry.outputShape),
        (
          backend.convolution2DInputGradient(weights: weights, gradient: gradient, geometry),
          geometry.inputShape
        ),
        (
          backend.convolution2DWeightGradient(input: input, gradient: gradient, geometry),
          geometry.weightShape
        ),
      ].map { backend.scalars(of: $0.0, count: $0.1.count) }
    }
    guard bits() == bits() else { throw trial.failure("two runs differ") }
  }
}

extension Trial {
  /// Σ xᵢ·yᵢ in twice the precision, with the magnitude of its terms.
  fileprivate func dot(_ storage: B.Storage, _ other: [B.Scalar]) -> LawfulSum {
    var sum = LawfulSum()
    for (x, y) in zip(backend.scalars(of: storage, count: other.count), other) {
      sum.add(Double(x), times: Double(y))
    }
    return sum
  }

  /// Fails unless two inner products agree as well as their terms were rounded.
  ///
  /// 200 roundings are more than any sum behind a term has; the factor 4 covers its cancellation.
  fileprivate func expect(_ sum: LawfulSum, near other: LawfulSum) throws(ConformanceFailure) {
    let scale = 4 * max(sum.magnitude, other.magnitude, 1)
    guard abs(sum.value - other.value) <= 200 * Double(B.Scalar.ulpOfOne) * scale else {
      throw failure("⟨A·x, y⟩ is \(other.value), but ⟨x, Aᵀ·y⟩ is \(sum.value)")
    }
  }
}
