/// Recycled memory for tensors: what one buffer gives back, the next one gets.
///
/// A training step needs the same sizes again and again, so after the first two hardly anything is
/// allocated any more. Requests are rounded up to size classes, at most a quarter larger, so that
/// similar sizes share memory. All memory is aligned to 64 bytes, a cache line and the widest
/// vector. A pool may be used from any number of threads.
///
/// For tests a pool can guard its memory, see `Guarding`.
public final class BufferPool: Sendable {
  /// What a pool has done and holds.
  public struct Statistics: Hashable, Sendable {
    /// How often memory was asked of the system, since the pool was created.
    public var allocations = 0
    /// The bytes that live buffers hold, rounded up to their size classes.
    public var bytesInUse = 0
    /// The largest `bytesInUse` there ever was.
    public var peakBytesInUse = 0
    /// The bytes that wait for the next buffer.
    public var bytesKept = 0
  }

  /// A piece of memory of a size class: owned by one buffer, or kept by the pool.
  ///
  /// The address is never read here; sharing it between threads is as safe as sharing an integer.
  struct Block: @unchecked Sendable {
    let address: UnsafeMutableRawPointer
    let byteCount: Int
    /// What surrounds the memory in a pool that guards it.
    var enclosure: Enclosure?
  }

  fileprivate struct State: Sendable {
    var kept: [Int: [Block]] = [:]
    var statistics = Statistics()
    /// The guarded blocks in use, by their addresses.
    var guarded: [UInt: Block] = [:]
    var violations: [Violation] = []
  }

  /// The most bytes that wait for reuse; what is given back beyond it goes to the system.
  public let keptLimit: Int
  /// How the memory is guarded.
  public let guarding: Guarding

  private static let alignment = 64
  /// Whether the address sanitizer watches every block: it knows the allocator's, not a pool's, so
  /// blocks have exactly the size asked for then, and none is kept.
  private static var isWatched: Bool {
    #if SANITIZE_ADDRESS
      true
    #else
      false
    #endif
  }
  private let state = Lock(State())

  /// Creates an empty pool that keeps at most a number of bytes for reuse, 1 GiB by default.
  ///
  /// - Parameters:
  ///   - keptLimit: The most bytes that wait for reuse. A pool that guards its memory keeps none.
  ///   - guarding: How the memory is guarded; not at all by default.
  public init(keptLimit: Int = 1 << 30, guarding: Guarding = .none) {
    self.keptLimit = guarding == .none && !Self.isWatched ? keptLimit : 0
    self.guarding = guarding
  }

  deinit { releaseKept() }

  /// The numbers as of now.
  public var statistics: Statistics { state.withLock { $0.statistics } }

  /// The writes outside of buffers that were found since the last call, also around live buffers.
  ///
  /// Call it while no operation is under way. A pool that does not guard its memory finds none.
  public func takeViolations() -> [Violation] {
    state.withLock { state in
      let found = state.violations + state.guarded.values.compactMap(\.violation)
      state.violations = []
      return found
    }
  }

  /// Returns everything that waits for reuse to the system.
  public func releaseKept() {
    let blocks = state.withLock { state in
      let blocks = state.kept.values.flatMap { $0 }
      state.kept = [:]
      state.statistics.bytesKept = 0
      return blocks
    }
    for block in blocks { block.address.deallocate() }
  }

  /// A block of at least `byteCount` bytes; what it holds is not specified.
  func take(byteCount: Int) -> Block {
    guard guarding == .none else { return takeGuarded(byteCount: byteCount) }
    let size = Self.isWatched ? byteCount : Self.sizeClass(of: byteCount)
    let recycled = state.withLock { state -> Block? in
      state.count(taken: size)
      guard let block = state.kept[size]?.popLast() else {
        state.statistics.allocations += 1
        return nil
      }
      state.statistics.bytesKept -= size
      return block
    }
    if let recycled { return recycled }
    let address = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: Self.alignment)
    return Block(address: address, byteCount: size)
  }

  /// Takes a block back from the buffer that owned it.
  func giveBack(_ block: Block) {
    guard block.enclosure == nil else { return giveBackGuarded(block) }
    let isKept = state.withLock { state in
      state.statistics.bytesInUse -= block.byteCount
      guard state.statistics.bytesKept + block.byteCount <= keptLimit else { return false }
      state.statistics.bytesKept += block.byteCount
      state.kept[block.byteCount, default: []].append(block)
      return true
    }
    if !isKept { block.address.deallocate() }
  }

  private func takeGuarded(byteCount: Int) -> Block {
    let block = Block(byteCount: byteCount, guarding: guarding)
    state.withLock { state in
      state.count(taken: byteCount)
      state.statistics.allocations += 1
      state.guarded[UInt(bitPattern: block.address)] = block
    }
    return block
  }

  private func giveBackGuarded(_ block: Block) {
    state.withLock { state in
      state.statistics.bytesInUse -= block.byteCount
      state.guarded[UInt(bitPattern: block.address)] = nil
      if let violation = block.violation { state.violations.append(violation) }
    }
    block.enclosure?.free()
  }

  /// The size that a request is rounded up to: a multiple of an eighth of the next power of two,
  /// and of the alignment.
  static func sizeClass(of byteCount: Int) -> Int {
    guard byteCount > alignment else { return alignment }
    let powerOfTwo = 1 << (Int.bitWidth - (byteCount - 1).leadingZeroBitCount)
    let step = max(alignment, powerOfTwo / 8)
    return (byteCount + step - 1) / step * step
  }
}

extension BufferPool.State {
  fileprivate mutating func count(taken byteCount: Int) {
    statistics.bytesInUse += byteCount
    statistics.peakBytesInUse = max(statistics.peakBytesInUse, statistics.bytesInUse)
  }
}
