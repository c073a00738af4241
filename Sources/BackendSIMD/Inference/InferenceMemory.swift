import DLCore

/// A buffer together with its address.
///
/// The memory of a buffer does not move, and lives as long as the buffer, which is held here. It is
/// written before anyone else sees it (`init`), or by the one call that has taken it as a workspace.
struct PinnedBuffer<Scalar: BitwiseCopyable & Sendable>: @unchecked Sendable {
  private let buffer: HostBuffer<Scalar>
  let base: UnsafeMutablePointer<Scalar>

  /// A copy of scalars.
  init(_ scalars: [Scalar], pool: BufferPool) {
    self.init(count: scalars.count, pool: pool) { base in
      // `base` has room for as many; an empty array has no address.
      scalars.withUnsafeBufferPointer { source in
        if let start = source.baseAddress { base.update(from: start, count: source.count) }
      }
    }
  }

  init(count: Int, pool: BufferPool, fill: (UnsafeMutablePointer<Scalar>) -> Void) {
    let buffer = HostBuffer<Scalar>(count: count, pool: pool)
    self.buffer = buffer
    base = buffer.withUnsafeMutablePointer { base in
      fill(base)
      return base
    }
  }
}

/// Workspaces that wait for the next call.
///
/// A new one is all zeros; frames of zeros around inputs stay so, as only what is inside is written.
final class WorkspaceList: Sendable {
  private let count: Int
  private let pool: BufferPool
  private let waiting = Lock<[PinnedBuffer<Float>]>([])

  init(count: Int, pool: BufferPool) {
    self.count = count
    self.pool = pool
  }

  func take() -> PinnedBuffer<Float> {
    if let workspace = waiting.withLock({ $0.popLast() }) { return workspace }
    return PinnedBuffer(count: count, pool: pool) { $0.update(repeating: 0, count: count) }
  }

  func giveBack(_ workspace: PinnedBuffer<Float>) {
    waiting.withLock { $0.append(workspace) }
  }
}
