import DLCore

extension CaseList {
  mutating func addStorage() {
    add("storage/identity", law: "a backend has a name of one line and at least one thread") {
      try checkIdentity($0, $1)
    }
    addLengths("storage/special", law: "what is written is read back, bit for bit") {
      try checkStorage($0, $1)
    }
    addLengths("storage/parts", law: "each part of a storage is written by one call") {
      try checkParts($0, $1)
    }
    add("storage/empty", law: "empty storages are fine") { try checkEmptyStorage($0, $1) }
    add("storage/long", law: "what is written is read back, bit for bit") {
      try checkLongStorage($0, $1)
    }
    add("storage/errors", law: "errors of a storage's reader come out unchanged") {
      try checkStorageErrors($0, $1)
    }
    add("storage/values", law: "storages are values: none changes with another") {
      try checkStorageValues($0, $1)
    }
  }
}

private func checkIdentity<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  let name = backend.name
  guard !name.isEmpty, !name.contains(where: \.isNewline) else {
    throw trial.failure("the name is '\(name)'")
  }
  guard backend.threadCount >= 1 else {
    throw trial.failure("the number of threads is \(backend.threadCount)")
  }
  guard backend.isInterchangeable(with: backend) else {
    throw trial.failure("a backend is not interchangeable with itself")
  }
}

private func checkStorage<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  let specials = trial.format.specialValues
  let values = (0..<key.number).map { specials[($0 + key.number) % specials.count] }
  try trial.expect(trial.store(values), equals: values)
  try trial.expect(
    backend.makeStorage(repeating: -0.0, count: key.number), "repeated",
    equals: [Double](repeating: -0.0, count: key.number))
  var calls = 0
  let filled = backend.makeStorage(count: key.number) { span in
    calls += span.count == key.number ? 1 : 1000
    for index in span.indices { span[index] = B.Scalar(index) }
  }
  guard calls == 1 else { throw trial.failure("fill is not called once with the whole storage") }
  try trial.expect(filled, "filled", equals: (0..<key.number).map { Double($0) })
}

/// Parts of several lengths, long storages too, so that several threads have something to write.
private func checkParts<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  let lengths = [1, 3, 100, Int.max].map { (key.number, $0) } + [(40_000, 9_001)]
  for (count, length) in lengths {
    let calls = Lock([Int: Int]())
    let storage = backend.makeStorage(count: count, partLength: length) { part, span in
      calls.withLock { $0[part] = span.count }
      for index in span.indices { span[index] = B.Scalar(part &* length &+ index) }
    }
    let expected = stride(from: 0, to: count, by: min(length, count + 1)).map {
      min(length, count - $0)
    }
    guard calls.withLock({ $0 == Dictionary(uniqueKeysWithValues: zip(0..., expected)) }) else {
      throw trial.failure("\(count) scalars in parts of \(length) are not cut into such parts")
    }
    try trial.expect(storage, "parts of \(length)", equals: (0..<count).map { Double($0) })
  }
}

private func checkEmptyStorage<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  try trial.expect(trial.store([]), equals: [])
  try trial.expect(backend.makeStorage(repeating: 1, count: 0), equals: [])
}

private func checkLongStorage<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  var trial = Trial(backend, key)
  let values = trial.scalars(longCount)
  try trial.expect(trial.store(values), equals: values)
}

private func checkStorageErrors<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  let planted = ConformanceFailure("planted")
  do throws(ConformanceFailure) {
    try backend.withScalars(of: trial.store([1, 2]), count: 2) {
      span throws(ConformanceFailure) in
      guard span.count != 2 else { throw planted }
    }
  } catch {
    guard error == planted else { throw error }
    return
  }
  throw trial.failure("the error was swallowed, or the span does not have 2 elements")
}

private func checkStorageValues<B: Backend>(_ backend: B, _ key: CaseKey) throws {
  let trial = Trial(backend, key)
  let storages = (0..<20).map { trial.store([Double](repeating: Double($0), count: 17)) }
  for (value, storage) in storages.enumerated() {
    try trial.expect(
      storage, "storage \(value)", equals: [Double](repeating: Double(value), count: 17))
  }
}

/// More elements than a backend gives to one thread, and no multiple of any vector.
let longCount = 70_001
