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
  /// A storage that a call reads or returns, by the name of its parameter.
  struct Item {
    var name: StaticString
    var storage: Storage
    var count: Int

    init(_ name: StaticString, _ storage: Storage, _ count: Int) {
      self.name = name
      self.storage = storage
      self.count = count
    }

    /// A result.
    init(_ storage: Storage, _ count: Int) { self.init("", storage, count) }
  }

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
    log.note(.makeStorage, digest([Item(storage, count)]))
    return storage
  }

  func makeStorage(
    count: Int, partLength: Int, fill: @Sendable (Int, inout MutableSpan<Scalar>) -> Void
  ) -> Storage {
    let storage = base.makeStorage(count: count, partLength: partLength, fill: fill)
    log.note(.makeStorage, digest([Item(storage, count)]))
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
    _ requirement: Requirement, reading inputs: [Item], _ body: () -> Result,
    results: (Result) -> [Item]
  ) -> Result {
    let before = inputs.map(digest(of:))
    let result = body()
    log.note(requirement, digest(results(result)))
    for (input, old) in zip(inputs, before) where digest(of: input) != old {
      log.noteChange(requirement, input: "\(input.name)")
    }
    return result
  }

  /// Makes a call with one result.
  func watch(
    _ requirement: Requirement, reading inputs: [Item], count: Int, _ body: () -> Storage
  ) -> Storage {
    watch(requirement, reading: inputs, body) { [Item($0, count)] }
  }

  private func digest(of item: Item) -> UInt64 {
    var digest = Digest()
    add(item, to: &digest)
    return digest.value
  }

  private func digest(_ items: [Item]) -> UInt64 {
    var digest = Digest()
    for item in items { add(item, to: &digest) }
    return digest.value
  }

  private func add(_ item: Item, to digest: inout Digest) {
    base.withScalars(of: item.storage, count: item.count) { span in
      span.withUnsafeBufferPointer { digest.add(UnsafeRawBufferPointer($0)) }
    }
  }
}
