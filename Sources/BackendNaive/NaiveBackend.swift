import DLCore

/// The backend to read: every operation as the plainest loop that is right, on one thread.
///
/// It is the specification that faster backends are compared with, and with `Double` the one that
/// gradients are checked on. Storages are arrays; there are no unsafe pointers.
public struct NaiveBackend<Scalar: BackendScalar>: Backend {
  /// A tensor's scalars in row-major order.
  public typealias Storage = [Scalar]

  /// What people choose it by.
  public let name = "naive"

  /// Creates a backend; all are alike.
  public init() {}
}
