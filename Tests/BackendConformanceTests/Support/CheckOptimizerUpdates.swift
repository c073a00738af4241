import DLCore

/// Five steps of each form of gradient descent; copies taken before a step stay as they were.
func checkSGDUpdate<B: Backend>(_ backend: B) throws {
  for (momentum, isNesterov) in [(0, false), (0.9, false), (0.9, true)] {
    for decay in [0, 0.01] {
      let step = SGDStep(
        learningRate: 0.1, momentum: momentum, isNesterov: isNesterov, weightDecay: decay)
      var trial = Trial("sgdUpdate", on: backend, seed: 1, number: 0)
      trial.detail = "\(step)"
      for count in [0, 1, 17] { try checkSGDUpdate(&trial, step, count: count) }
    }
  }
}

private func checkSGDUpdate<B: Backend>(
  _ trial: inout Trial<B>, _ step: SGDStep, count: Int
) throws {
  let backend = trial.backend
  var parameter = trial.scalars(count)
  var velocity: [B.Scalar]?
  var storage = backend.makeStorage(parameter)
  var storedVelocity: B.Storage?
  for _ in 0..<5 {
    let gradient = trial.scalars(count)
    let before = storage
    backend.sgdUpdate(
      &storage, velocity: &storedVelocity, gradient: backend.makeStorage(gradient), count: count,
      step)
    try trial.expect(before, "the copy", equals: parameter)
    let expected = (0..<count).map { index in
      stepped(
        Double(parameter[index]), Double(velocity?[index] ?? 0), Double(gradient[index]), step)
    }
    let slack = 16 * Double(B.Scalar.ulpOfOne)
    try trial.expect(
      storage, "parameter",
      near: expected.map { Bounded(value: $0.parameter, bound: slack * 8) })
    guard (storedVelocity != nil) == (step.momentum != 0) else {
      throw trial.failure("the velocity is there without momentum, or not there with it")
    }
    if let storedVelocity {
      try trial.expect(
        storedVelocity, "velocity",
        near: expected.map { Bounded(value: $0.velocity, bound: slack * 8) })
      velocity = backend.scalars(of: storedVelocity, count: count)
    }
    parameter = backend.scalars(of: storage, count: count)
  }
}

/// PyTorch's form of stochastic gradient descent, for one parameter.
private func stepped(_ p: Double, _ v: Double, _ g: Double, _ step: SGDStep)
  -> (parameter: Double, velocity: Double)
{
  let slope = g + step.weightDecay * p
  let velocity = step.momentum * v + slope
  let direction = step.isNesterov ? slope + step.momentum * velocity : velocity
  return (p - step.learningRate * direction, velocity)
}

/// Five steps of Adam and AdamW, with and without decay.
func checkAdamUpdate<B: Backend>(_ backend: B) throws {
  for (decay, isDecoupled) in [(0, false), (0.01, false), (0.01, true)] {
    var trial = Trial("adamUpdate", on: backend, seed: 1, number: 0)
    for count in [0, 1, 17] {
      let storages = [trial.scalars(count), zeros(count), zeros(count)]
      var (parameter, first, second) = (storages[0], storages[1], storages[2])
      for number in 1...5 {
        let step = AdamStep(
          learningRate: 0.05, beta1: 0.9, beta2: 0.99, epsilon: 1e-3, weightDecay: decay,
          isDecoupled: isDecoupled, number: number)
        trial.detail = "\(step)"
        // Away from zero, where the quotient of the moments is well conditioned.
        let gradient = trial.scalars(count).map { $0 < 0 ? $0 - 0.25 : $0 + 0.25 }
        try checkAdamStep(trial, step, gradient, &parameter, &first, &second)
      }
    }
  }
}

private func zeros<Scalar: BackendScalar>(_ count: Int) -> [Scalar] {
  [Scalar](repeating: 0, count: count)
}

private func checkAdamStep<B: Backend>(
  _ trial: Trial<B>, _ step: AdamStep, _ gradient: [B.Scalar], _ parameter: inout [B.Scalar],
  _ first: inout [B.Scalar], _ second: inout [B.Scalar]
) throws {
  let (backend, count) = (trial.backend, gradient.count)
  var storage = backend.makeStorage(parameter)
  var (m, v) = (backend.makeStorage(first), backend.makeStorage(second))
  let before = (storage, m, v)
  backend.adamUpdate(
    &storage, firstMoment: &m, secondMoment: &v, gradient: backend.makeStorage(gradient),
    count: count, step)
  try trial.expect(before.0, "the parameter's copy", equals: parameter)
  try trial.expect(before.1, "the first moment's copy", equals: first)
  try trial.expect(before.2, "the second moment's copy", equals: second)
  let expected = gradient.indices.map {
    stepped(
      Double(parameter[$0]), Double(first[$0]), Double(second[$0]), Double(gradient[$0]), step)
  }
  let slack = 64 * Double(B.Scalar.ulpOfOne)
  try trial.expect(
    storage, "parameter", near: expected.map { Bounded(value: $0.parameter, bound: slack) })
  try trial.expect(
    m, "first moment", near: expected.map { Bounded(value: $0.first, bound: slack) })
  try trial.expect(
    v, "second moment", near: expected.map { Bounded(value: $0.second, bound: slack) })
  parameter = backend.scalars(of: storage, count: count)
  first = backend.scalars(of: m, count: count)
  second = backend.scalars(of: v, count: count)
}

/// Algorithm 1 of Kingma and Ba (2015), with decay as in Loshchilov and Hutter (2019).
private func stepped(_ p: Double, _ m: Double, _ v: Double, _ g: Double, _ step: AdamStep)
  -> (parameter: Double, first: Double, second: Double)
{
  let slope = step.isDecoupled ? g : g + step.weightDecay * p
  let start = step.isDecoupled ? p - step.learningRate * step.weightDecay * p : p
  let first = step.beta1 * m + (1 - step.beta1) * slope
  let second = step.beta2 * v + (1 - step.beta2) * slope * slope
  let meanSlope = first / (1 - power(step.beta1, step.number))
  let meanSquare = second / (1 - power(step.beta2, step.number))
  return (
    start - step.learningRate * meanSlope / (meanSquare.squareRoot() + step.epsilon), first, second
  )
}

private func power(_ base: Double, _ exponent: Int) -> Double {
  (0..<exponent).reduce(1) { product, _ in product * base }
}
