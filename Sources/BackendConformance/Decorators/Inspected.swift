import DLCore

/// A backend whose every call is watched: what it was asked, the bits of its results, and whether
/// it left its inputs alone.
struct Inspected<Base: Backend>: BackendDecorator {
  typealias Scalar = Base.Scalar
  typealias Storage = Base.Storage
  typealias MaxPoolSelection = Base.MaxPoolSelection

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

  func withScalars<Result, Failure: Error>(
    of storage: Storage, count: Int, _ body: (Span<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    log.note(.withScalars)
    return try base.withScalars(of: storage, count: count, body)
  }

  /// Makes a call, notes the bits of its results, and compares its operands before and after.
  func perform<Result>(
    _ call: @autoclosure () -> BackendCall, reading operands: @autoclosure () -> [Storage],
    _ body: () -> Result, results: (Result) -> [CallResult<Storage>]
  ) -> Result {
    let call = call()
    let operands = Array(zip(call.operands, operands()))
    let before = operands.map { digest(of: $1, count: $0.shape.count) }
    let result = body()
    log.note(call.requirement, digest(of: zip(call.results, results(result))))
    for ((operand, storage), old) in zip(operands, before)
    where digest(of: storage, count: operand.shape.count) != old {
      log.noteChange(call.requirement, input: operand.name)
    }
    return result
  }

  private func digest(of storage: Storage, count: Int) -> UInt64 {
    var digest = Digest()
    add(storage, count: count, to: &digest)
    return digest.value
  }

  private func digest(
    of results: some Sequence<(BackendCall.Operand, CallResult<Storage>)>
  ) -> UInt64 {
    var digest = Digest()
    for (described, result) in results {
      switch result {
      case .scalars(let storage): add(storage, count: described.shape.count, to: &digest)
      case .indices(let indices): indices.withUnsafeBytes { digest.add($0) }
      }
    }
    return digest.value
  }

  private func add(_ storage: Storage, count: Int, to digest: inout Digest) {
    base.withScalars(of: storage, count: count) { span in
      span.withUnsafeBufferPointer { digest.add(UnsafeRawBufferPointer($0)) }
    }
  }
}
