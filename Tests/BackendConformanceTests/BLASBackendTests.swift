import BackendBLAS
import DLCore
import Testing

/// The small operations of the BLAS backend, against formulas and the numeric law.
@Suite struct BLASBackendTests {
  let backend = BLASBackend(threadCount: 2)
  let reference = BLASReference()

  @Test func namesItselfAndItsLibrary() {
    #expect(backend.name == "blas")
    #expect(backend.threadCount == 2)
    #expect(BLASBackend(threadCount: -3).threadCount == 1)
    #expect(BLASBackend().threadCount == BLASBackend.coreCount)
    #expect(!BLASBackend.libraryDescription.isEmpty)
    #expect(!BLASBackend.libraryDescription.contains("\n"))
  }

  @Test(arguments: [0, 1, 7, 40_000]) func keepsScalars(count: Int) {
    let scalars = (0..<count).map { Float($0) - 3 }
    #expect(backend.array(backend.makeStorage(scalars)) == scalars)
    let filled = backend.makeStorage(count: count) { span in
      for index in 0..<count { span[index] = scalars[index] }
    }
    #expect(backend.array(filled) == scalars)
    #expect(backend.array(backend.makeStorage(repeating: 2, count: count)).allSatisfy { $0 == 2 })
  }

  /// Correctly rounded functions, as formulas in single precision.
  static let exact: [(UnaryOperation, @Sendable (Float) -> Float)] = [
    (.negate, { -$0 }), (.absolute, { abs($0) }), (.squareRoot, { $0.squareRoot() }),
    (.sign, { $0.isNaN || $0 == 0 ? $0 : $0 > 0 ? 1 : -1 }), (.reciprocal, { 1 / $0 }),
    (.square, { $0 * $0 }), (.relu, { $0.isNaN ? $0 : $0 > 0 ? $0 : 0 }),
    (.leakyReLU(slope: 0.1), { $0 > 0 ? $0 : Float(0.1) * $0 }),
    (
      .affine(multiplier: 1.1, offset: -0.3),
      {
        let product = Float(1.1) * $0
        return product + Float(-0.3)
      }
    ), (.clamp(lower: -1, upper: 0.75), { $0.isNaN ? $0 : $0 < -1 ? -1 : $0 > 0.75 ? 0.75 : $0 }),
  ]

  @Test(arguments: exact.indices) func roundsCorrectly(index: Int) {
    var random = RandomSource(seed: 1)
    let input = blasSpecials + random.blasScalars(50)
    let (operation, formula) = Self.exact[index]
    let output = backend.unary(operation, backend.makeStorage(input), count: input.count)
    expectSame(backend.array(output), input.map(formula), "\(operation)")
  }

  @Test(arguments: [
    (UnaryOperation.exponential, 2.0), (.logarithm, 2), (.tanh, 3), (.sigmoid, 4),
    (.errorFunction, 3), (.gelu, 16),
  ])
  func staysWithinUlps(operation: UnaryOperation, ulps: Double) {
    var random = RandomSource(seed: 2)
    let input =
      blasSpecials + (0..<3000).map { _ in Float(random.uniform(from: -100, to: 100)) }
      + random.blasScalars(3000)
    let output = backend.unary(operation, backend.makeStorage(input), count: input.count)
    let expected = reference.unary(operation, input.doubles, count: input.count)
    let bounds = zip(input, expected).map { x, y in
      let scale = operation == .gelu ? max(abs(Double(x)), abs(y)) : abs(y)
      let ulp = Float(scale).isFinite ? Float(scale).ulp : 0
      return ulps * Double(ulp)
    }
    // Beyond the largest number the right answer is an infinity.
    expectWithin(
      backend.array(output),
      expected.map { Float($0).isInfinite ? Double(Float($0)) : $0 }, bounds: bounds,
      "\(operation)")
  }

  @Test(arguments: [
    UnaryOperation.negate, .absolute, .sign, .exponential, .logarithm, .squareRoot, .reciprocal,
    .square, .tanh, .sigmoid, .errorFunction, .relu, .leakyReLU(slope: 0.2), .gelu,
    .affine(multiplier: 3, offset: 1), .clamp(lower: -1, upper: 1),
  ])
  func unaryGradientFollowsFormula(operation: UnaryOperation) {
    var random = RandomSource(seed: 3)
    let isPositive = operation == .logarithm || operation == .squareRoot
    let input = random.blasScalars(500).map { isPositive ? abs($0) + 0.1 : $0 } + [1]
    let gradient = random.blasScalars(501)
    let count = input.count
    let output = backend.unary(operation, backend.makeStorage(input), count: count)
    let actual = backend.unaryGradient(
      operation, input: backend.makeStorage(input), output: output,
      gradient: backend.makeStorage(gradient), count: count)
    let exactOutput = reference.unary(operation, input.doubles, count: count)
    let expected = reference.unaryGradient(
      operation, input: input.doubles, output: exactOutput, gradient: gradient.doubles,
      count: count)
    // A few roundings of terms no larger than |g| · max(1, |f′|); 1 - y² cancels.
    let bounds = zip(gradient, expected).map { 16 * blasEpsilon * max(abs(Double($0)), abs($1)) }
    expectWithin(backend.array(actual), expected, bounds: bounds, "\(operation)")
  }

  @Test func unaryGradientStopsWhereNothingPasses() {
    let zero = backend.makeStorage([0, .nan, -1])
    let gradient = backend.makeStorage([.nan, 3, .infinity])
    let actual = backend.unaryGradient(
      .relu, input: zero, output: zero, gradient: gradient, count: 3)
    #expect(backend.array(actual).bits == [0, 0, 0])
  }

  @Test(arguments: BinaryOperation.allCases) func binaryFollowsFormula(
    operation: BinaryOperation
  ) {
    let pairs = blasSpecials.flatMap { a in blasSpecials.map { (a, $0) } }
    let (lhs, rhs) = (pairs.map(\.0), pairs.map(\.1))
    let actual = backend.binary(
      operation, backend.makeStorage(lhs), backend.makeStorage(rhs), count: lhs.count)
    let expected = pairs.map { a, b -> Float in
      switch operation {
      case .add: a + b
      case .subtract: a - b
      case .multiply: a * b
      case .divide: a / b
      case .power: Float.pow(a, b)
      case .maximum: a.isNaN || b.isNaN ? .nan : b > a ? b : a
      case .minimum: a.isNaN || b.isNaN ? .nan : b < a ? b : a
      }
    }
    expectSame(backend.array(actual), expected, "\(operation)")
  }

  @Test(
    arguments: [
      ([3, 4], [3, 4], [3, 4]), ([3, 4], [4], [3, 4]), ([4], [3, 4], [3, 4]),
      ([3, 1], [1, 4], [3, 4]), ([], [2, 3], [2, 3]), ([2, 3], [], [2, 3]), ([], [], []),
      ([2, 1, 3, 1], [4, 1, 5], [2, 4, 3, 5]), ([0, 3], [3], [0, 3]),
      ([200, 300], [300], [200, 300]),
      ([200, 300], [200, 1], [200, 300]), ([50_000], [], [50_000]), ([], [50_000], [50_000]),
    ] as [([Int], [Int], [Int])])
  func broadcasts(lhs: [Int], rhs: [Int], result: [Int]) {
    var random = RandomSource(seed: 4)
    let geometry = BroadcastGeometry(lhs: Shape(lhs), rhs: Shape(rhs), result: Shape(result))
    let (a, b) = (random.blasScalars(geometry.lhsCount), random.blasScalars(geometry.rhsCount))
    let (left, right) = (backend.makeStorage(a), backend.makeStorage(b))
    let expected = reference.binary(.subtract, a.doubles, b.doubles, geometry)
    expectSame(
      backend.array(backend.binary(.subtract, left, right, geometry)), expected.map { Float($0) },
      "subtract \(lhs) \(rhs)")
    for comparison in Comparison.allCases {
      expectSame(
        backend.array(backend.compare(comparison, left, right, geometry)),
        reference.compare(comparison, a.doubles, b.doubles, geometry).map { Float($0) },
        "\(comparison) \(lhs) \(rhs)")
    }
  }

  @Test(arguments: Comparison.allCases) func comparesSpecials(comparison: Comparison) {
    let pairs = blasSpecials.flatMap { a in blasSpecials.map { (a, $0) } }
    let (lhs, rhs) = (pairs.map(\.0), pairs.map(\.1))
    let geometry = BroadcastGeometry(count: lhs.count)
    let actual = backend.compare(
      comparison, backend.makeStorage(lhs), backend.makeStorage(rhs), geometry)
    let expected = reference.compare(comparison, lhs.doubles, rhs.doubles, geometry)
    expectSame(backend.array(actual), expected.map { Float($0) }, "\(comparison)")
  }

  @Test func selectsByMask() {
    let chosen = backend.select(
      mask: backend.makeStorage([1, 0, .nan, -0.0, -2]),
      whenTrue: backend.makeStorage([1, .nan, 3, .nan, 5]),
      whenFalse: backend.makeStorage([.nan, 20, .nan, 40, .nan]), count: 5)
    #expect(backend.array(chosen) == [1, 20, 3, 40, 5])
  }

  static let reductions: [ReductionGeometry] = [
    ReductionGeometry(outer: 1, count: 1, inner: 1),
    ReductionGeometry(outer: 3, count: 5, inner: 1),
    ReductionGeometry(outer: 2, count: 7, inner: 3),
    ReductionGeometry(outer: 1, count: 0, inner: 2),
    ReductionGeometry(outer: 0, count: 3, inner: 2),
    ReductionGeometry(outer: 2, count: 0, inner: 1),
    ReductionGeometry(outer: 1, count: 140_000, inner: 1),
    ReductionGeometry(outer: 2, count: 130, inner: 600),
    ReductionGeometry(outer: 1, count: 3, inner: 0),
  ]

  @Test(arguments: reductions) func reduces(geometry: ReductionGeometry) {
    var random = RandomSource(seed: 5)
    let input = random.blasScalars(geometry.inputCount)
    let storage = backend.makeStorage(input)
    let depth = 2 + Double.log(Double(max(geometry.count, 1))) / Double.log(2)
    let magnitudes = reference.reduce(.sum, input.doubles.magnitudes, geometry)
    for reduction in Reduction.allCases {
      let expected = reference.reduce(reduction, input.doubles, geometry)
      let bounds = magnitudes.map { magnitude in
        switch reduction {
        case .sum: depth * blasEpsilon * magnitude
        case .mean: depth * blasEpsilon * magnitude / Double(max(geometry.count, 1))
        case .maximum, .minimum: 0.0
        }
      }
      expectWithin(
        backend.array(backend.reduce(reduction, storage, geometry)), expected, bounds: bounds,
        "\(reduction) \(geometry)")
    }
    guard geometry.count > 0 else { return }
    for extremum in Extremum.allCases {
      #expect(
        backend.argumentReduce(extremum, storage, geometry)
          == reference.argumentReduce(extremum, input.doubles, geometry))
    }
  }

  @Test func firstOfEqualsAndFirstNaNWin() {
    func check(_ values: [Float], _ maximum: Float, _ place: Int32, minimum: Float, _ low: Int32) {
      // Once as a row, once as a column.
      for (outer, inner) in [(1, 1), (1, 2), (2, 1)] {
        let repeated =
          inner == 2 ? values.flatMap { [$0, $0] } : (0..<outer).flatMap { _ in values }
        let geometry = ReductionGeometry(outer: outer, count: values.count, inner: inner)
        let storage = backend.makeStorage(repeated)
        let copies = outer * inner
        expectSame(
          backend.array(backend.reduce(.maximum, storage, geometry)),
          Array(repeating: maximum, count: copies), "maximum of \(values)")
        expectSame(
          backend.array(backend.reduce(.minimum, storage, geometry)),
          Array(repeating: minimum, count: copies), "minimum of \(values)")
        #expect(
          backend.argumentReduce(.maximum, storage, geometry)
            == Array(repeating: place, count: copies), "\(values)")
        #expect(
          backend.argumentReduce(.minimum, storage, geometry)
            == Array(repeating: low, count: copies), "\(values)")
      }
    }
    check([1, 3, 3, 1], 3, 1, minimum: 1, 0)
    check([-0.0, 0, 0], -0.0, 0, minimum: -0.0, 0)
    check([0, -0.0], 0, 0, minimum: 0, 0)
    check([1, .nan, 9, .nan], .nan, 1, minimum: .nan, 1)
    check([.nan, 1], .nan, 0, minimum: .nan, 0)
    check([-.infinity, -.infinity], -.infinity, 0, minimum: -.infinity, 0)
    check([.infinity, .infinity, .nan], .nan, 2, minimum: .nan, 2)
  }

  @Test(arguments: reductions.filter { $0.count > 0 && $0.count < 1000 })
  func softmaxFollowsFormula(geometry: ReductionGeometry) {
    var random = RandomSource(seed: 6)
    let input = random.blasScalars(geometry.inputCount).map { $0 * 20 }
    let gradient = random.blasScalars(geometry.inputCount)
    let (x, g) = (backend.makeStorage(input), backend.makeStorage(gradient))
    let roundings = 8 + Double(geometry.count)
    let softmax = reference.softmax(input.doubles, geometry)
    expectWithin(
      backend.array(backend.softmax(x, geometry)), softmax,
      bounds: softmax.map {
        roundings * max(blasEpsilon * $0, Double(Float.leastNonzeroMagnitude))
      },
      "softmax")
    let logSoftmax = reference.logSoftmax(input.doubles, geometry)
    let actualLog = backend.logSoftmax(x, geometry)
    expectWithin(
      backend.array(actualLog), logSoftmax,
      bounds: logSoftmax.map { roundings * blasEpsilon * (1 + abs($0)) }, "logSoftmax")

    let total = reference.reduce(.sum, gradient.doubles.magnitudes, geometry)
    let scale = reference.binary(
      .maximum, gradient.doubles.magnitudes, total,
      BroadcastGeometry(
        lhs: [geometry.outer, geometry.count, geometry.inner],
        rhs: [geometry.outer, 1, geometry.inner],
        result: [geometry.outer, geometry.count, geometry.inner]))
    // Fed with the reference's outputs, rounded: then only the gradient's own roundings count.
    let rounded = softmax.map { Float($0) }
    expectWithin(
      backend.array(
        backend.softmaxGradient(output: backend.makeStorage(rounded), gradient: g, geometry)),
      reference.softmaxGradient(output: rounded.doubles, gradient: gradient.doubles, geometry),
      bounds: zip(scale, softmax).map {
        8 * blasEpsilon * $0 * $1 + Double(Float.leastNonzeroMagnitude)
      }, "softmaxGradient")
    let roundedLog = logSoftmax.map { Float($0) }
    expectWithin(
      backend.array(
        backend.logSoftmaxGradient(output: backend.makeStorage(roundedLog), gradient: g, geometry)),
      reference.logSoftmaxGradient(
        output: roundedLog.doubles, gradient: gradient.doubles, geometry),
      bounds: scale.map { 8 * blasEpsilon * $0 }, "logSoftmaxGradient")
  }

  @Test func softmaxOfSpecials() {
    let rows: [[Float]] = [
      [.nan, 1], [1, .nan], [.infinity, 0], [-.infinity, -.infinity], [.infinity, .infinity],
    ]
    for row in rows {
      let geometry = ReductionGeometry(outer: 1, count: 2, inner: 1)
      let softmax = backend.array(backend.softmax(backend.makeStorage(row), geometry))
      #expect(softmax.allSatisfy { $0.isNaN }, "\(row)")
    }
    let large = backend.softmax(
      backend.makeStorage([1000, 0, -.infinity]), ReductionGeometry(outer: 1, count: 3, inner: 1))
    #expect(backend.array(large) == [1, 0, 0])
  }

  @Test(arguments: [0, 0.1]) func crossEntropyFollowsFormula(smoothing: Double) {
    var random = RandomSource(seed: 7)
    let geometry = CrossEntropyGeometry(rows: 33, classes: 10, labelSmoothing: smoothing)
    let logits = random.blasScalars(330).map { $0 * 5 }
    let labels = (0..<33).map { _ in Int32(random.integer(below: 10)) }
    let gradient = random.blasScalars(33)
    let (losses, probabilities) = backend.softmaxCrossEntropy(
      logits: backend.makeStorage(logits), labels: labels, geometry)
    let expected = reference.softmaxCrossEntropy(logits: logits.doubles, labels: labels, geometry)
    expectWithin(
      backend.array(losses), expected.losses,
      bounds: expected.losses.map { 20 * blasEpsilon * (1 + abs($0) + smoothing * 20) }, "losses")
    let softmax = backend.array(backend.softmax(backend.makeStorage(logits), geometry.softmax))
    expectSame(backend.array(probabilities), softmax, "probabilities")
    let slopes = backend.softmaxCrossEntropyGradient(
      probabilities: probabilities, labels: labels, gradient: backend.makeStorage(gradient),
      geometry)
    expectWithin(
      backend.array(slopes),
      reference.softmaxCrossEntropyGradient(
        probabilities: softmax.doubles, labels: labels, gradient: gradient.doubles, geometry),
      bounds: Array(repeating: 4 * blasEpsilon * 2, count: 330), "gradient")
  }
}
