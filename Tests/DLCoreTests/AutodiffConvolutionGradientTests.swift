import DLCore
import Testing

extension GradientCase {
  /// A convolution: shapes of input and weights, and how the window moves.
  struct Convolution: Sendable {
    var name: String
    var input: Shape = [2, 2, 5, 6]
    var weights: Shape = [3, 2, 3, 2]
    var parameters = Convolution2DParameters()
  }

  private static let lopsided = Padding2D(top: 2, left: 0, bottom: 1, right: 3)

  static let convolutionKinds: [Convolution] = [
    Convolution(name: "plain"),
    Convolution(name: "1x1", weights: [3, 2, 1, 1]),
    Convolution(name: "whole window", weights: [3, 2, 5, 6]),
    Convolution(name: "stride", parameters: .init(stride: Size2D(height: 2, width: 3))),
    Convolution(name: "padding", parameters: .init(padding: lopsided)),
    Convolution(name: "dilation", parameters: .init(dilation: Size2D(height: 2, width: 3))),
    Convolution(
      name: "groups", input: [2, 4, 4, 4], weights: [6, 2, 2, 2], parameters: .init(groups: 2)),
    Convolution(
      name: "depthwise", input: [1, 3, 4, 4], weights: [3, 1, 2, 2], parameters: .init(groups: 3)),
    Convolution(
      name: "everything", input: [2, 4, 5, 6], weights: [2, 2, 2, 3],
      parameters: .init(
        stride: Size2D(height: 2, width: 1), padding: lopsided,
        dilation: Size2D(height: 1, width: 2), groups: 2)),
  ]

  static let convolutions: [GradientCase] = convolutionKinds.flatMap { kind in
    [true, false].map { hasBias in
      let points: [Point] = [
        .random(kind.input), .random(kind.weights, seed: 2), .random([kind.weights[0]], seed: 3),
      ]
      let name = "convolution2D \(kind.name)\(hasBias ? " with bias" : "")"
      return GradientCase(name, hasBias ? points : Array(points[..<2])) {
        try $0[0].convolution2D(weights: $0[1], bias: hasBias ? $0[2] : nil, kind.parameters)
      }
    }
  }

  static let fusedConvolutions: [GradientCase] = [
    (Convolution(name: "plain", input: [2, 2, 6, 6]), Pool2DParameters(window: 2)),
    (
      Convolution(name: "padding", parameters: .init(padding: lopsided)),
      Pool2DParameters(window: 3, stride: 2, padding: 1, ceilMode: true)
    ),
    (
      Convolution(
        name: "groups", input: [2, 4, 6, 6], weights: [4, 2, 2, 2], parameters: .init(groups: 2)),
      Pool2DParameters(window: 2, stride: 1, dilation: 2)
    ),
  ].flatMap { kind, pool in
    [true, false].map { hasBias in
      let points: [Point] = [
        .random(kind.input), .random(kind.weights, seed: 2), .random([kind.weights[0]], seed: 3),
      ]
      let name = "convolution2DReLUMaxPool2D \(kind.name)\(hasBias ? " with bias" : "")"
      return GradientCase(name, hasBias ? points : Array(points[..<2])) {
        try $0[0].convolution2DReLUMaxPool2D(
          weights: $0[1], bias: hasBias ? $0[2] : nil, kind.parameters, pool: pool)
      }
    }
  }
}

@Suite("Gradients of convolutions")
struct AutodiffConvolutionGradientTests {
  @Test("Strides, padding, dilation, groups and bias", arguments: GradientCase.convolutions)
  func convolution(_ example: GradientCase) throws {
    try checkGradient(of: example, on: Checked(WatchedBackend()))
  }

  @Test("With ReLU and maximum pooling in one pass", arguments: GradientCase.fusedConvolutions)
  func fused(_ example: GradientCase) throws {
    try checkGradient(of: example, on: Checked(WatchedBackend()))
  }

  @Test("The fused gradients are those of the three operations", arguments: [true, false])
  func fusedAndApart(hasBias: Bool) throws {
    let backend = Checked(WatchedBackend())
    func gradients(isFused: Bool) throws -> [[Double]?] {
      let shapes: [Shape] = [[2, 2, 6, 6], [3, 2, 3, 3], [3]]
      let leaves = try shapes.map { shape in
        try CheckedTensor(GradientCase.Point.random(shape).scalars, shape: shape, on: backend)
          .requiringGradient()
      }
      let bias = hasBias ? leaves[2] : nil
      let pool = Pool2DParameters(window: 2)
      let output =
        isFused
        ? try leaves[0].convolution2DReLUMaxPool2D(weights: leaves[1], bias: bias, pool: pool)
        : try leaves[0].convolution2D(weights: leaves[1], bias: bias).relu().maxPool2D(pool)
      let found = try output.squared().sum().backward()
      return leaves.map { found[$0]?.scalars }
    }
    let fused = try gradients(isFused: true)
    let apart = try gradients(isFused: false)
    #expect(fused == apart)
    #expect((fused[2] != nil) == hasBias)
  }
}
