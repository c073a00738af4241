import CCPUFeatures
import SIMDKernelTable
import SIMDKernelsBaseline

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
#if arch(x86_64)
  import SIMDKernelsAVX2
  import SIMDKernelsAVX512
#endif

/// What the inner loops can be built for, from the least to the most.
public enum InstructionSet: String, CaseIterable, Comparable, Sendable {
  /// What every processor of the architecture has: SSE2, or NEON.
  case baseline
  /// 256-bit vectors with fused multiply-add.
  case avx2
  /// 512-bit vectors.
  case avx512

  /// The most that this processor has.
  public static var best: InstructionSet {
    if dlcore_cpu_has_avx512() != 0 { return .avx512 }
    if dlcore_cpu_has_avx2_fma() != 0 { return .avx2 }
    return .baseline
  }

  /// What `DLCORE_SIMD` names, if this processor has it; else the best.
  public static var chosen: InstructionSet {
    min(wanted.flatMap(InstructionSet.init(rawValue:)) ?? .best, .best)
  }

  /// What is wrong with `DLCORE_SIMD`, in one line for a program to show; `nil` if nothing is.
  public static var problem: String? {
    guard let wanted, !wanted.isEmpty, InstructionSet(rawValue: wanted) == nil else { return nil }
    let known = allCases.map(\.rawValue).joined(separator: ", ")
    return "DLCORE_SIMD must be one of \(known), but is '\(wanted)'"
  }

  private static var wanted: String? { getenv("DLCORE_SIMD").map { String(cString: $0) } }

  /// What its vectors are called: as the case, but on 64-bit ARM the least ones are "neon".
  public var name: String { kernels.name }

  /// Whether one set has less than another.
  public static func < (lhs: InstructionSet, rhs: InstructionSet) -> Bool {
    lhs.order < rhs.order
  }

  private var order: Int {
    switch self {
    case .baseline: 0
    case .avx2: 1
    case .avx512: 2
    }
  }

  /// The inner loops as built for this set.
  package var kernels: SIMDKernelTable {
    #if arch(x86_64)
      switch self {
      case .baseline: baselineKernels
      case .avx2: avx2Kernels
      case .avx512: avx512Kernels
      }
    #else
      baselineKernels
    #endif
  }
}
