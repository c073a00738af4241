import DLCore

extension CaseList {
  mutating func addOptimizers() {
    for (label, step) in sgdSteps {
      for count in stepCounts {
        for isShared in [true, false] {
          let name = "sgdUpdate/\(label)/\(count)/\(isShared ? "shared" : "alone")"
          add(name, law: "PyTorch's gradient descent; storages held elsewhere stay as they are") {
            try checkSGD($0, $1, step, count: count, isShared: isShared)
          }
        }
      }
    }
    for (label, step) in adamSteps {
      for count in stepCounts {
        for isShared in [true, false] {
          let name = "adamUpdate/\(label)/\(count)/\(isShared ? "shared" : "alone")"
          add(name, law: "Kingma and Ba's Adam; storages held elsewhere stay as they are") {
            try checkAdam($0, $1, step, count: count, isShared: isShared)
          }
        }
      }
    }
    add("sgdUpdate/itself", law: "a parameter may be its own gradient") {
      try checkOwnGradient($0, $1)
    }
    add("adamUpdate/itself", law: "one storage may be parameter, gradient and both moments") {
      try checkOneForAll($0, $1)
    }
    add("sgdUpdate/still", law: "no gradient and no decay change nothing") {
      try checkStill($0, $1)
    }
    add("adamUpdate/first", law: "the first step has the length of the learning rate") {
      try checkFirstStep($0, $1)
    }
    add("sgdUpdate/known", law: "the numbers that PyTorch 2.13 gives") { try checkKnownSGD($0, $1) }
    add("adamUpdate/known", law: "the numbers that PyTorch 2.13 gives") {
      try checkKnownAdam($0, $1)
    }
  }
}

/// Nothing, one, around a vector's width, and enough for several threads.
private let stepCounts = [0, 1, 2, 7, 8, 9, 15, 16, 17, 33, longCount]

private let sgdSteps: [(String, SGDStep)] = [
  ("plain", SGDStep(learningRate: 0.1, momentum: 0, isNesterov: false, weightDecay: 0)),
  ("decay", SGDStep(learningRate: 0.1, momentum: 0, isNesterov: false, weightDecay: 0.01)),
  ("momentum", SGDStep(learningRate: 0.1, momentum: 0.9, isNesterov: false, weightDecay: 0)),
  (
    "momentum-decay",
    SGDStep(learningRate: 0.1, momentum: 0.9, isNesterov: false, weightDecay: 0.01)
  ),
  ("nesterov", SGDStep(learningRate: 0.1, momentum: 0.9, isNesterov: true, weightDecay: 0)),
  (
    "nesterov-decay",
    SGDStep(learningRate: 0.1, momentum: 0.9, isNesterov: true, weightDecay: 0.01)
  ),
]

private let adamSteps: [(String, AdamStep)] = [
  ("plain", 0, false), ("coupled", 0.01, false),
  ("decoupled", 0.01, true),
].map { label, decay, isDecoupled in
  (
    label,
    AdamStep(
      learningRate: 0.05, beta1: 0.9, beta2: 0.99, epsilon: 1e-3, weightDecay: decay,
      isDecoupled: isDecoupled, number: 1)
  )
}

/// Five steps; alone, nobody else holds the storages, so that a backend may update them in place.
private func checkSGD<B: Backend>(
  _ backend: B, _ key: CaseKey, _ step: SGDStep, count: Int, isShared: Bool
) throws {
  var trial = Trial(backend, key)
  var parameter = trial.scalars(count)
  var velocity = [Double](repeating: 0, count: count)
  var storage = trial.store(parameter)
  var storedVelocity: B.Storage?
  let format = trial.format
  for number in 1...(count > 1000 ? 2 : 5) {
    trial.detail = "step \(number)"
    let gradient = trial.scalars(count)
    let held = isShared ? (storage, storedVelocity) : nil
    backend.sgdUpdate(
      &storage, velocity: &storedVelocity, gradient: trial.store(gradient), count: count, step)
    if let held {
      try trial.expect(held.0, "the held parameter", equals: parameter)
      if let old = held.1 { try trial.expect(old, "the held velocity", equals: velocity) }
    }
    let expected = gradient.indices.map {
      step.stepped(parameter[$0], velocity[$0], gradient[$0], format)
    }
    try trial.expect(storage, "parameter", near: expected.map(\.parameter))
    guard (storedVelocity != nil) == (step.momentum != 0) else {
      throw trial.failure("the velocity is there without momentum, or not there with it")
    }
    if let storedVelocity {
      try trial.expect(storedVelocity, "velocity", near: expected.map(\.velocity))
      velocity = try trial.load(storedVelocity, count)
    }
    parameter = try trial.load(storage, count)
  }
}

/// Five steps, as above.
private func checkAdam<B: Backend>(
  _ backend: B, _ key: CaseKey, _ first: AdamStep, count: Int, isShared: Bool
) throws {
  var trial = Trial(backend, key)
  let zeros = [Double](repeating: 0, count: count)
  var (parameter, mean, square) = (trial.scalars(count), zeros, zeros)
  var (p, m, v) = (trial.store(parameter), trial.store(mean), trial.store(square))
  let format = trial.format
  for number in 1...(count > 1000 ? 2 : 5) {
    var step = first
    step.number = number
    trial.detail = "step \(number)"
    // Away from zero, where the quotient of the moments is well conditioned.
    let gradient = trial.scalars(count).map { format.rounded($0 < 0 ? $0 - 0.25 : $0 + 0.25) }
    let held = isShared ? (p, m, v) : nil
    backend.adamUpdate(
      &p, firstMoment: &m, secondMoment: &v, gradient: trial.store(gradient), count: count, step)
    if let held {
      try trial.expect(held.0, "the held parameter", equals: parameter)
      try trial.expect(held.1, "the held first moment", equals: mean)
      try trial.expect(held.2, "the held second moment", equals: square)
    }
    let expected = gradient.indices.map {
      step.stepped(parameter[$0], mean[$0], square[$0], gradient[$0], format)
    }
    try trial.expect(p, "parameter", near: expected.map(\.parameter))
    try trial.expect(m, "first moment", near: expected.map(\.first))
    try trial.expect(v, "second moment", near: expected.map(\.second))
    parameter = try trial.load(p, count)
    mean = try trial.load(m, count)
    square = try trial.load(v, count)
  }
}

/// p - p/4, exact for whole numbers.
private func checkOwnGradient<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let values = trial.integers(33, upTo: 8)
  var parameter = trial.store(values)
  var velocity: B.Storage?
  backend.sgdUpdate(
    &parameter, velocity: &velocity, gradient: parameter, count: 33,
    SGDStep(learningRate: 0.25, momentum: 0, isNesterov: false, weightDecay: 0))
  try trial.expect(parameter, near: values.map { Bounded(value: 0.75 * $0) })
}

private func checkOneForAll<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let format = trial.format
  let values = trial.scalars(33).map { abs($0) + 0.25 }.map(format.rounded)
  let step = AdamStep(
    learningRate: 0.05, beta1: 0.9, beta2: 0.99, epsilon: 1e-3, weightDecay: 0,
    isDecoupled: false, number: 1)
  let held = trial.store(values)
  var (parameter, first, second) = (held, held, held)
  backend.adamUpdate(
    &parameter, firstMoment: &first, secondMoment: &second, gradient: held, count: 33, step)
  let expected = values.map { step.stepped($0, $0, $0, $0, format) }
  try trial.expect(held, "the gradient", equals: values)
  try trial.expect(parameter, "parameter", near: expected.map(\.parameter))
  try trial.expect(first, "first moment", near: expected.map(\.first))
  try trial.expect(second, "second moment", near: expected.map(\.second))
}

private func checkStill<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let values = trial.scalars(33)
  var parameter = trial.store(values)
  var velocity: B.Storage?
  let step = SGDStep(learningRate: 0.1, momentum: 0.9, isNesterov: true, weightDecay: 0)
  for _ in 0..<3 {
    backend.sgdUpdate(
      &parameter, velocity: &velocity, gradient: backend.makeStorage(repeating: 0, count: 33),
      count: 33, step)
  }
  try trial.expect(parameter, near: values.map { Bounded(value: $0) })
}

/// m/c₁ is the gradient and √(v/c₂) its magnitude: what is left is the sign.
private func checkFirstStep<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let gradient = trial.scalars(33).map { $0 < 0 ? $0 - 1 : $0 + 1 }
  var parameter = backend.makeStorage(repeating: 0, count: 33)
  var (first, second) = (parameter, parameter)
  backend.adamUpdate(
    &parameter, firstMoment: &first, secondMoment: &second, gradient: trial.store(gradient),
    count: 33,
    AdamStep(
      learningRate: 0.5, beta1: 0.9, beta2: 0.999, epsilon: 0, weightDecay: 0, isDecoupled: false,
      number: 1))
  let bound = 64 * trial.format.epsilon
  try trial.expect(
    parameter, near: gradient.map { Bounded(value: $0 < 0 ? 0.5 : -0.5, bound: bound) })
}

/// Three steps from (1, -2, 0.5) along 1, 2 and 3 times (0.5, -1, 2), in double precision.
private let knownGradients: [[Double]] = [1, 2, 3].map { [0.5 * $0, -$0, 2 * $0] }

private func checkKnownAdam<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  for (isDecoupled, expected) in [
    (false, [0.707453279, -1.707463589, 0.20765011]),
    (true, [0.704981096, -1.701984093, 0.206479594]),
  ] {
    var parameter = trial.store([1, -2, 0.5])
    var first = backend.makeStorage(repeating: 0, count: 3)
    var second = first
    for (number, gradient) in knownGradients.enumerated() {
      backend.adamUpdate(
        &parameter, firstMoment: &first, secondMoment: &second, gradient: trial.store(gradient),
        count: 3,
        AdamStep(
          learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01,
          isDecoupled: isDecoupled, number: number + 1))
    }
    try trial.expect(
      parameter, isDecoupled ? "AdamW" : "Adam",
      near: expected.map { Bounded(value: $0, bound: 2e-6) })
  }
}

private func checkKnownSGD<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  for (isNesterov, decay, expected) in [
    (true, 0.01, [0.264890458, -0.529780916, -2.412315321]), (false, 0, [0.5245, -1.049, -1.402]),
  ] {
    var parameter = trial.store([1, -2, 0.5])
    var velocity: B.Storage?
    let step = SGDStep(
      learningRate: 0.1, momentum: 0.9, isNesterov: isNesterov, weightDecay: decay)
    for gradient in knownGradients {
      backend.sgdUpdate(
        &parameter, velocity: &velocity, gradient: trial.store(gradient), count: 3, step)
    }
    try trial.expect(
      parameter, isNesterov ? "Nesterov" : "momentum",
      near: expected.map { Bounded(value: $0, bound: 2e-6) })
  }
}
