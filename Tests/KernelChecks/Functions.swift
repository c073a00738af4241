import SIMDKernelTable

// The C library in double precision is what functions are measured against.
@_extern(c, "exp") func exactExponential(_ x: Double) -> Double
@_extern(c, "log") func exactLogarithm(_ x: Double) -> Double
@_extern(c, "tanh") func exactTangent(_ x: Double) -> Double
@_extern(c, "erf") func exactErrorFunction(_ x: Double) -> Double
@_extern(c, "atoi") func parsed(_ text: UnsafePointer<CChar>) -> Int32

/// A function with a vector kernel: what it should be, and how far the kernel may be off.
struct MeasuredFunction {
  let name: String
  let kernel: UnaryFunction
  /// The largest error that the kernel's comment states, in hundredths of a unit in the last place.
  let bound: Int
  let exact: (Double) -> Double

  /// The functions, with the errors stated for fused multiply-add, or those for none.
  static func all(isFused: Bool) -> [MeasuredFunction] {
    [
      MeasuredFunction(name: "exp", kernel: .exponential, bound: isFused ? 80 : 81) {
        exactExponential($0)
      },
      MeasuredFunction(name: "log", kernel: .logarithm, bound: isFused ? 87 : 88) {
        exactLogarithm($0)
      },
      MeasuredFunction(name: "tanh", kernel: .hyperbolicTangent, bound: 135) { exactTangent($0) },
      MeasuredFunction(name: "sigmoid", kernel: .logistic, bound: 161) {
        let power = exactExponential(-$0.magnitude)
        return $0 < 0 ? power / (1 + power) : 1 / (1 + power)
      },
      MeasuredFunction(name: "erf", kernel: .errorFunction, bound: isFused ? 110 : 140) {
        exactErrorFunction($0)
      },
      MeasuredFunction(name: "gelu", kernel: .gelu, bound: 152) {
        $0 / 2 * (1 + exactErrorFunction($0 * 0.5.squareRoot()))
      },
      MeasuredFunction(name: "sqrt", kernel: .squareRoot, bound: 50) { $0.squareRoot() },
      MeasuredFunction(name: "reciprocal", kernel: .reciprocal, bound: 50) { 1 / $0 },
    ]
  }

  /// How far a result is off, in units of the last place of the nearest scalar; of the argument, if
  /// that is larger, for what is scaled by its argument.
  func error(_ result: Float, at x: Float) -> Double {
    let exact = exact(Double(x))
    let nearest = Float(exact)
    if exact.isNaN || nearest.isInfinite {
      return result == nearest || result.isNaN && exact.isNaN ? 0 : .infinity
    }
    if nearest == 0 && result.sign != nearest.sign { return .infinity }
    let unit = kernel == .gelu && x.magnitude > nearest.magnitude ? x.ulp : nearest.ulp
    let error = (Double(result) - exact).magnitude / Double(unit)
    return error.isNaN ? .infinity : error
  }
}

extension Checks {
  /// Measures each function all over its range, and checks that a value's place does not matter.
  mutating func functions(step: UInt64) {
    checkRounding()
    for function in MeasuredFunction.all(isFused: fuses) {
      measure(function, step: step)
      checkPlaces(function)
    }
  }

  /// Whether this build should multiply and add in one rounding.
  private var fuses: Bool {
    #if arch(arm64) || KERNELS_AVX2 || KERNELS_AVX512
      return true
    #else
      return false
    #endif
  }

  /// The square of 1 + 2⁻²³ less what it is rounded to: 0 unless product and sum are rounded once.
  private mutating func checkRounding() {
    let scales = Memory<Float>([1, 0x1.000002p0])
    let rows = Memory<Float>([-0x1.000004p0, 0x1.000002p0])
    let output = Memory<Float>(count: 1)
    kernels.scaledRows(
      ScaledRowsArguments(
        count: 2, columns: 1, scales: scales.source, rows: rows.source, rowStride: 1,
        output: output.pointer))
    expect(output, [fuses ? 0x1p-46 : 0], "products and sums are not rounded as they should be")
  }

  private mutating func measure(_ function: MeasuredFunction, step: UInt64) {
    var largest = 0.0
    var place = Float(0)
    var bits = Fingerprint()
    forEachArgument(step: step) { arguments in
      let results = apply(function.kernel, arguments)
      for (x, y) in zip(arguments, results) {
        bits.add(y)
        let error = function.error(y, at: x)
        if error > largest { (largest, place) = (error, x) }
      }
    }
    let hundredths = largest < 1_000 ? Int((100 * largest).rounded(.up)) : 100_000
    print("error \(function.name) \(decimal(function.bound)) \(decimal(hundredths)) \(bits.value)")
    expect(
      hundredths <= function.bound,
      "\(function.name) of the scalar with bits \(place.bitPattern)")
  }

  /// Arguments all over the range in blocks; then some with the largest errors, and the range's ends.
  private func forEachArgument(step: UInt64, _ body: ([Float]) -> Void) {
    for first in stride(from: UInt64(0), to: 1 << 32, by: Int(4_096 * step)) {
      let block = stride(from: first, to: min(first + 4_096 * step, 1 << 32), by: Int(step))
      body(block.map { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) })
    }
    body([26.724756, 59.928032, 0.70062137, 0.6991671, -0.6322727, 0.64806896, 16.407635])
    body([Float(bitPattern: 1_065_256_855)])
    let ends: [Float] = [
      0, 0x1p-149, 0x1p-127, 0x1p-126, 0x1.fffffep127, .infinity, .nan, 88.72284, 103.97208,
      1.0819931,
    ]
    body(ends.flatMap { [$0, -$0] })
  }

  private mutating func checkPlaces(_ function: MeasuredFunction) {
    let values: [Float] = [-0.0, 0x1.8p-140, .infinity, -2.7182817, .nan, 0.3, 41.5]
    let alone = values.map { apply(function.kernel, [$0])[0] }
    for length in 1...5 * lanes {
      let input = Memory((0..<length).map { values[$0 % values.count] })
      let output = Memory<Float>(count: length)
      apply(function.kernel, input, output)
      expect(
        output, (0..<length).map { alone[$0 % values.count] },
        "\(function.name) gives another value in a row of \(length)")
    }
  }

  private func apply(_ function: UnaryFunction, _ arguments: [Float]) -> [Float] {
    let output = Memory<Float>(count: arguments.count)
    apply(function, Memory(arguments), output)
    return output.elements
  }

  private func apply(_ function: UnaryFunction, _ input: Memory<Float>, _ output: Memory<Float>) {
    kernels.functions.unary(
      UnaryArguments(
        function: function, source: input.source, target: output.pointer, count: input.count))
  }

  /// Derivatives of two functions times a gradient, against the same in double precision.
  mutating func gradientsOfFunctions() {
    let arguments = stride(from: Float(-6), through: 6, by: 0x1p-7).map { $0 }
    let cases: [(UnaryGradientFunction, (Double) -> Double)] = [
      (.errorFunction, { 2 / Double.pi.squareRoot() * exactExponential(-$0 * $0) }),
      (
        .gelu,
        {
          0.5 * (1 + exactErrorFunction($0 * 0.5.squareRoot()))
            + $0 * exactExponential(-$0 * $0 / 2) / (2 * Double.pi).squareRoot()
        }
      ),
    ]
    for (function, exact) in cases {
      let output = Memory<Float>(count: arguments.count)
      let (input, gradient) = (Memory(arguments), Memory(random.scalars(arguments.count)))
      kernels.functions.unaryGradient(
        UnaryGradientArguments(
          function: function, input: input.source, gradient: gradient.source,
          result: output.pointer, count: arguments.count))
      for (index, x) in arguments.enumerated() {
        let g = Double(gradient.source[index])
        let error = (Double(output.source[index]) - g * exact(Double(x))).magnitude
        expect(error <= 4 * g.magnitude * 0x1p-23, "a function's gradient at place \(index)")
      }
      expect(output.hasWholeMargins, "a function's gradient is written beside its place")
    }
  }
}

/// A number for all bits of many results, with one NaN for all, as processors have their own.
struct Fingerprint {
  private(set) var value: UInt32 = 2_166_136_261

  mutating func add(_ x: Float) {
    // Fowler, Noll and Vo's hash, a word at a time.
    value = (value ^ (x.isNaN ? 0x7fc0_0000 : x.bitPattern)) &* 16_777_619
  }
}

/// Hundredths as a decimal number.
func decimal(_ hundredths: Int) -> String {
  let rest = hundredths % 100
  return "\(hundredths / 100).\(rest / 10)\(rest % 10)"
}
