public import DLCore
@_exported import HostOperations
import SIMDKernelTable

/// A backend in Swift's own vector types, for several threads.
///
/// Convolutions are direct, without im2col; one pass convolves, pools and rectifies, and its
/// gradient visits only the places that pooling let through. The inner loops are compiled once for
/// each instruction set, and the best that the processor has is chosen when the program runs; the
/// environment variable `DLCORE_SIMD` forces a lower one. Work is cut into pieces that depend on
/// shapes only, and partial sums are added in a fixed order, so any number of threads gives the
/// same bits. Another instruction set may round differently.
public struct SIMDBackend: HostBackend {
  /// "simd".
  public let name = "simd"
  /// The number of threads that work on one operation.
  public let threadCount: Int
  /// Where all memory comes from.
  public let pool: BufferPool
  /// The threads that help the calling one.
  public let workers: Workers
  /// The instruction set that the inner loops are built for.
  public let instructionSet: InstructionSet
  /// The inner loops.
  let kernels: SIMDKernelTable

  /// Creates a backend.
  ///
  /// - Parameters:
  ///   - threadCount: How many threads may work on one operation, at least 1.
  ///   - instructionSet: What the inner loops are built for; one that the processor lacks is
  ///     replaced by the best it has.
  ///   - pool: Where memory comes from; by default a pool of its own.
  public init(
    threadCount: Int, instructionSet: InstructionSet = .chosen, pool: BufferPool = BufferPool()
  ) {
    self.threadCount = max(threadCount, 1)
    self.pool = pool
    workers = Workers(threadCount: threadCount)
    self.instructionSet = min(instructionSet, .best)
    kernels = self.instructionSet.kernels
  }
}
