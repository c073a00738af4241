import DLCore

extension CaseList {
  mutating func addCrossEntropy() {
    let family = "softmaxCrossEntropy"
    add("\(family)/random", 80, law: "-Σ t·logSoftmax, with and without smoothing") {
      try checkRandom($0, $1)
    }
    add("\(family)/long", 3, law: "-Σ t·logSoftmax, with and without smoothing") {
      try checkLong($0, $1)
    }
    add("\(family)/impossible", law: "a class of probability 0 that is not the label costs nothing")
    { try checkImpossibleClasses($0, $1) }
    add("\(family)/known", law: "the numbers that PyTorch 2.13 gives") { try checkKnown($0, $1) }
    add("\(family)/labels", law: "labels out of range throw") { try checkLabels($0, $1) }
    add("\(family)/balanced", 16, law: "the gradient of a row adds up to 0") {
      try checkBalance($0, $1)
    }
  }
}

private func checkRandom<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = CrossEntropyGeometry(
    rows: trial.integer(in: 0...5), classes: trial.pick([1, 2, 3, 10, 33], or: 1),
    labelSmoothing: trial.pick([0, 0, 0.1, 0.5], or: 0))
  try check(&trial, geometry, reach: trial.pick([1, 20, 1e4], or: 1))
}

private func checkLong<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let smoothing = [0, 0.1, 0.5][key.number % 3]
  try check(
    &trial, CrossEntropyGeometry(rows: 5001, classes: 10, labelSmoothing: smoothing), reach: 8)
}

private func check<B: Backend>(
  _ trial: inout Trial<B>, _ geometry: CrossEntropyGeometry, reach: Double
) throws {
  trial.detail =
    "\(geometry.rows) rows of \(geometry.classes), smoothing \(geometry.labelSmoothing)"
  let format = trial.format
  let logits = trial.scalars(geometry.rows * geometry.classes, upTo: reach)
  let labels = (0..<geometry.rows).map { _ in Int32(trial.random.integer(below: geometry.classes)) }
  let (losses, probabilities) = trial.backend.softmaxCrossEntropy(
    logits: trial.store(logits), labels: labels, geometry)
  let rows = geometry.softmax.lines(logits)
  try trial.expect(
    losses, "losses",
    near: zip(rows, labels).map {
      SoftmaxOracle.loss($0, Int($1), smoothing: geometry.labelSmoothing, format)
    })
  try trial.expect(
    probabilities, "probabilities", near: rows.flatMap { SoftmaxOracle.softmax($0, format) })
  try checkGradient(&trial, labels, geometry)
}

private func checkGradient<B: Backend>(
  _ trial: inout Trial<B>, _ labels: [Int32], _ geometry: CrossEntropyGeometry
) throws {
  let gradient = trial.scalars(geometry.rows)
  let probabilities = trial.scalars(geometry.rows * geometry.classes, upTo: 1).map { abs($0) }
  let result = trial.backend.softmaxCrossEntropyGradient(
    probabilities: trial.store(probabilities), labels: labels, gradient: trial.store(gradient),
    geometry)
  let epsilon = trial.format.epsilon
  try trial.expect(
    result, "gradient",
    near: probabilities.indices.map { element in
      let (row, index) = element.quotientAndRemainder(dividingBy: geometry.classes)
      let spread = geometry.labelSmoothing / Double(geometry.classes)
      let target = (Int(labels[row]) == index ? 1 - geometry.labelSmoothing : 0) + spread
      let (p, g) = (probabilities[element], gradient[row])
      return Bounded(value: (p - target) * g, bound: 4 * epsilon * (p + target) * abs(g))
    })
}

private func checkImpossibleClasses<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  let (losses, probabilities) = backend.softmaxCrossEntropy(
    logits: trial.store([-.infinity, 0, -.infinity, 3, -.infinity, 3]), labels: [1, 1],
    CrossEntropyGeometry(rows: 2, classes: 3))
  try trial.expect(losses, "losses", near: [Bounded(value: 0), Bounded(value: .infinity)])
  try trial.expect(
    probabilities, "probabilities", near: [0, 1, 0, 0.5, 0, 0.5].map { Bounded(value: $0) })
}

private func checkKnown<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  let cases = [(0, [0.407605964, 1.104130605]), (0.1, [0.507605964, 1.120797272])]
  for (smoothing, expected) in cases {
    let (losses, _) = backend.softmaxCrossEntropy(
      logits: trial.store([1, 2, 3, 0, -1, 0.5]), labels: [2, 0],
      CrossEntropyGeometry(rows: 2, classes: 3, labelSmoothing: smoothing))
    try trial.expect(losses, "losses", near: expected.map { Bounded(value: $0, bound: 1e-6) })
  }
}

/// The tensor checks before the backend is asked.
private func checkLabels<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  let logits = try Tensor<B>.zeros([2, 3], on: backend)
  for label in [-1, 3, Int(Int32.max), Int(Int32.min)] {
    let labels = try IndexTensor([0, label])
    guard (try? logits.softmaxCrossEntropy(labels: labels)) == nil else {
      throw trial.failure("label \(label) of 3 classes was accepted")
    }
  }
}

private func checkBalance<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let geometry = CrossEntropyGeometry(
    rows: 4, classes: trial.integer(in: 1...33), labelSmoothing: trial.pick([0, 0.1], or: 0))
  let logits = trial.store(trial.scalars(geometry.rows * geometry.classes))
  let labels = (0..<4).map { _ in Int32(trial.random.integer(below: geometry.classes)) }
  let (_, probabilities) = backend.softmaxCrossEntropy(logits: logits, labels: labels, geometry)
  let gradient = backend.softmaxCrossEntropyGradient(
    probabilities: probabilities, labels: labels, gradient: trial.store([1, -2, 0.5, 3]), geometry)
  let bound = 8 * (16 + Double(geometry.classes)) * trial.format.epsilon
  let rows = geometry.softmax.lines(try trial.load(gradient, geometry.rows * geometry.classes))
  for (row, sum) in rows.map({ $0.reduce(0, +) }).enumerated() where !(abs(sum) <= bound) {
    throw trial.failure("row \(row) adds up to \(sum), expected 0 within \(bound)")
  }
}
