import BackendBLAS
import BackendSIMD
import Benchmarking
import DLCore
import Testing

/// What a training asks of the system: unlike times, this can be checked on any machine.
@Suite struct AllocationTests {
  /// Steps need the same sizes again and again.
  ///
  /// The optimizer's moments come at the end of the first step, into what it leaves, so nothing is
  /// allocated any more after the second.
  @Test(arguments: MeasuredBackend.allCases)
  func trainsWithoutAllocating(backend: MeasuredBackend) throws {
    let (before, after) = try statistics(backend, threads: 1)
    #expect(before.allocations > 0)
    #expect(after.allocations == before.allocations)
    #expect(after.peakBytesInUse == before.peakBytesInUse)
  }

  /// With several threads, chance decides how many pieces of work are under way at once; but what
  /// is held between steps is always the same.
  @Test(arguments: MeasuredBackend.allCases, [1, 2, 3])
  func holdsTheSameMemoryAfterEachStep(backend: MeasuredBackend, threads: Int) throws {
    let (before, after) = try statistics(backend, threads: threads)
    #expect(before.bytesInUse > 0)
    #expect(after.bytesInUse == before.bytesInUse)
  }

  /// The statistics after two steps, and after seven.
  private func statistics(
    _ backend: MeasuredBackend, threads: Int
  ) throws -> (before: BufferPool.Statistics, after: BufferPool.Statistics) {
    let pool = BufferPool()
    let step = TrainingStep(digits: try DrawnDigits(count: 64), batch: 32)
    let run = try step.prepare(on: backend.make(threads: threads, pool: pool))
    try run(2)
    let before = pool.statistics
    try run(5)
    return (before, pool.statistics)
  }
}

/// The backends whose memory comes from a pool.
enum MeasuredBackend: CaseIterable {
  case blas
  case simd

  func make(threads: Int, pool: BufferPool) -> any Backend<Float> {
    switch self {
    case .blas: BLASBackend(threadCount: threads, pool: pool)
    case .simd: SIMDBackend(threadCount: threads, pool: pool)
    }
  }
}
