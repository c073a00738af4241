import BackendBLAS
import DLCore
import Testing

/// One convolution to check.
struct BLASConvolutionCase: CustomTestStringConvertible, Sendable {
  var input: Shape
  var weights: Shape
  var parameters = Convolution2DParameters()

  var testDescription: String { "\(input) \(weights) \(parameters)" }

  func geometry() throws -> Convolution2DGeometry {
    try Convolution2DGeometry(input: input, weights: weights, parameters: parameters)
  }
}

/// Convolutions, pooling and matrix products of the BLAS backend, against doubles.
@Suite struct BLASConvolutionTests {
  let backend = BLASBackend(threadCount: 2)
  let reference = BLASReference()

  static let convolutions: [BLASConvolutionCase] = [
    BLASConvolutionCase(input: [1, 1, 5, 5], weights: [2, 1, 3, 3]),
    BLASConvolutionCase(
      input: [3, 1, 12, 12], weights: [6, 1, 5, 5], parameters: .init(padding: 2)),
    BLASConvolutionCase(input: [17, 3, 7, 6], weights: [4, 3, 3, 2]),
    BLASConvolutionCase(
      input: [67, 2, 6, 6], weights: [3, 2, 3, 3], parameters: .init(padding: 1)),
    BLASConvolutionCase(
      input: [18, 2, 9, 8], weights: [4, 2, 3, 3],
      parameters: .init(
        stride: Size2D(height: 2, width: 3),
        padding: Padding2D(top: 2, left: 0, bottom: 1, right: 3),
        dilation: Size2D(height: 2, width: 1))),
    BLASConvolutionCase(
      input: [5, 4, 8, 9], weights: [6, 2, 3, 3],
      parameters: .init(stride: 2, padding: 3, dilation: 2, groups: 2)),
    BLASConvolutionCase(
      input: [20, 6, 5, 5], weights: [6, 1, 3, 3], parameters: .init(padding: 1, groups: 6)),
    BLASConvolutionCase(input: [4, 5, 6, 7], weights: [3, 5, 1, 1]),
    BLASConvolutionCase(
      input: [4, 6, 5, 5], weights: [4, 3, 1, 1], parameters: .init(groups: 2)),
    BLASConvolutionCase(
      input: [2, 3, 6, 6], weights: [4, 3, 1, 1], parameters: .init(stride: 2)),
    BLASConvolutionCase(
      input: [2, 2, 4, 4], weights: [2, 2, 3, 3], parameters: .init(padding: 9, dilation: 4)),
    BLASConvolutionCase(input: [2, 2, 3, 90], weights: [3, 2, 2, 3]),
    BLASConvolutionCase(input: [2, 40, 3, 120], weights: [2, 40, 3, 19]),
    BLASConvolutionCase(input: [0, 2, 5, 5], weights: [3, 2, 3, 3]),
    BLASConvolutionCase(input: [2, 0, 5, 5], weights: [3, 0, 3, 3]),
    BLASConvolutionCase(input: [2, 2, 5, 5], weights: [0, 2, 3, 3]),
    BLASConvolutionCase(
      input: [2, 1, 1, 1], weights: [1, 1, 1, 1],
      parameters: .init(stride: Size2D(1 << 24), padding: Padding2D(integerLiteral: 1 << 24))),
  ]

  @Test(arguments: convolutions) func convolves(example: BLASConvolutionCase) throws {
    let geometry = try example.geometry()
    var random = RandomSource(seed: 10)
    let input = random.blasScalars(geometry.inputShape.count)
    let weights = random.blasScalars(geometry.weightShape.count)
    let bias = random.blasScalars(geometry.outputChannels)
    backend.poison()
    for bias in [bias, nil] {
      let actual = backend.convolution2D(
        backend.makeStorage(input), weights: backend.makeStorage(weights),
        bias: bias.map { backend.makeStorage($0) }, geometry)
      let magnitudes = reference.convolution2D(
        input.doubles.magnitudes, weights: weights.doubles.magnitudes,
        bias: bias?.doubles.magnitudes, geometry)
      let roundings = Double(geometry.patchCount + 1) * blasEpsilon
      expectWithin(
        backend.array(actual),
        reference.convolution2D(
          input.doubles, weights: weights.doubles, bias: bias?.doubles, geometry),
        bounds: magnitudes.map { roundings * $0 }, "\(geometry)")
    }
  }

  @Test(arguments: convolutions) func differentiatesConvolutions(
    example: BLASConvolutionCase
  ) throws {
    let geometry = try example.geometry()
    var random = RandomSource(seed: 11)
    let input = random.blasScalars(geometry.inputShape.count)
    let weights = random.blasScalars(geometry.weightShape.count)
    let gradient = random.blasScalars(geometry.outputShape.count)
    let (x, w, g) = (
      backend.makeStorage(input), backend.makeStorage(weights), backend.makeStorage(gradient)
    )
    backend.poison()
    func roundings(_ terms: Int) -> Double { Double(terms) * blasEpsilon }

    let windowSize = geometry.kernel.height * geometry.kernel.width
    expectWithin(
      backend.array(backend.convolution2DInputGradient(weights: w, gradient: g, geometry)),
      reference.convolution2DInputGradient(
        weights: weights.doubles, gradient: gradient.doubles, geometry),
      bounds: reference.convolution2DInputGradient(
        weights: weights.doubles.magnitudes, gradient: gradient.doubles.magnitudes, geometry
      ).map { roundings(geometry.outputChannelsPerGroup * windowSize) * $0 }, "input \(geometry)")
    expectWithin(
      backend.array(backend.convolution2DWeightGradient(input: x, gradient: g, geometry)),
      reference.convolution2DWeightGradient(
        input: input.doubles, gradient: gradient.doubles, geometry),
      bounds: reference.convolution2DWeightGradient(
        input: input.doubles.magnitudes, gradient: gradient.doubles.magnitudes, geometry
      ).map { roundings(geometry.batch * geometry.outputPositions) * $0 }, "weights \(geometry)")
    let depth = 2 + Double.log(Double(max(geometry.batch * geometry.outputPositions, 1)))
    expectWithin(
      backend.array(backend.convolution2DBiasGradient(gradient: g, geometry)),
      reference.convolution2DBiasGradient(gradient: gradient.doubles, geometry),
      bounds: reference.convolution2DBiasGradient(gradient: gradient.doubles.magnitudes, geometry)
        .map { depth * blasEpsilon * $0 }, "bias \(geometry)")
  }

  static let fusions: [(BLASConvolutionCase, Pool2DParameters)] = [
    (convolutions[1], .init(window: 2)), (convolutions[2], .init(window: 2)),
    (convolutions[3], .init(window: 3)),
    (convolutions[3], .init(window: Size2D(height: 1, width: 2))),
    (convolutions[3], .init(window: 3, stride: 2, padding: 1)),
    (convolutions[3], .init(window: 4, ceilMode: true)),
    (convolutions[6], .init(window: 2)), (convolutions[7], .init(window: 2)),
    (convolutions[11], .init(window: 2)), (convolutions[12], .init(window: 1)),
    (convolutions[13], .init(window: 2)), (convolutions[14], .init(window: 2)),
  ]

  /// With small whole numbers everything is exact, ties included.
  @Test(arguments: fusions.indices) func fusesConvolutionAndPooling(index: Int) throws {
    let (example, parameters) = Self.fusions[index]
    let geometry = try example.geometry()
    let pool = try Pool2DGeometry(
      input: geometry.outputShape, parameters: parameters, operation: "maxPool2D")
    var random = RandomSource(seed: 12)
    let input = random.blasIntegers(geometry.inputShape.count)
    let weights = random.blasIntegers(geometry.weightShape.count)
    let gradient = random.blasIntegers(pool.outputShape.count)
    let (x, w, g) = (
      backend.makeStorage(input), backend.makeStorage(weights), backend.makeStorage(gradient)
    )
    for bias in [random.blasIntegers(geometry.outputChannels), nil] {
      backend.poison()
      let (output, selection) = backend.convolution2DReLUMaxPool2D(
        x, weights: w, bias: bias.map { backend.makeStorage($0) }, geometry, pool: pool)
      let expected = reference.convolution2DReLUMaxPool2D(
        input.doubles, weights: weights.doubles, bias: bias?.doubles, geometry, pool: pool)
      expectSame(backend.array(output), expected.output.map { Float($0) }, "output \(geometry)")
      for wantsInput in [true, false] {
        let actual = backend.convolution2DReLUMaxPool2DGradients(
          input: x, weights: w, output: output, selection: selection, gradient: g, geometry,
          pool: pool, wantsInput: wantsInput, hasBias: bias != nil)
        let right = reference.convolution2DReLUMaxPool2DGradients(
          input: input.doubles, weights: weights.doubles, output: expected.output,
          selection: expected.selection, gradient: gradient.doubles, geometry, pool: pool,
          wantsInput: wantsInput, hasBias: bias != nil)
        func expectEqual(_ actual: BLASBackend.Storage?, _ expected: [Double]?, _ what: String) {
          #expect((actual == nil) == (expected == nil))
          guard let actual, let expected else { return }
          expectWithin(
            backend.array(actual), expected, bounds: expected.map { _ in 0 },
            "\(what) \(geometry)")
        }
        expectEqual(actual.input, right.input, "input")
        expectEqual(actual.weights, right.weights, "weights")
        expectEqual(actual.bias, right.bias, "bias")
      }
    }
  }

  @Test func fusedPoolingKeepsNaN() throws {
    // The padding keeps this from being taken for a plain product of pictures.
    let geometry = try Convolution2DGeometry(
      input: [18, 1, 4, 4], weights: [1, 1, 1, 1],
      parameters: .init(padding: Padding2D(top: 0, left: 0, bottom: 1, right: 1)))
    let pool = try Pool2DGeometry(
      input: geometry.outputShape, parameters: .init(window: 2), operation: "maxPool2D")
    for place in [0, 1, 4, 5] {
      var input = (0..<288).map { Float($0 % 7) }
      for picture in 0..<18 { input[picture * 16 + place] = .nan }
      let (output, _) = backend.convolution2DReLUMaxPool2D(
        backend.makeStorage(input), weights: backend.makeStorage([1]), bias: nil, geometry,
        pool: pool)
      let pooled = backend.array(output)
      let isRight = (0..<18).allSatisfy { pooled[$0 * 4].isNaN && !pooled[$0 * 4 + 1].isNaN }
      #expect(isRight)
    }
  }

  static let pools: [(Shape, Pool2DParameters)] = [
    ([2, 3, 6, 8], .init(window: 2)), ([1, 2, 7, 7], .init(window: 3, stride: 2, padding: 1)),
    ([2, 1, 5, 6], .init(window: 2, ceilMode: true)),
    ([2, 1, 5, 6], .init(window: 3, stride: 2, padding: 1, ceilMode: true, countsPadding: true)),
    ([1, 2, 9, 9], .init(window: 3, stride: 1, dilation: 2)),
    ([1, 1, 4, 4], .init(window: 2, stride: 3, padding: 5, countsPadding: true)),
    ([1, 1, 4, 4], .init(window: 2, stride: 3, padding: 5)),
    (
      [1, 2, 5, 7],
      .init(
        window: Size2D(height: 3, width: 2), stride: Size2D(height: 1, width: 2),
        padding: Padding2D(top: 2, left: 0, bottom: 1, right: 1),
        dilation: Size2D(height: 1, width: 3), ceilMode: true, countsPadding: true)
    ), ([0, 2, 4, 4], .init(window: 2)), ([40, 3, 20, 20], .init(window: 2)),
  ]

  @Test(arguments: pools.indices) func poolsPlanes(index: Int) throws {
    let (shape, parameters) = Self.pools[index]
    let geometry = try Pool2DGeometry(
      input: shape, parameters: parameters, operation: "pool")
    var random = RandomSource(seed: 13)
    // Whole numbers tie; the first of equals must win, which the gradient shows.
    var input = random.blasIntegers(shape.count)
    if input.count > 20 {
      input[3] = .nan
      input[9] = .nan
      input[14] = -.infinity
      input[17] = -0.0
    }
    let gradient = random.blasIntegers(geometry.outputShape.count).map { $0 + 0.5 }
    let (x, g) = (backend.makeStorage(input), backend.makeStorage(gradient))
    backend.poison()
    let (output, selection) = backend.maxPool2D(x, geometry)
    let expected = reference.maxPool2D(input.doubles, geometry)
    expectSame(backend.array(output), expected.output.map { Float($0) }, "maximum")
    expectSame(
      backend.array(backend.maxPool2DGradient(g, selection: selection, geometry)),
      reference.maxPool2DGradient(gradient.doubles, selection: expected.selection, geometry)
        .map { Float($0) }, "maximum's gradient")

    let size = Double(parameters.window.height * parameters.window.width)
    let average = reference.averagePool2D(input.doubles, geometry)
    expectWithin(
      backend.array(backend.averagePool2D(x, geometry)), average,
      bounds: reference.averagePool2D(input.doubles.magnitudes, geometry).map {
        (3 + Double.log(size)) * blasEpsilon * $0
      }, "average")
    expectWithin(
      backend.array(backend.averagePool2DGradient(g, geometry)),
      reference.averagePool2DGradient(gradient.doubles, geometry),
      bounds: reference.averagePool2DGradient(gradient.doubles.magnitudes, geometry).map {
        (1 + size) * blasEpsilon * $0
      }, "average's gradient")
  }

  @Test func windowsOfNothingButInfinitySelectTheFirst() throws {
    let geometry = try Pool2DGeometry(
      input: [1, 1, 2, 2], parameters: .init(window: 2, stride: 2, padding: 1), operation: "pool")
    let (output, selection) = backend.maxPool2D(
      backend.makeStorage(repeating: -.infinity, count: 4), geometry)
    #expect(backend.array(output) == [Float](repeating: -.infinity, count: 4))
    let gradient = backend.maxPool2DGradient(
      backend.makeStorage([1, 2, 3, 4]), selection: selection, geometry)
    #expect(backend.array(gradient) == [1, 2, 3, 4])
  }

  static let products: [MatrixProductGeometry] = [
    MatrixProductGeometry(rows: 1, columns: 1, inner: 1),
    MatrixProductGeometry(rows: 3, columns: 5, inner: 7),
    MatrixProductGeometry(rows: 3, columns: 5, inner: 0),
    MatrixProductGeometry(rows: 0, columns: 5, inner: 2),
    MatrixProductGeometry(rows: 2, columns: 0, inner: 2),
    MatrixProductGeometry(batch: 0, rows: 2, columns: 2, inner: 2),
    MatrixProductGeometry(batch: 3, rows: 4, columns: 2, inner: 5),
    MatrixProductGeometry(batch: 3, rows: 4, columns: 2, inner: 5, sharesLHS: true),
    MatrixProductGeometry(batch: 3, rows: 4, columns: 2, inner: 5, sharesRHS: true),
    MatrixProductGeometry(rows: 130, columns: 90, inner: 170),
    MatrixProductGeometry(rows: 1, columns: 400, inner: 700),
    MatrixProductGeometry(rows: 1000, columns: 1, inner: 300),
  ]

  @Test(arguments: products) func multiplies(plain: MatrixProductGeometry) {
    var random = RandomSource(seed: 14)
    for (left, right) in [(false, false), (true, false), (false, true), (true, true)] {
      let geometry = MatrixProductGeometry(
        batch: plain.batch, rows: plain.rows, columns: plain.columns, inner: plain.inner,
        transposesLHS: left, transposesRHS: right, sharesLHS: plain.sharesLHS,
        sharesRHS: plain.sharesRHS)
      let (a, b) = (random.blasScalars(geometry.lhsCount), random.blasScalars(geometry.rhsCount))
      backend.poison()
      let actual = backend.matrixProduct(
        backend.makeStorage(a), backend.makeStorage(b), geometry)
      let magnitudes = reference.matrixProduct(a.doubles.magnitudes, b.doubles.magnitudes, geometry)
      expectWithin(
        backend.array(actual), reference.matrixProduct(a.doubles, b.doubles, geometry),
        bounds: magnitudes.map { Double(geometry.inner) * blasEpsilon * $0 }, "\(geometry)")
    }
  }

  @Test(arguments: [1, 2, 9], [1, 2, 5, 40])
  func productsKeepNaNAndInfinity(rows: Int, columns: Int) {
    // 0 · ∞ is NaN, and a NaN anywhere in a sum wins.
    let geometry = MatrixProductGeometry(rows: rows, columns: columns, inner: 3)
    for special in [Float.infinity, .nan] {
      let product = backend.matrixProduct(
        backend.makeStorage((0..<(rows * 3)).map { Float($0 % 3) }),
        backend.makeStorage([Float](repeating: special, count: 3 * columns)), geometry)
      let isRight = backend.array(product).allSatisfy { $0.isNaN }
      #expect(isRight)
    }
  }

  @Test(arguments: FusedActivation.allCases) func linearLayers(activation: FusedActivation) {
    var random = RandomSource(seed: 15)
    for (rows, columns, inner) in [(7, 5, 9), (130, 84, 120), (1, 10, 84), (0, 3, 2), (4, 3, 0)] {
      let geometry = LinearGeometry(
        rows: rows, columns: columns, inner: inner, activation: activation)
      let input = random.blasScalars(rows * inner)
      let weights = random.blasScalars(columns * inner)
      let bias = random.blasScalars(columns)
      let gradient = random.blasScalars(rows * columns)
      backend.poison()
      let (x, w) = (backend.makeStorage(input), backend.makeStorage(weights))
      let output = backend.linear(x, weights: w, bias: backend.makeStorage(bias), geometry)
      let expected = reference.linear(
        input.doubles, weights: weights.doubles, bias: bias.doubles, geometry)
      let magnitudes = reference.linear(
        input.doubles.magnitudes, weights: weights.doubles.magnitudes,
        bias: bias.doubles.magnitudes,
        LinearGeometry(rows: rows, columns: columns, inner: inner, activation: .identity))
      // Every activation here has a slope of at most 1.
      let bounds = magnitudes.map { Double(inner + 1) * blasEpsilon * $0 + 4 * blasEpsilon }
      expectWithin(backend.array(output), expected, bounds: bounds, "linear \(geometry)")

      let slopes = backend.linearGradients(
        input: x, weights: w, output: output, gradient: backend.makeStorage(gradient), geometry,
        wantsInput: true, hasBias: true)
      let right = reference.linearGradients(
        input: input.doubles, weights: weights.doubles, output: backend.array(output).doubles,
        gradient: gradient.doubles, geometry, wantsInput: true, hasBias: true)
      let scales = reference.linearGradients(
        input: input.doubles.magnitudes, weights: weights.doubles.magnitudes,
        output: expected, gradient: gradient.doubles.magnitudes,
        LinearGeometry(rows: rows, columns: columns, inner: inner, activation: .identity),
        wantsInput: true, hasBias: true)
      func expectGradient(
        _ actual: BLASBackend.Storage?, _ expected: [Double]?, _ scale: [Double]?, _ terms: Int
      ) {
        guard let actual, let expected, let scale else {
          Issue.record("a gradient is missing")
          return
        }
        // Three more roundings: the slope of the activation.
        expectWithin(
          backend.array(actual), expected,
          bounds: scale.map { Double(terms + 3) * blasEpsilon * $0 }, "gradient \(geometry)")
      }
      expectGradient(slopes.input, right.input, scales.input, columns)
      expectGradient(slopes.weights, right.weights, scales.weights, rows)
      expectGradient(slopes.bias, right.bias, scales.bias, rows)
      let fewer = backend.linearGradients(
        input: x, weights: w, output: output, gradient: backend.makeStorage(gradient), geometry,
        wantsInput: false, hasBias: false)
      #expect(fewer.input == nil && fewer.bias == nil)
    }
  }
}
