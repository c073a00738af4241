import SIMDKernelTable

/// Memory that one worker reads and writes, and nobody else at the same time.
final class WorkingSet: @unchecked Sendable {
  private let kernels: PeakKernels
  private let memory: UnsafeMutableRawBufferPointer
  private let scalars: UnsafeMutableBufferPointer<Float>
  /// How often a small set is gone through in one piece of work.
  private let passes: Int

  /// Allocates about `bytes`: twice a whole number of blocks, at least two.
  init(bytes: Int, kernels: PeakKernels) {
    let block = 2 * kernels.blockCount
    let count = max(bytes / 4 / block, 1) * block
    self.kernels = kernels
    memory = .allocate(byteCount: 4 * count, alignment: 64)
    scalars = memory.bindMemory(to: Float.self)
    passes = max((1 << 18) / count, 1)
  }

  deinit { memory.deallocate() }

  /// The bytes of the set.
  var bytes: Int { memory.count }

  /// Writes all of it, so that the system gives memory near the worker that calls.
  func fill() { scalars.initialize(repeating: 1) }

  /// Reads all of it, and returns how many bytes that were.
  func read() -> Double {
    guard let base = scalars.baseAddress else { return 0 }
    // The kernel reads `scalars.count` scalars, a multiple of its block.
    for _ in 0..<passes { _ = kernels.sum(base, scalars.count) }
    return Double(passes * memory.count)
  }

  /// Copies its first half to the second, and returns how many bytes were read and written.
  func copy() -> Double {
    guard let base = scalars.baseAddress else { return 0 }
    let half = scalars.count / 2
    // Each half is a multiple of the kernel's block.
    for _ in 0..<passes { kernels.copy(base, base + half, half, 1) }
    return Double(passes * memory.count)
  }
}
