import BackendNaive
import DLCore

extension BackendRegistry {
  /// The backends of this tool; a fork adds its own here, with one line.
  static let standard: BackendRegistry = {
    var backends = BackendRegistry()
    backends.register("naive", summary: "readable loops on one thread; slow") { _ in
      NaiveBackend<Float>()
    }
    return backends
  }()

  /// The name that is taken when none is given: the fastest that is there.
  var defaultName: String {
    ["simd", "blas", "naive"].first(where: names.contains) ?? names.first ?? ""
  }
}
