import DLCore
@_exported import HostOperations

#if canImport(Accelerate)
  import Accelerate
#else
  import COpenBLAS
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A backend on a BLAS library: OpenBLAS, or Accelerate where there is one.
///
/// Convolutions are matrix products with patches of the input (im2col), cut into tiles that stay
/// in the cache. Work is cut into pieces that depend on shapes only, and partial sums are added in
/// a fixed order, so any number of threads gives the same bits. The library itself is told to use
/// one thread, for the whole process: the pieces run side by side instead.
public struct BLASBackend: HostBackend {
  /// Single precision.
  public typealias Scalar = Float
  /// Pooled memory on the host, row-major.
  public typealias Storage = HostBuffer<Float>
  /// For each window the position of the winner inside its plane of the input, -1 for none.
  public typealias MaxPoolSelection = HostBuffer<Int32>

  /// "blas".
  public let name = "blas"
  /// The number of threads that work on one operation.
  public let threadCount: Int
  /// Where all memory comes from.
  public let pool: BufferPool
  /// The threads that help the calling one.
  public let workers: Workers

  /// Creates a backend.
  ///
  /// - Parameters:
  ///   - threadCount: How many threads may work on one operation, at least 1; by default one for
  ///     each processor.
  ///   - pool: Where memory comes from; by default a pool of its own.
  public init(threadCount: Int = Workers.processorCount, pool: BufferPool = BufferPool()) {
    self.threadCount = max(threadCount, 1)
    self.pool = pool
    workers = Workers(threadCount: threadCount)
    Self.useOneLibraryThread()
  }

  /// The BLAS library at work: its version and build options, and the processor it has chosen its
  /// kernels for.
  public static var libraryDescription: String {
    #if canImport(Accelerate)
      return "Accelerate"
    #else
      let build = openblas_get_config().map { String(cString: $0) } ?? "OpenBLAS"
      let core = openblas_get_corename().map { String(cString: $0) } ?? "unknown"
      return "\(build.trimmed), kernels for \(core)"
    #endif
  }

  /// Keeps the library from starting threads of its own inside ours.
  private static func useOneLibraryThread() {
    #if !canImport(Accelerate)
      openblas_set_num_threads(1)
    #endif
  }
}

extension String {
  /// Without the spaces at the end.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
