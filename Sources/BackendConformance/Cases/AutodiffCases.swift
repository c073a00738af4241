import DLCore

extension CaseList {
  mutating func addAutodiff() {
    for program in Programs.all {
      add("gradient/\(program.name)", law: "the gradient agrees with central differences") {
        try check($0, $1, program, differences: .max)
      }
    }
    add("gradient/lenet5", law: "the gradient of the whole network agrees with differences") {
      try check($0, $1, LeNet5Program(), differences: 4)
    }
  }
}

/// The backend's gradient against that of the suite's own core in double precision, and that one
/// against differences of at most `differences` elements of each input.
private func check<B: Backend>(
  _ backend: B, _ key: CaseKey, _ program: some Program, differences: Int
) throws {
  let trial = Trial(backend, key)
  let values = program.values()
  let actual = try program.gradients(on: backend, at: values)
  guard key.verifies else { return }
  let reference = try program.gradients(on: PlainBackend(), at: values)
  for (index, pair) in zip(actual, reference).enumerated() {
    guard let mine = pair.0, let right = pair.1 else {
      guard (pair.0 == nil) == (pair.1 == nil) else {
        throw trial.failure("input \(index) has \(pair.0 == nil ? "no" : "a") gradient")
      }
      continue
    }
    if let problem = try Differences(program: program, values: values, input: index)
      .mismatch(with: right, count: differences)
    {
      throw trial.failure(problem)
    }
    // Some hundred roundings lie on the longest way from an input to the loss.
    let scale = right.reduce(1) { max($0, abs($1)) }
    let bound = 256 * trial.format.epsilon * scale
    guard mine.count == right.count else {
      throw trial.failure("the gradient of input \(index) has \(mine.count) elements")
    }
    try trial.expect(
      values: mine, "gradient of input \(index)",
      near: right.map { Bounded(value: $0, bound: bound) })
  }
}
