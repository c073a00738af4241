import BackendBLAS
import DLCore
import Dispatch
import Testing

/// Pooled memory: aligned, recycled, bounded, counted, and safe to use from any thread.
@Suite struct BLASMemoryTests {
  @Test(arguments: [-1, 0, 1, 15, 16, 17, 1000, 4097, 1_000_000]) func roundsSizesUp(count: Int) {
    let pool = BufferPool()
    let buffer = HostBuffer<Float>(count: count, pool: pool)
    #expect(buffer.count == max(count, 0))
    let bytes = max(count, 0) * 4
    let used = pool.statistics.bytesInUse
    #expect(used >= bytes && used <= max(bytes + bytes / 4, bytes + 64))
    let address = buffer.withUnsafePointer { Int(bitPattern: $0) }
    #expect(address % 64 == 0)
    let sum = buffer.withSpan { $0.count }
    #expect(sum == buffer.count)
  }

  @Test func keepsWhatIsWritten() {
    let buffer = HostBuffer<Int32>(count: 100, pool: BufferPool())
    buffer.withMutableSpan { span in
      for index in span.indices { span[index] = Int32(index) }
    }
    let sum = buffer.withSpan { span in span.indices.reduce(0) { $0 + Int(span[$1]) } }
    #expect(sum == 4950)
  }

  @Test func recycles() {
    let pool = BufferPool()
    for _ in 0..<10 {
      let a = HostBuffer<Float>(count: 1000, pool: pool)
      let b = HostBuffer<Float>(count: 1000, pool: pool)
      let addresses = (
        a.withUnsafePointer { Int(bitPattern: $0) }, b.withUnsafePointer { Int(bitPattern: $0) }
      )
      #expect(addresses.0 != addresses.1)
    }
    let statistics = pool.statistics
    #expect(statistics.allocations == 2)
    #expect(statistics.bytesInUse == 0)
    #expect(statistics.bytesKept == statistics.peakBytesInUse)
    #expect(statistics.bytesKept >= 8000)
    pool.releaseKept()
    #expect(pool.statistics.bytesKept == 0)
    _ = HostBuffer<Float>(count: 1000, pool: pool)
    #expect(pool.statistics.allocations == 3)
  }

  @Test func keepsNoMoreThanItsLimit() {
    let pool = BufferPool(keptLimit: 10_000)
    do {
      let buffers = (0..<5).map { _ in HostBuffer<Float>(count: 1024, pool: pool) }
      #expect(buffers.count == 5)
    }
    #expect(pool.statistics.bytesInUse == 0)
    #expect(pool.statistics.bytesKept == 8192)
  }

  @Test func servesManyThreads() {
    let pool = BufferPool()
    let wrong = HostBuffer<Int32>(count: 8, pool: pool)
    wrong.withMutableSpan { span in for index in span.indices { span[index] = 0 } }
    wrong.withUnsafeMutablePointer { wrong in
      // Each iteration writes an element of its own.
      nonisolated(unsafe) let wrong = wrong
      DispatchQueue.concurrentPerform(iterations: 8) { worker in
        for round in 0..<300 {
          let buffer = HostBuffer<Int32>(count: 64 + round % 7 * 40, pool: pool)
          let mark = Int32(worker * 1000 + round)
          buffer.withUnsafeMutablePointer { $0.update(repeating: mark, count: buffer.count) }
          let isIntact = buffer.withSpan { span in span.indices.allSatisfy { span[$0] == mark } }
          if !isIntact { wrong[worker] += 1 }
        }
      }
    }
    let mistakes = wrong.withSpan { span in span.indices.reduce(0) { $0 + span[$1] } }
    #expect(mistakes == 0)
    #expect(pool.statistics.bytesInUse == 64)
  }
}
