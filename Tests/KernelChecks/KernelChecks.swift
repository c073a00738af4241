// Checks of one build of the vector kernels, as a program that needs nothing but a C library: also
// for processors that only an emulator and a bare-metal standard library are at hand for.
// Scripts/check-arm64.sh compiles it as Embedded Swift for each instruction set, and runs it.
import SIMDKernelTable

#if KERNELS_AVX512
  import SIMDKernelsAVX512
  private let kernels = avx512Kernels
#elseif KERNELS_AVX2
  import SIMDKernelsAVX2
  private let kernels = avx2Kernels
#else
  import SIMDKernelsBaseline
  private let kernels = baselineKernels
#endif

/// Runs all checks: the largest errors of functions, a line each, then what else was found.
///
/// The only argument is how many bit patterns lie between one argument of a function and the next.
@_cdecl("main")
func main(
  _ count: Int32, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> Int32 {
  let step = count > 1 ? arguments[1].map { Int(parsed($0)) } ?? 0 : 0
  guard step > 0 else {
    print("needs the step from one argument of a function to the next, at least 1")
    return 2
  }
  var checks = Checks(kernels)
  print("kernels \(kernels.name), \(kernels.lanes) lanes")
  checks.functions(step: UInt64(step))
  checks.gradientsOfFunctions()
  checks.products()
  checks.tiles()
  checks.pooledConvolutions()
  checks.sparseGradients()
  checks.movement()
  checks.reductions()
  checks.softmax()
  checks.steps()
  checks.peaks()
  print("checks \(checks.count), failures \(checks.failures)")
  return checks.failures == 0 ? 0 : 1
}

/// Counts what was checked, and tells what failed.
struct Checks {
  let kernels: SIMDKernelTable
  private(set) var count = 0
  private(set) var failures = 0
  var random = SmallNumbers()

  init(_ kernels: SIMDKernelTable) { self.kernels = kernels }

  /// The scalars in a vector.
  var lanes: Int { kernels.lanes }

  /// Counts a check; the first failures are told.
  mutating func expect(_ isRight: Bool, _ what: @autoclosure () -> String) {
    count += 1
    guard !isRight else { return }
    failures += 1
    if failures <= 20 { print("failed: \(what())") }
  }

  /// Expects the same scalars, NaN where NaN is expected, and nothing written around them.
  mutating func expect(
    _ memory: Memory<Float>, _ expected: [Float], _ what: @autoclosure () -> String
  ) {
    let found = memory.elements
    let isRight =
      found.count == expected.count
      && found.indices.allSatisfy {
        found[$0] == expected[$0] || found[$0].isNaN && expected[$0].isNaN
      }
    expect(isRight && memory.hasWholeMargins, what())
  }

  /// Expects the same integers, and nothing written around them.
  mutating func expect(
    _ memory: Memory<Int32>, _ expected: [Int32], _ what: @autoclosure () -> String
  ) {
    expect(memory.elements == expected && memory.hasWholeMargins, what())
  }
}
