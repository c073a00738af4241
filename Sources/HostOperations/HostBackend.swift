public import DLCore

/// A backend of single precision whose tensors lie in the host's memory.
///
/// Everything but products and convolutions is implemented here, once, in loops that the compiler
/// vectorises, cut into pieces for several threads. A backend conforms, adds what it is there for,
/// and overrides what it does better. Pieces depend on shapes only, so any number of threads gives
/// the same bits.
public protocol HostBackend: Backend
where Scalar == Float, Storage == HostBuffer<Float>, MaxPoolSelection == HostBuffer<Int32> {
  /// Where all memory comes from.
  var pool: BufferPool { get }
  /// The threads that help the calling one.
  var workers: Workers { get }
}
