public import DLCore
@_exported import HostOperations
import SIMDKernelTable

/// A backend in Swift's own vector types, for several threads.
///
/// Convolutions read their input directly, without im2col; one pass convolves, pools and rectifies,
/// and its gradient visits only the places that pooling let through. The inner loops are compiled
/// once for each instruction set, and the best that the processor has is chosen when the program
/// runs; the environment variable `DLCORE_SIMD` forces a lower one. Work is cut into pieces that
/// depend on shapes only, and partial sums are added in a fixed order, so any number of threads
/// gives the same bits. Another instruction set may round differently.
public struct SIMDBackend: HostBackend {
  /// Everything, behind one reference: what computes with a backend carries a copy of it along.
  private let state: State

  /// Creates a backend.
  ///
  /// - Parameters:
  ///   - threadCount: How many threads may work on one operation, at least 1; by default one for
  ///     each processor.
  ///   - instructionSet: What the inner loops are built for; one that the processor lacks is
  ///     replaced by the best it has.
  ///   - pool: Where memory comes from; by default a pool of its own.
  public init(
    threadCount: Int = Workers.processorCount, instructionSet: InstructionSet = .chosen,
    pool: BufferPool = BufferPool()
  ) {
    state = State(
      threadCount: max(threadCount, 1), instructionSet: min(instructionSet, .best), pool: pool)
  }

  /// "simd".
  public var name: String { "simd" }
  /// The number of threads that work on one operation.
  public var threadCount: Int { state.workers.threadCount }
  /// Where all memory comes from.
  public var pool: BufferPool { state.pool }
  /// The threads that help the calling one.
  public var workers: Workers { state.workers }
  /// The instruction set that the inner loops are built for.
  public var instructionSet: InstructionSet { state.instructionSet }
  /// The inner loops.
  var kernels: SIMDKernelTable { state.kernels }
  /// How gradients of pooled convolutions are computed, for the shapes seen last.
  var gradientPlans: GradientPlans { state.gradientPlans }

  private final class State: Sendable {
    let pool: BufferPool
    let workers: Workers
    let instructionSet: InstructionSet
    let kernels: SIMDKernelTable
    let gradientPlans = GradientPlans()

    init(threadCount: Int, instructionSet: InstructionSet, pool: BufferPool) {
      self.pool = pool
      self.instructionSet = instructionSet
      workers = Workers(threadCount: threadCount)
      kernels = instructionSet.kernels
    }
  }
}
