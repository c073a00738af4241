/// Scalars in pooled host memory: what the storage of a backend on the CPU can be built on.
///
/// The memory is aligned to 64 bytes and goes back to the pool when the last reference goes. It is
/// not initialised: whoever creates a buffer writes all of it first.
///
/// `Sendable` by this rule: a buffer is written only by its creator, before anyone else sees it, or
/// by the holder of the only reference (`isKnownUniquelyReferenced`). All other access only reads.
public final class HostBuffer<Scalar: BitwiseCopyable & Sendable>: @unchecked Sendable {
  /// The number of scalars.
  public let count: Int

  private let block: BufferPool.Block
  private let base: UnsafeMutablePointer<Scalar>
  private let pool: BufferPool
  /// Who reads comes before what the memory is used for next.
  private let reading = ThreadOrder()

  /// Creates a buffer of `count` scalars that are not specified yet; none for a negative count.
  public init(count: Int, pool: BufferPool) {
    self.count = max(count, 0)
    self.pool = pool
    block = pool.take(byteCount: self.count * MemoryLayout<Scalar>.stride)
    base = block.address.bindMemory(to: Scalar.self, capacity: self.count)
  }

  deinit {
    reading.join()
    pool.giveBack(block)
  }

  /// Shows the scalars, `count` of them from the pointer on, for the duration of `body`.
  public func withUnsafePointer<Result, Failure: Error>(
    _ body: (UnsafePointer<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) { reading.leave() } }
    return try body(UnsafePointer(base))
  }

  /// Lets `body` write the scalars, `count` of them from the pointer on.
  ///
  /// Only for a buffer that nobody else can see; see the type's rule.
  public func withUnsafeMutablePointer<Result, Failure: Error>(
    _ body: (UnsafeMutablePointer<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(base)
  }

  /// Shows the scalars with their bounds checked.
  public func withSpan<Result, Failure: Error>(
    _ body: (Span<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) { reading.leave() } }
    return try body(UnsafeBufferPointer(start: base, count: count).span)
  }

  /// Lets `body` write the scalars with their bounds checked, under the type's rule.
  public func withMutableSpan<Result, Failure: Error>(
    _ body: (inout MutableSpan<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    let buffer = UnsafeMutableBufferPointer(start: base, count: count)
    var span = buffer.mutableSpan
    return try body(&span)
  }
}
