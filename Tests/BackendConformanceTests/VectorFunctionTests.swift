import BackendSIMD
import DLCore
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A function with a vector kernel: what it should be, and how far the kernel may be off.
///
/// The bounds are the largest errors that the kernels' comments state, rounded up.
struct VectorFunction: Sendable, CustomTestStringConvertible {
  let operation: UnaryOperation
  let ulps: Double
  let exact: @Sendable (Double) -> Double

  var testDescription: String { "\(operation)" }

  static let all = [
    VectorFunction(operation: .exponential, ulps: 1) { exp($0) },
    VectorFunction(operation: .logarithm, ulps: 1) { log($0) },
    VectorFunction(operation: .tanh, ulps: 1.5) { tanh($0) },
    VectorFunction(operation: .sigmoid, ulps: 2) {
      $0 < 0 ? exp($0) / (1 + exp($0)) : 1 / (1 + exp(-$0))
    },
    VectorFunction(operation: .errorFunction, ulps: 1.5) { erf($0) },
    VectorFunction(operation: .squareRoot, ulps: 0.5) { $0.squareRoot() },
    VectorFunction(operation: .reciprocal, ulps: 0.5) { 1 / $0 },
  ]
}

/// The vector kernels of elementary functions: errors, special values, and every place alike.
@Suite struct VectorFunctionTests {
  static let sets = InstructionSet.allCases.filter { $0 <= .best }
  static let cases = VectorFunction.all.flatMap { function in sets.map { (function, $0) } }

  /// Arguments all over the range, some with the largest errors found, and the range's ends.
  static let arguments: [Float] =
    stride(from: UInt64(0), to: 1 << 32, by: 40_009)
    .map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }
    + [26.724756, 59.928032, 0.70062137, 0.6991671, -0.6322727, 0.64806896, 16.407635, -1.0819931]
    + [0, 0x1p-149, 0x1p-127, 0x1p-126, 0x1.fffffep127, .infinity, .nan, 88.72284, 103.97208]
    .flatMap { [$0, -$0] }

  @Test(arguments: cases)
  func isWithinItsError(_ function: VectorFunction, _ set: InstructionSet) {
    let strays = Self.strays(Self.arguments, function, set)
    #expect(strays == [], "\(strays.count) arguments are off by more than \(function.ulps) ulp")
  }

  /// All 2³² arguments: minutes for each function, so only when asked for.
  @Test(.enabled(if: getenv("DLCORE_ALL_ARGUMENTS") != nil), arguments: cases)
  func isWithinItsErrorEverywhere(_ function: VectorFunction, _ set: InstructionSet) {
    for upper in UInt32(0)...0xffff {
      let arguments = (UInt32(0)...0xffff).map { Float(bitPattern: upper << 16 | $0) }
      let strays = Self.strays(arguments, function, set)
      #expect(strays == [], "\(strays.count) arguments are off by more than \(function.ulps) ulp")
    }
  }

  @Test(arguments: cases)
  func givesTheSameBitsAtEveryPlace(_ function: VectorFunction, _ set: InstructionSet) {
    let values: [Float] = [-0.0, 0x1.8p-140, .infinity, -2.7182817, .nan, 0.3, 41.5]
    let expected = values.map { Self.apply(function.operation, [$0], set)[0].bitPattern }
    for length in 1...40 {
      let input = (0..<length).map { values[$0 % values.count] }
      let bits = Self.apply(function.operation, input, set).map(\.bitPattern)
      let isSame = bits == (0..<length).map { expected[$0 % values.count] }
      #expect(isSame, "length \(length)")
    }
  }

  @Test(arguments: sets)
  func softmaxKeepsDistantLogits(_ set: InstructionSet) {
    var random = RandomSource(seed: 5)
    for classes in [2, 10, 32, 33, 100] {
      // Near a large number, differences of logits lose digits that the exponential would miss.
      let row = (0..<classes).map { _ in Float(random.uniform(from: -80, to: 0)) + 0.1 }
      let backend = SIMDBackend(threadCount: 1, instructionSet: set)
      let geometry = ReductionGeometry(outer: 1, count: classes, inner: 1)
      let output = backend.array(backend.softmax(backend.makeStorage(row), geometry))
      let largest = Double(row.max() ?? 0)
      let sum = row.reduce(0) { $0 + exp(Double($1) - largest) }
      for (x, y) in zip(row, output) {
        let exact = exp(Double(x) - largest) / sum
        #expect((Double(y) - exact).magnitude <= 3 * Double(Float(exact).ulp), "\(x)")
      }
    }
  }

  /// The arguments for which a kernel is off by more than it may be.
  private static func strays(
    _ arguments: [Float], _ function: VectorFunction, _ set: InstructionSet
  ) -> [Float] {
    zip(arguments, apply(function.operation, arguments, set)).filter { x, y in
      let exact = function.exact(Double(x))
      let nearest = Float(exact)
      if y == nearest && y.sign == nearest.sign || y.isNaN && exact.isNaN { return false }
      return !((Double(y) - exact).magnitude <= function.ulps * Double(nearest.ulp))
    }.map(\.0)
  }

  private static func apply(
    _ operation: UnaryOperation, _ values: [Float], _ set: InstructionSet
  ) -> [Float] {
    let backend = SIMDBackend(threadCount: 1, instructionSet: set)
    return backend.array(
      backend.unary(operation, backend.makeStorage(values), count: values.count))
  }
}
