import BackendBLAS
import DLCore

extension RandomSource {
  /// Scalars from -2 to 2.
  mutating func blasScalars(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(uniform(from: -2, to: 2)) }
  }
}

extension HostBackend {
  /// All scalars of a storage.
  func array(_ storage: Storage) -> [Float] { scalars(of: storage, count: storage.count) }
}

extension [Float] {
  var bits: [UInt32] { map(\.bitPattern) }
}
