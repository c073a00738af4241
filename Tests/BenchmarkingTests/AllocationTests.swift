import BackendBLAS
import BackendSIMD
import DLCore
import Testing

@testable import Benchmarking

/// After the first step of a training, no memory is asked of the system any more.
///
/// Steps need the same sizes again and again. Unlike times, this can be checked on any machine.
@Suite struct AllocationTests {
  @Test(arguments: [1, 2]) func blasTrainsWithoutAllocating(threads: Int) throws {
    let pool = BufferPool()
    try check(BLASBackend(threadCount: threads, pool: pool), pool)
  }

  @Test(arguments: [1, 2]) func simdTrainsWithoutAllocating(threads: Int) throws {
    let pool = BufferPool()
    try check(SIMDBackend(threadCount: threads, pool: pool), pool)
  }

  private func check(_ backend: some Backend<Float>, _ pool: BufferPool) throws {
    let step = TrainingStep(digits: try DrawnDigits(count: 64), batch: 32)
    let run = try step.prepare(on: backend)
    try run(1)
    let first = pool.statistics
    #expect(first.allocations > 0)
    try run(5)
    let later = pool.statistics
    #expect(later.allocations == first.allocations)
    #expect(later.bytesInUse == first.bytesInUse)
    #expect(later.peakBytesInUse == first.peakBytesInUse)
  }
}
