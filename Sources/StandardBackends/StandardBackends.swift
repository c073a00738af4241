import BackendBLAS
import BackendNaive
import BackendSIMD
public import DLCore

extension BackendRegistry {
  /// The backends of this package, as its tools offer them; a fork adds its own here, with one line.
  public static var standard: BackendRegistry {
    var backends = BackendRegistry()
    backends.register("simd", summary: "vector kernels in Swift on several threads") {
      SIMDBackend(threadCount: $0.threadCount)
    }
    backends.register("blas", summary: "OpenBLAS on several threads") { configuration in
      BLASBackend(threadCount: configuration.threadCount)
    }
    backends.register("naive", summary: "readable loops on one thread; slow") { _ in
      NaiveBackend<Float>()
    }
    return backends
  }

  /// The name that is taken when none is given: the fastest that is there.
  public var defaultName: String {
    ["simd", "blas", "naive"].first(where: names.contains) ?? names.first ?? ""
  }
}
