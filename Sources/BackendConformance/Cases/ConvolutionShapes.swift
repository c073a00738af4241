import DLCore

/// Convolutions of shapes that kernels treat apart: many pictures, wide ones, single elements,
/// padding wider than the input, nothing.
struct ConvolutionShape: Sendable {
  let name: String
  let input: Shape
  let weights: Shape
  var parameters = Convolution2DParameters()

  /// The geometry.
  func geometry() throws(TensorError) -> Convolution2DGeometry {
    try Convolution2DGeometry(input: input, weights: weights, parameters: parameters)
  }

  static let all = [
    ConvolutionShape(
      name: "many", input: [67, 2, 6, 6], weights: [3, 2, 3, 3],
      parameters: Convolution2DParameters(padding: 1)),
    ConvolutionShape(
      name: "uneven", input: [18, 2, 9, 8], weights: [4, 2, 3, 3],
      parameters: Convolution2DParameters(
        stride: Size2D(height: 2, width: 3),
        padding: Padding2D(top: 2, left: 0, bottom: 1, right: 3),
        dilation: Size2D(height: 2, width: 1))),
    ConvolutionShape(
      name: "grouped", input: [5, 4, 8, 9], weights: [6, 2, 3, 3],
      parameters: Convolution2DParameters(stride: 2, padding: 3, dilation: 2, groups: 2)),
    ConvolutionShape(
      name: "depthwise", input: [20, 6, 5, 5], weights: [6, 1, 3, 3],
      parameters: Convolution2DParameters(padding: 1, groups: 6)),
    ConvolutionShape(
      name: "many-channels", input: [3, 32, 9, 8], weights: [80, 16, 3, 3],
      parameters: Convolution2DParameters(
        padding: Padding2D(top: 2, left: 0, bottom: 1, right: 2),
        dilation: Size2D(height: 2, width: 1), groups: 2)),
    ConvolutionShape(name: "few-places", input: [2, 20, 9, 8], weights: [40, 20, 5, 4]),
    ConvolutionShape(name: "one-place", input: [50, 3, 4, 4], weights: [5, 3, 4, 4]),
    ConvolutionShape(name: "pointwise", input: [4, 5, 6, 7], weights: [3, 5, 1, 1]),
    ConvolutionShape(
      name: "pointwise-grouped", input: [4, 6, 5, 5], weights: [4, 3, 1, 1],
      parameters: Convolution2DParameters(groups: 2)),
    ConvolutionShape(
      name: "pointwise-strided", input: [2, 3, 6, 6], weights: [4, 3, 1, 1],
      parameters: Convolution2DParameters(stride: 2)),
    ConvolutionShape(
      name: "mostly-padding", input: [2, 2, 4, 4], weights: [2, 2, 3, 3],
      parameters: Convolution2DParameters(padding: 9, dilation: 4)),
    ConvolutionShape(name: "wide", input: [2, 2, 3, 90], weights: [3, 2, 2, 3]),
    ConvolutionShape(name: "wide-kernel", input: [2, 40, 3, 120], weights: [2, 40, 3, 19]),
    ConvolutionShape(name: "no-pictures", input: [0, 2, 5, 5], weights: [3, 2, 3, 3]),
    ConvolutionShape(name: "no-inputs", input: [2, 0, 5, 5], weights: [3, 0, 3, 3]),
    ConvolutionShape(name: "no-outputs", input: [2, 2, 5, 5], weights: [0, 2, 3, 3]),
    ConvolutionShape(
      name: "vast-steps", input: [2, 1, 1, 1], weights: [1, 1, 1, 1],
      parameters: Convolution2DParameters(stride: Size2D(1 << 24), padding: Padding2D(1 << 24))),
  ]
}
