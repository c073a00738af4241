import DLCore

/// What is written is read back, element for element, empty storages too.
func checkStorage<B: Backend>(_ backend: B) throws {
  let specials = specialValues(of: B.Scalar.self)
  for count in 0...17 {
    let trial = Trial("makeStorage", on: backend, seed: 1, number: count)
    let scalars = (0..<count).map { specials[$0 % specials.count] }
    try trial.expect(backend.makeStorage(scalars), equals: scalars)
    try trial.expect(
      backend.makeStorage(repeating: -0.0, count: count),
      equals: [B.Scalar](repeating: -0.0, count: count))
  }
}

/// Errors thrown by the reader of a storage come out unchanged.
func checkStorageErrors<B: Backend>(_ backend: B) throws {
  let trial = Trial("withScalars", on: backend, seed: 1, number: 0)
  let planted = ConformanceFailure(description: "planted")
  do throws(ConformanceFailure) {
    try backend.withScalars(of: backend.makeStorage([1, 2]), count: 2) {
      span throws(ConformanceFailure) in
      guard span.count != 2 else { throw planted }
    }
  } catch {
    guard error.description == planted.description else { throw error }
    return
  }
  throw trial.failure("the error was swallowed, or the span does not have 2 elements")
}
