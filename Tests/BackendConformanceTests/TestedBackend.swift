import BackendBLAS
import BackendConformance
import BackendNaive
import BackendSIMD
import DLCore

/// The backends that the suite runs on.
enum TestedBackend: String, CaseIterable, Sendable {
  case naive, naiveDouble, core, coreDouble, blas, coreOfBLAS, simdBaseline, simdAVX2, simdAVX512

  /// Whether it computes in double precision.
  var isDouble: Bool { self == .naiveDouble || self == .coreDouble }

  /// What the suite is run under; what is shared with another backend of the list is left to it.
  var conditions: [ConformanceCondition] {
    switch self {
    case .naiveDouble, .coreDouble, .coreOfBLAS: [.alone, .recording]
    default: ConformanceCondition.all(threadCounts: [3])
    }
  }

  /// The backend as a subject.
  var subject: ConformanceSubject {
    ConformanceSubject(rawValue) { configuration in
      let threads = configuration.threadCount
      return switch self {
      case .naive: NaiveBackend<Float>()
      case .naiveDouble: NaiveBackend<Double>()
      case .core: CoreOnly(NaiveBackend<Float>())
      case .coreDouble: CoreOnly(NaiveBackend<Double>())
      case .blas: BLASBackend(threadCount: threads, pool: configuration.pool)
      case .simdBaseline:
        SIMDBackend(threadCount: threads, instructionSet: .baseline, pool: configuration.pool)
      case .simdAVX2:
        SIMDBackend(threadCount: threads, instructionSet: .avx2, pool: configuration.pool)
      case .simdAVX512:
        SIMDBackend(threadCount: threads, instructionSet: .avx512, pool: configuration.pool)
      case .coreOfBLAS: CoreOnly(BLASBackend(threadCount: threads, pool: configuration.pool))
      }
    }
  }
}
