import BackendNaive
import BackendSIMD
import DLCore

/// The backends that the suites run on, by name: suites cannot be generic, their arguments can.
enum TestedBackend: String, CaseIterable, Sendable {
  case naiveFloat
  case naiveDouble
  case minimalFloat
  case minimalDouble
  case simdBaseline
  case simdAVX2
  case simdAVX512

  /// The backend.
  var instance: any Backend {
    switch self {
    case .naiveFloat: NaiveBackend<Float>()
    case .naiveDouble: NaiveBackend<Double>()
    case .minimalFloat: MinimalBackend<Float>()
    case .minimalDouble: MinimalBackend<Double>()
    case .simdBaseline: SIMDBackend(threadCount: 2, instructionSet: .baseline)
    case .simdAVX2: SIMDBackend(threadCount: 2, instructionSet: .avx2)
    case .simdAVX512: SIMDBackend(threadCount: 2, instructionSet: .avx512)
    }
  }
}

/// The backends of double precision, which gradients are checked on by differences.
enum DoubleBackend: String, CaseIterable, Sendable {
  case naive
  case minimal

  /// The backend.
  var instance: any Backend<Double> {
    switch self {
    case .naive: NaiveBackend<Double>()
    case .minimal: MinimalBackend<Double>()
    }
  }
}
