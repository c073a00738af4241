import BackendBLAS
import BackendConformance
import BackendNaive
import BackendSIMD
import DLCore
import TestSupport

/// The backends that the suite runs on.
enum TestedBackend: String, CaseIterable, Sendable {
  case naive, naiveDouble, core, coreDouble, blas, coreOfBLAS, simdBaseline, simdAVX2, simdAVX512

  /// Whether it computes in double precision.
  var isDouble: Bool { self == .naiveDouble || self == .coreDouble }

  /// Those that this machine can run: instructions that it lacks are those that it has once more.
  static let here = allCases.filter { $0.instructionSet.map { $0 <= .best } ?? true }

  /// The instruction set of the vector kernels.
  private var instructionSet: InstructionSet? {
    switch self {
    case .simdBaseline: .baseline
    case .simdAVX2: .avx2
    case .simdAVX512: .avx512
    default: nil
    }
  }

  /// What the suite is run under; what is shared with another backend of the list is left to it.
  ///
  /// Unless all is asked for, kernels for lesser instructions are run alone and in guarded memory,
  /// as threads and gradients are those of the set that a program takes here, and the defaults
  /// alone, as they have neither threads nor memory of their own.
  var conditions: [ConformanceCondition] {
    let all = ConformanceCondition.all(threadCounts: [3])
    switch self {
    case .naiveDouble, .coreDouble, .coreOfBLAS:
      return TestSize.isFull ? [.alone, .recording] : [.alone]
    case .core: return TestSize.isFull ? all : [.alone]
    case .simdBaseline, .simdAVX2, .simdAVX512:
      return TestSize.isFull || instructionSet == .best ? all : [.alone, .memory(.pageEnd)]
    case .naive, .blas: return all
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
