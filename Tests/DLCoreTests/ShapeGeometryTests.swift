import DLCore
import Testing

/// The geometries that sliding windows and views are resolved to.
@Suite struct ShapeGeometryTests {
  private static let vast = "2147483647 elements, the most a tensor can hold"

  static let badConvolutions: [(Shape, Shape, Convolution2DParameters, String)] = [
    (
      [3, 28, 28], [6, 1, 5, 5], .init(),
      "input must be [batch, channels, height, width], but is [3, 28, 28]"
    ),
    (
      [1, 1, 8, 8], [6, 5, 5], .init(),
      "weights must be [output channels, input channels / groups, height, width], but are [6, 5, 5]"
    ),
    ([1, -1, 8, 8], [6, 1, 5, 5], .init(), "extent -1 in [1, -1, 8, 8] is negative"),
    ([1, 3, 8, 8], [6, 6, 5, 5], .init(), "input has 3 channels, weights expect 6"),
    ([1, 3, 8, 8], [6, 6, 5, 5], .init(groups: 2), "input has 3 channels, weights expect 12"),
    (
      [1, 2, 8, 8], [1, 1 << 30, 1, 1], .init(groups: .max),
      "input has 2 channels, weights expect 1073741824"
    ),
    (
      [1, 2, 8, 8], [3, 1, 5, 5], .init(groups: 2),
      "3 output channels cannot be cut into 2 groups"
    ),
    ([1, 1, 8, 8], [1, 1, 5, 5], .init(groups: 0), "groups must be at least 1, but is 0"),
    ([1, 1, 4, 5], [1, 1, 5, 5], .init(), "a 5x5 kernel does not fit into a 4x5 input"),
    ([1, 1, 5, 4], [1, 1, 5, 5], .init(), "a 5x5 kernel does not fit into a 5x4 input"),
    (
      [1, 1, 8, 8], [1, 1, 0, 5], .init(),
      "kernel size must lie in 1...16777216, but is 0, 5"
    ),
    (
      [1, 1, 8, 8], [1, 1, 5, 5], .init(stride: Size2D(height: 1, width: 0)),
      "stride must lie in 1...16777216, but is 1, 0"
    ),
    (
      [1, 1, 8, 8], [1, 1, 5, 5], .init(dilation: Size2D(height: .max, width: 1)),
      "dilation must lie in 1...16777216, but is 9223372036854775807, 1"
    ),
    (
      [1, 1, 8, 8], [1, 1, 5, 5], .init(padding: Padding2D(top: 0, left: 0, bottom: -1, right: 0)),
      "padding must lie in 0...16777216, but is 0, 0, -1, 0"
    ),
    (
      [1, 1, 8, 8], [1, 1, 5, 5], .init(dilation: 16_777_216),
      "a 5x5 kernel does not fit into a 8x8 input"
    ),
    (
      [1, 1, 1, 1], [1, 1, 1, 1], .init(padding: 16_777_216),
      "[1, 1, 33554433, 33554433] has more than \(vast)"
    ),
    (
      [0, 1, 1 << 40, 1 << 40], [1, 1, 1, 1], .init(),
      "[0, 1, 1099511627776, 1099511627776] has more than \(vast)"
    ),
    (
      [0, 1, 60000, 1], [0, 1, 1, 1], .init(padding: 20000),
      "[0, 0, 100000, 40001] has more than \(vast)"
    ),
  ]

  @Test(arguments: badConvolutions)
  func badConvolutionsAreNamed(
    _ input: Shape, _ weights: Shape, _ parameters: Convolution2DParameters, _ problem: String
  ) {
    let error = #expect(throws: TensorError.self) {
      try Convolution2DGeometry(input: input, weights: weights, parameters: parameters)
    }
    #expect(error?.description == "convolution2D: " + problem)
  }

  static let badPoolings: [(Shape, Pool2DParameters, String)] = [
    ([4, 4], .init(window: 2), "input must be [batch, channels, height, width], but is [4, 4]"),
    ([1, 1, 1, 4], .init(window: 2), "a 2x2 window does not fit into a 1x4 input"),
    ([1, 1, 4, 4], .init(window: 0), "kernel size must lie in 1...16777216, but is 0, 0"),
    (
      [1, 1, 4, 4], .init(window: 2, stride: 0), "stride must lie in 1...16777216, but is 0, 0"
    ),
    (
      [1, 1, .max, 0], .init(window: 1),
      "[1, 1, 9223372036854775807, 0] has more than \(vast)"
    ),
  ]

  @Test(arguments: badPoolings)
  func badPoolingsAreNamed(_ input: Shape, _ parameters: Pool2DParameters, _ problem: String) {
    let error = #expect(throws: TensorError.self) {
      try Pool2DGeometry(input: input, parameters: parameters, operation: "maxPool2D")
    }
    #expect(error?.description == "maxPool2D: " + problem)
  }

  /// Every axis up to 7 elements, counted by trying each place in turn.
  @Test(arguments: [false, true])
  func outputExtentsAreAsManyPlacesAsFit(_ ceilMode: Bool) {
    for input in 0...7 {
      for kernel in 1...3 {
        for stride in 1...3 {
          for dilation in 1...2 {
            for (before, after) in [(0, 0), (1, 0), (0, 2), (1, 1)] {
              let geometry = try? Pool2DGeometry(
                input: [1, 1, input, 1],
                parameters: Pool2DParameters(
                  window: Size2D(height: kernel, width: 1),
                  stride: Size2D(height: stride, width: 1),
                  padding: Padding2D(top: before, left: 0, bottom: after, right: 0),
                  dilation: Size2D(height: dilation, width: 1), ceilMode: ceilMode),
                operation: "f")
              let expected = places(
                input, kernel, stride, dilation, before, after, ceilMode: ceilMode)
              #expect(
                geometry?.outputHeight ?? 0 == expected,
                "\(input) \(kernel) \(stride) \(dilation) \(before) \(after)")
            }
          }
        }
      }
    }
  }

  /// The number of places of a window; with `ceilMode` a last one may hang over, if the one before
  /// leaves elements over and it starts before the padding behind.
  private func places(
    _ input: Int, _ kernel: Int, _ stride: Int, _ dilation: Int, _ before: Int, _ after: Int,
    ceilMode: Bool
  ) -> Int {
    let (reach, padded) = ((kernel - 1) * dilation, before + input + after)
    var count = 0
    while count * stride + reach < padded { count += 1 }
    guard ceilMode, count > 0 else { return count }
    let leavesElements = (count - 1) * stride + reach < padded - 1
    return leavesElements && count * stride < before + input ? count + 1 : count
  }

  @Test func convolutionGeometryIsResolved() throws {
    let geometry = try Convolution2DGeometry(
      input: [2, 4, 9, 7], weights: [6, 2, 3, 2],
      parameters: Convolution2DParameters(
        stride: Size2D(height: 2, width: 1),
        padding: Padding2D(top: 1, left: 0, bottom: 2, right: 3),
        dilation: Size2D(height: 1, width: 2), groups: 2))
    #expect(geometry.outputShape == [2, 6, 5, 8])
    #expect(geometry.inputShape == [2, 4, 9, 7])
    #expect(geometry.weightShape == [6, 2, 3, 2])
    #expect(geometry.inputChannelsPerGroup == 2)
    #expect(geometry.outputChannelsPerGroup == 3)
    #expect(geometry.patchCount == 12)
    #expect(geometry.outputPositions == 40)
    #expect(geometry.inputRow(output: 3, kernel: 2) == 7)
    #expect(geometry.inputColumn(output: 3, kernel: 1) == 5)
  }

  @Test func emptyConvolutionsAreFine() throws {
    let none = try Convolution2DGeometry(
      input: [0, 0, 5, 5], weights: [0, 0, 5, 5], parameters: .init())
    #expect(none.outputShape == [0, 0, 1, 1])
    let padding = try Convolution2DGeometry(
      input: [1, 1, 0, 0], weights: [1, 1, 2, 2], parameters: .init(padding: 1))
    #expect(padding.outputShape == [1, 1, 1, 1])
  }

  @Test func reductionsCutTheShapeInThree() {
    let shape: Shape = [2, 3, 4, 5]
    #expect(
      ReductionGeometry(shape, dimensions: 1..<3)
        == ReductionGeometry(outer: 2, count: 12, inner: 5))
    #expect(
      ReductionGeometry(shape, dimensions: 0..<4)
        == ReductionGeometry(outer: 1, count: 120, inner: 1))
    #expect(
      ReductionGeometry(shape, dimensions: 2..<2)
        == ReductionGeometry(outer: 6, count: 1, inner: 20))
  }

  @Test func viewsListTheirPositions() {
    let view = StridedGeometry(extents: [2, 3], strides: [-3, 1], offset: 3, inputCount: 6)
    #expect(view.positions == [3, 4, 5, 0, 1, 2])
    #expect(view.count == 6)
    #expect(StridedGeometry(extents: [], strides: [], offset: 4, inputCount: 5).positions == [4])
    #expect(
      StridedGeometry(extents: [2, 0], strides: [1, 1], offset: 0, inputCount: 5).positions == [])
  }

  @Test func paddingsAndPartsKnowTheWayBack() {
    let pad = PadGeometry(extents: [2, 2], before: [1, 0], after: [0, 2])
    #expect(pad.outputShape == [3, 4])
    #expect(pad.interior.positions == [4, 5, 8, 9])
    let joined = ConcatenationGeometry(outer: 2, extents: [1, 2], inner: 2)
    #expect(joined.count == 12)
    #expect(joined.part(0).positions == [0, 1, 6, 7])
    #expect(joined.part(1).positions == [2, 3, 4, 5, 8, 9, 10, 11])
  }
}
