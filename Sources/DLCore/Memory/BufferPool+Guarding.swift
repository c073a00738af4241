#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension BufferPool {
  /// How a pool finds kernels that leave their buffers; for tests, as each costs time and memory.
  ///
  /// Guarded blocks have exactly the size asked for, are never recycled, and are filled with bytes
  /// of ones, which is NaN: what is read before it was written shows in the results.
  public enum Guarding: String, Hashable, Sendable, CaseIterable {
    /// Not at all.
    case none
    /// Known bytes around every block: a write outside is found when the block is given back, or
    /// by `takeViolations`. Blocks are aligned to 64 bytes.
    case redZones
    /// The block's last byte is the last of its page, and an unreadable page follows: reading or
    /// writing behind it kills the process. Blocks are only aligned as their scalars need it;
    /// kernels that assume more cannot be run like this. A write before the block is found as in
    /// `redZones`.
    case pageEnd
    /// The block begins with its page, behind an unreadable one: reading or writing before it kills
    /// the process. Blocks are aligned to a page. A write behind it is found as in `redZones`.
    case pageStart
  }

  /// A write outside of a buffer.
  public struct Violation: Hashable, Sendable, CustomStringConvertible {
    /// The size of the buffer in bytes.
    public let byteCount: Int
    /// The byte that was written, counted from the start of the buffer: negative before it.
    public let offset: Int

    /// One line with both numbers.
    public var description: String {
      "byte \(offset) of a buffer of \(byteCount) bytes was written"
    }
  }

  /// Memory with a block inside it: known bytes around the block, and perhaps unreadable pages.
  ///
  /// The pointers are only followed by the pool, under its lock, while the enclosure is live.
  struct Enclosure: @unchecked Sendable {
    /// The whole of the memory.
    let memory: UnsafeMutableRawBufferPointer
    /// Where the part begins that can be read and written; the block lies inside.
    let base: UnsafeMutableRawPointer
    /// The bytes that can be read and written.
    let accessibleCount: Int
    /// Whether the memory was mapped, not allocated.
    let isMapped: Bool

    /// The part that can be read and written.
    var accessible: UnsafeMutableRawBufferPointer {
      UnsafeMutableRawBufferPointer(start: base, count: accessibleCount)
    }

    /// Returns the memory to the system.
    func free() {
      if isMapped { munmap(memory.baseAddress, memory.count) } else { memory.deallocate() }
    }
  }
}

extension BufferPool.Block {
  /// A new block of exactly `byteCount` bytes with guards around it.
  init(byteCount: Int, guarding: BufferPool.Guarding) {
    let mapped = guarding == .redZones ? nil : BufferPool.Enclosure(mapping: byteCount)
    let enclosure = mapped ?? BufferPool.Enclosure(allocating: byteCount)
    let accessible = enclosure.accessible
    let start =
      switch (mapped, guarding) {
      case (nil, _): BufferPool.Enclosure.redZone
      case (_, .pageEnd): accessible.count - byteCount
      default: 0
      }
    // `start + byteCount` is at most `accessible.count`, by the two ways to make an enclosure; a
    // block of no bytes may lie behind the last one.
    address = enclosure.base + start
    BufferPool.Enclosure.markUp(accessible)
    memset(address, 0xFF, byteCount)
    self.byteCount = byteCount
    self.enclosure = enclosure
  }

  /// The first byte around the block that is not what it was, if there is one.
  var violation: BufferPool.Violation? {
    guard let enclosure else { return nil }
    let start = address - enclosure.base
    // The byte next to the block tells most: before it the last one, behind it the first one.
    let found =
      enclosure.written(in: 0..<start).last
      ?? enclosure.written(in: start + byteCount..<enclosure.accessibleCount).first
    return found.map { BufferPool.Violation(byteCount: byteCount, offset: $0 - start) }
  }
}

extension BufferPool.Enclosure {
  /// The known bytes on each side of a block, a multiple of the alignment.
  static let redZone = 256

  /// The bytes that are known to lie around a block, again and again: not all the same, so that no
  /// fill goes unseen.
  private static let sentinels = (0..<256).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 0xA5) }

  /// Fills memory with the known bytes.
  static func markUp(_ memory: UnsafeMutableRawBufferPointer) {
    for start in stride(from: 0, to: memory.count, by: sentinels.count) {
      let count = min(sentinels.count, memory.count - start)
      memory[start..<start + count].copyBytes(from: sentinels[..<count])
    }
  }

  /// The bytes of a range that are not what they were.
  func written(in range: Range<Int>) -> [Int] {
    let accessible = accessible
    return Self.sentinels.withUnsafeBufferPointer { sentinels in
      range.filter { accessible[$0] != sentinels[$0 & 0xFF] }
    }
  }

  /// Room for a block between two red zones.
  init(allocating byteCount: Int) {
    accessibleCount = byteCount + 2 * Self.redZone
    base = .allocate(byteCount: accessibleCount, alignment: 64)
    memory = UnsafeMutableRawBufferPointer(start: base, count: accessibleCount)
    isMapped = false
  }

  /// Room for a block between two unreadable pages; `nil` if the system has no more.
  init?(mapping byteCount: Int) {
    let page = max(Int(sysconf(Int32(_SC_PAGESIZE))), 64)
    let inner = max((byteCount + page - 1) / page, 1) * page
    let start = mmap(
      nil, inner + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let start, start != MAP_FAILED else { return nil }
    memory = UnsafeMutableRawBufferPointer(start: start, count: inner + 2 * page)
    guard mprotect(start + page, inner, PROT_READ | PROT_WRITE) == 0 else {
      munmap(start, memory.count)
      return nil
    }
    base = start + page
    accessibleCount = inner
    isMapped = true
  }
}
