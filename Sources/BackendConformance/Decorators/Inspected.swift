import DLCore

/// A backend whose every call is watched: what it was asked, the bits of its results, and whether
/// it left its inputs alone.
///
/// It implements every requirement itself, so that each call of a case is noted once, whatever the
/// base makes of it.
struct Inspected<Base: Backend>: BackendDecorator {
  typealias Scalar = Base.Scalar
  typealias Storage = Base.Storage
  typealias MaxPoolSelection = Base.MaxPoolSelection
  /// A storage that a call only reads, by the name of its parameter.
  typealias Input = (name: String, storage: Storage, count: Int)

  let base: Base
  let log: CallLog

  var name: String {
    log.note(.name)
    return base.name
  }

  var threadCount: Int {
    log.note(.threadCount)
    return base.threadCount
  }

  func isInterchangeable(with other: Inspected) -> Bool {
    log.note(.isInterchangeable)
    return base.isInterchangeable(with: other.base)
  }

  func makeStorage(count: Int, fill: (inout MutableSpan<Scalar>) -> Void) -> Storage {
    let storage = base.makeStorage(count: count, fill: fill)
    log.note(.makeStorage, digest([("", storage, count)]))
    return storage
  }

  func withScalars<Result, Failure: Error>(
    of storage: Storage, count: Int, _ body: (Span<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    log.note(.withScalars)
    return try base.withScalars(of: storage, count: count, body)
  }

  /// Makes a call, notes the bits of its results, and compares its inputs before and after.
  func watch<Result>(
    _ requirement: Requirement, reading inputs: [Input], _ body: () -> Result,
    results: (Result) -> [Input]
  ) -> Result {
    let before = inputs.map { digest([$0]) }
    let result = body()
    log.note(requirement, digest(results(result)))
    for (input, old) in zip(inputs, before) where digest([input]) != old {
      log.noteChange(requirement, input: input.name)
    }
    return result
  }

  /// Makes a call with one result.
  func watch(
    _ requirement: Requirement, reading inputs: [Input], count: Int, _ body: () -> Storage
  ) -> Storage {
    watch(requirement, reading: inputs, body) { [("", $0, count)] }
  }

  private func digest(_ storages: [Input]) -> UInt64 {
    var digest = Digest()
    for item in storages {
      base.withScalars(of: item.storage, count: item.count) { span in
        span.withUnsafeBufferPointer { digest.add(UnsafeRawBufferPointer($0)) }
      }
    }
    return digest.value
  }
}
