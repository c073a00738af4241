import DLCore
import HostOperations
import SIMDKernelTable

/// Convolutions with pooling, then fully connected layers, ready to be run on raw memory.
///
/// All weights lie packed in one buffer, all offsets in another; a workspace holds the values
/// between layers of up to `chunkLimit` examples. Workspaces are kept for the next call, as many as
/// there were calls at once.
final class CompiledInference: PreparedInference {
  typealias Scalar = Float
  typealias Storage = HostBuffer<Float>

  /// The most examples whose values are in a workspace at once: whole tiles of fully connected
  /// layers, few enough for the first cache.
  static let chunkLimit = 12

  private let backend: SIMDBackend
  private let layout: InferenceLayout
  private let constants: PinnedBuffer<Float>
  private let tables: PinnedBuffer<Int>
  private let workspaces: WorkspaceList

  init(_ steps: [InferenceStep<HostBuffer<Float>>], on backend: SIMDBackend) {
    var builder = InferenceLayoutBuilder(backend.kernels)
    builder.add(steps)
    self.backend = backend
    layout = builder.layout
    constants = PinnedBuffer(builder.constants, pool: backend.pool)
    tables = PinnedBuffer(builder.tables, pool: backend.pool)
    workspaces = WorkspaceList(count: builder.layout.workspaceCount, pool: backend.pool)
  }

  func run(_ input: Storage, count: Int) throws(TensorError) -> Storage {
    backend.make(count * layout.resultCount) { results in
      input.withUnsafePointer { run($0, count: count, into: results) }
    }
  }

  func run(
    _ input: Span<Float>, count: Int, into results: inout MutableSpan<Float>
  ) throws(TensorError) {
    input.withUnsafeBufferPointer { input in
      results.withUnsafeMutableBufferPointer { results in
        // Both have the scalars of `count` examples; without any there is nothing to do.
        guard let input = input.baseAddress, let results = results.baseAddress else { return }
        run(input, count: count, into: results)
      }
    }
  }

  /// Reads `count` examples and writes as many results.
  private func run(
    _ input: UnsafePointer<Float>, count: Int, into results: UnsafeMutablePointer<Float>
  ) {
    let size = chunkSize(count)
    guard size < count else { return runChunk(input, 0..<count, into: results) }
    let work = layout.work.multipliedReportingOverflow(by: count)
    backend.forEachPiece(
      (count + size - 1) / size, work: work.overflow ? .max : work.partialValue
    ) { piece in
      runChunk(input, piece * size..<min((piece + 1) * size, count), into: results)
    }
  }

  /// How many examples are computed at once: fewer where every thread would gain from a share.
  private func chunkSize(_ count: Int) -> Int {
    let share = (count + backend.threadCount - 1) / backend.threadCount
    let isWorthThreads =
      share < Self.chunkLimit && share * layout.work >= 4 * SIMDBackend.serialLimit
    return isWorthThreads ? share : Self.chunkLimit
  }

  private func runChunk(
    _ input: UnsafePointer<Float>, _ examples: Range<Int>,
    into results: UnsafeMutablePointer<Float>
  ) {
    guard !examples.isEmpty else { return }
    let workspace = workspaces.take()
    let run = InferenceRun(
      layout: layout, kernels: backend.kernels.layers, constants: UnsafePointer(constants.base),
      tables: UnsafePointer(tables.base), workspace: workspace.base)
    run(
      input + examples.lowerBound * layout.exampleCount, examples.count,
      into: results + examples.lowerBound * layout.resultCount)
    workspaces.giveBack(workspace)
  }
}
