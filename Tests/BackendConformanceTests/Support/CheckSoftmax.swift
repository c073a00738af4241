import DLCore

/// Random lines of small and large spread, also of length 0 and 1.
func checkSoftmax<B: Backend>(_ backend: B) throws {
  try runTrials("softmax", on: backend, count: 60) { trial in
    let geometry = trial.reduction()
    let spread = B.Scalar(trial.pick([1, 10, 40, 1e6], or: 1))
    let input = trial.scalars(geometry.inputCount).map { $0 * spread }
    let storage = backend.makeStorage(input)
    try trial.expect(
      backend.softmax(storage, geometry), "softmax",
      near: alongLines(input, geometry) { softmax($0) })
    try trial.expect(
      backend.logSoftmax(storage, geometry), "logSoftmax",
      near: alongLines(input, geometry) { logSoftmax($0) })
  }
}

/// Logits at ±1e30, infinite ones, NaN; in each place of each length up to 17.
func checkSoftmaxSpecialValues<B: Backend>(_ backend: B) throws {
  let specials: [B.Scalar] = [1e30, -1e30, .infinity, -.infinity, .nan, -0.0]
  for length in 1...17 {
    var trial = Trial("softmax special values", on: backend, seed: 1, number: length)
    let geometry = ReductionGeometry(outer: 1, count: length, inner: 1)
    let ordinary = trial.scalars(length)
    for special in specials {
      let everywhere = [[B.Scalar](repeating: special, count: length)]
      let somewhere = (0..<length).map { position in
        var input = ordinary
        input[position] = special
        return input
      }
      for input in everywhere + somewhere {
        trial.detail = "\(input)"
        let storage = backend.makeStorage(input)
        try trial.expect(backend.softmax(storage, geometry), "softmax", near: softmax(input))
        try trial.expect(
          backend.logSoftmax(storage, geometry), "logSoftmax", near: logSoftmax(input))
      }
    }
  }
}

/// Both gradients, from given outputs.
func checkSoftmaxGradients<B: Backend>(_ backend: B) throws {
  try runTrials("softmax gradients", on: backend, count: 40) { trial in
    let geometry = trial.reduction()
    let output = trial.scalars(geometry.inputCount).map { ($0 - 2) / 4 }
    let gradient = trial.scalars(geometry.inputCount)
    let (outputs, gradients) = (lines(output, geometry), lines(gradient, geometry))
    let (storage, slopes) = (backend.makeStorage(output), backend.makeStorage(gradient))
    try trial.expect(
      backend.softmaxGradient(output: storage, gradient: slopes, geometry), "softmaxGradient",
      near: joined(zip(outputs, gradients).map { softmaxGradient($0, $1) }, geometry))
    try trial.expect(
      backend.logSoftmaxGradient(output: storage, gradient: slopes, geometry),
      "logSoftmaxGradient",
      near: joined(zip(outputs, gradients).map { logSoftmaxGradient($0, $1) }, geometry))
  }
}

/// Losses, probabilities and gradients, with and without smoothing, also of no rows.
func checkCrossEntropy<B: Backend>(_ backend: B) throws {
  try runTrials("softmaxCrossEntropy", on: backend, count: 40) { trial in
    let geometry = CrossEntropyGeometry(
      rows: trial.integer(in: 0...5), classes: trial.pick([1, 2, 3, 10], or: 1),
      labelSmoothing: trial.pick([0, 0, 0.1, 0.5], or: 0))
    trial.detail = "\(geometry)"
    let spread = B.Scalar(trial.pick([1, 20, 1e4], or: 1))
    let logits = trial.scalars(geometry.rows * geometry.classes).map { $0 * spread }
    let labels = (0..<geometry.rows).map { _ in
      Int32(trial.random.integer(below: geometry.classes))
    }
    let (losses, probabilities) = backend.softmaxCrossEntropy(
      logits: backend.makeStorage(logits), labels: labels, geometry)
    let rows = lines(logits, geometry.softmax)
    try trial.expect(
      losses, "losses",
      near: zip(rows, labels).map { loss($0, Int($1), smoothing: geometry.labelSmoothing) })
    try trial.expect(probabilities, "probabilities", near: rows.flatMap { softmax($0) })
    try checkCrossEntropyGradient(&trial, labels, geometry)
  }
}

private func checkCrossEntropyGradient<B: Backend>(
  _ trial: inout Trial<B>, _ labels: [Int32], _ geometry: CrossEntropyGeometry
) throws {
  let gradient = trial.scalars(geometry.rows)
  let probabilities = trial.scalars(geometry.rows * geometry.classes).map { ($0 + 2) / 4 }
  let result = trial.backend.softmaxCrossEntropyGradient(
    probabilities: trial.backend.makeStorage(probabilities), labels: labels,
    gradient: trial.backend.makeStorage(gradient), geometry)
  let epsilon = Double(B.Scalar.ulpOfOne)
  let expected = probabilities.indices.map { element in
    let (row, index) = element.quotientAndRemainder(dividingBy: geometry.classes)
    let spread = geometry.labelSmoothing / Double(geometry.classes)
    let target = (Int(labels[row]) == index ? 1 - geometry.labelSmoothing : 0) + spread
    let (p, g) = (Double(probabilities[element]), Double(gradient[row]))
    return Bounded(value: (p - target) * g, bound: 4 * epsilon * (p + target) * abs(g))
  }
  try trial.expect(result, "gradient", near: expected)
}

/// A class of probability 0 that is not the label's costs nothing.
func checkCrossEntropyOfImpossibleClasses<B: Backend>(_ backend: B) throws {
  let trial = Trial("softmaxCrossEntropy", on: backend, seed: 1, number: 0)
  let (losses, probabilities) = backend.softmaxCrossEntropy(
    logits: backend.makeStorage([-.infinity, 0, -.infinity, 3, -.infinity, 3]), labels: [1, 1],
    CrossEntropyGeometry(rows: 2, classes: 3))
  try trial.expect(losses, "losses", near: [Bounded(value: 0), Bounded(value: .infinity)])
  try trial.expect(
    probabilities, "probabilities", near: [0, 1, 0, 0.5, 0, 0.5].map { Bounded(value: $0) })
}

private func softmax<Scalar: BackendScalar>(_ line: [Scalar]) -> [Bounded] {
  let (largest, sum) = powers(line)
  return line.map { x in
    let distance = abs(Double(x) - largest)
    let slack = 8 + Double(line.count) + (distance.isFinite ? distance : 0)
    return .ulps(slack, of: .exp(Double(x) - largest) / sum, as: Scalar.self)
  }
}

private func logSoftmax<Scalar: BackendScalar>(_ line: [Scalar]) -> [Bounded] {
  let (largest, sum) = powers(line)
  let slack = (8 + Double(line.count)) * Double(Scalar.ulpOfOne)
  return line.map { x in
    let distance = Double(x) - largest
    return Bounded(
      value: distance - .log(sum), bound: distance.isFinite ? slack * (1 + abs(distance)) : 0)
  }
}

private func loss<Scalar: BackendScalar>(
  _ row: [Scalar], _ label: Int, smoothing: Double
) -> Bounded {
  let logarithms = logSoftmax(row)
  var result = Bounded(
    value: -(1 - smoothing) * logarithms[label].value, bound: logarithms[label].bound)
  if smoothing > 0 {
    let share = smoothing / Double(row.count)
    result.value -= logarithms.reduce(0) { $0 + share * $1.value }
    result.bound += logarithms.reduce(0) { max($0, $1.bound) }
  }
  result.bound += 4 * Double(Scalar.ulpOfOne) * abs(result.value)
  return result
}

/// The largest element, NaN if there is one, and the sum of the others' powers relative to it.
private func powers<Scalar: BackendScalar>(_ line: [Scalar]) -> (largest: Double, sum: Double) {
  let largest = line.isEmpty ? 0 : Double(line[winner(.maximum, line)])
  return (largest, line.reduce(0) { $0 + .exp(Double($1) - largest) })
}

private func softmaxGradient<Scalar: BackendScalar>(
  _ output: [Scalar], _ gradient: [Scalar]
) -> [Bounded] {
  var sum = LawfulSum()
  for (y, g) in zip(output, gradient) { sum.add(Double(y), times: Double(g)) }
  let slack = (Double(output.count) + 4) * Double(Scalar.ulpOfOne)
  return zip(output, gradient).map { y, g in
    Bounded(
      value: Double(y) * (Double(g) - sum.value),
      bound: slack * abs(Double(y)) * (abs(Double(g)) + sum.magnitude))
  }
}

private func logSoftmaxGradient<Scalar: BackendScalar>(
  _ output: [Scalar], _ gradient: [Scalar]
) -> [Bounded] {
  var sum = LawfulSum()
  for g in gradient { sum.add(Double(g)) }
  let slack = (Double(output.count) + 8) * Double(Scalar.ulpOfOne)
  return zip(output, gradient).map { y, g in
    let probability = Double.exp(Double(y))
    return Bounded(
      value: Double(g) - probability * sum.value,
      bound: slack * (abs(Double(g)) + probability * sum.magnitude))
  }
}

/// A function of each line, its results put back in order.
private func alongLines<Scalar>(
  _ input: [Scalar], _ geometry: ReductionGeometry, _ function: ([Scalar]) -> [Bounded]
) -> [Bounded] {
  joined(lines(input, geometry).map(function), geometry)
}

/// The inverse of `lines`.
private func joined(_ lines: [[Bounded]], _ geometry: ReductionGeometry) -> [Bounded] {
  (0..<geometry.inputCount).map { element in
    let inner = element % geometry.inner
    let count = element / geometry.inner % geometry.count
    let outer = element / geometry.inner / geometry.count
    return lines[outer * geometry.inner + inner][count]
  }
}
