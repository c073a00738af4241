import DLCore
import Testing

/// Pools that guard their memory, without which the suite's memory checks would prove nothing.
@Suite struct GuardedMemoryTests {
  static let guards = BufferPool.Guarding.allCases.filter { $0 != .none }

  @Test(arguments: guards, [0, 1, 3, 16, 17, 1024, 5000])
  func cleanBuffersReportNothing(_ guarding: BufferPool.Guarding, _ count: Int) {
    let pool = BufferPool(guarding: guarding)
    do {
      let buffer = HostBuffer<Float>(count: count, pool: pool)
      buffer.withUnsafeMutablePointer { $0.update(repeating: 1, count: count) }
      #expect(pool.takeViolations() == [])
      let isKept = buffer.withSpan { span in span.indices.allSatisfy { span[$0] == 1 } }
      #expect(isKept)
    }
    #expect(pool.takeViolations() == [])
    #expect(pool.statistics.bytesInUse == 0)
    #expect(pool.statistics.bytesKept == 0)
  }

  @Test(arguments: guards) func freshMemoryIsNaN(_ guarding: BufferPool.Guarding) {
    let pool = BufferPool(guarding: guarding)
    let buffer = HostBuffer<Float>(count: 33, pool: pool)
    let isNaN = buffer.withSpan { span in span.indices.allSatisfy { span[$0].isNaN } }
    #expect(isNaN)
  }

  /// One write outside: where it was is told, once.
  @Test(arguments: [
    (BufferPool.Guarding.redZones, 17), (.redZones, -1), (.pageEnd, -1), (.pageStart, 17),
  ])
  func writesOutsideAreFound(_ guarding: BufferPool.Guarding, _ index: Int) {
    let pool = BufferPool(guarding: guarding)
    do {
      let buffer = HostBuffer<Float>(count: 17, pool: pool)
      buffer.withUnsafeMutablePointer { $0[index] = 1 }
      #expect(pool.takeViolations().map(\.byteCount) == [68])
    }
    let violations = pool.takeViolations()
    #expect(violations.count == 1)
    #expect(violations.first?.byteCount == 68)
    let offset = violations.first?.offset ?? 0
    let written = (4 * index)..<(4 * index + 4)
    #expect(written.contains(offset))
    #expect(pool.takeViolations() == [])
  }

  @Test func buffersEndWithTheirPages() {
    let pool = BufferPool(guarding: .pageEnd)
    let buffer = HostBuffer<Float>(count: 17, pool: pool)
    let end = buffer.withUnsafePointer { UInt(bitPattern: $0 + 17) }
    #expect(end % 4096 == 0)
  }

  #if os(Linux)
    @Test func readingBehindAPageKills() async {
      await #expect(processExitsWith: .signal(11)) {
        let buffer = HostBuffer<Float>(count: 17, pool: BufferPool(guarding: .pageEnd))
        let value = buffer.withUnsafePointer { $0[17] }
        print(value)
      }
    }

    @Test func readingBeforeAPageKills() async {
      await #expect(processExitsWith: .signal(11)) {
        let buffer = HostBuffer<Float>(count: 17, pool: BufferPool(guarding: .pageStart))
        let value = buffer.withUnsafePointer { $0[-1] }
        print(value)
      }
    }
  #endif
}
