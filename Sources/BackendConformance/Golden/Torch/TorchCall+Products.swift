import DLCore

extension TorchCall {
  /// Matrix products, fully connected layers and convolutions.
  func product() throws(TensorError) -> Tensor<B> {
    switch record.operation {
    case "matmul": return try matrixProduct(x, input(1))
    case "addmm":
      let product = try matrixProduct(input(1), input(2))
      return try scaled(x, by: "beta") + scaled(product, by: "alpha")
    case "linear": return try linear()
    case "conv1d":
      let result = try Self.withHeight(x).convolution2D(
        weights: Self.withHeight(input(1)), bias: optional(2), convolutionParameters())
      return try Self.withoutHeight(result)
    default:
      return try x.convolution2D(
        weights: input(1), bias: optional(2), convolutionParameters())
    }
  }

  /// A layer on the last dimension; those before it are rows.
  private func linear() throws(TensorError) -> Tensor<B> {
    let x = try self.x
    let weights = try input(1)
    guard x.shape.rank != 2, let features = x.shape.extents.last, weights.shape.rank == 2 else {
      return try x.linear(weights: weights, bias: optional(2))
    }
    let rows = Shape(Array(x.shape.extents.dropLast())).count
    let result = try x.reshaped([rows, features]).linear(weights: weights, bias: optional(2))
    return try result.reshaped(Shape(x.shape.extents.dropLast() + [weights.shape[0]]))
  }

  private func convolutionParameters() throws(TensorError) -> Convolution2DParameters {
    let (rows, columns) = try windowAxes(kernel: [])
    return Convolution2DParameters(
      rows, columns, groups: try attributes.integer("groups", default: 1))
  }
}

extension TorchCall {
  /// Pooling over one or two dimensions.
  func pool() throws(TensorError) -> Tensor<B> {
    let (rows, columns) = try windowAxes(kernel: attributes.integers("kernel"))
    let parameters = Pool2DParameters(
      rows, columns, ceilMode: try attributes.isSet("ceil"),
      countsPadding: try attributes.isSet("counts_padding"))
    switch record.operation {
    case "max_pool2d": return try x.maxPool2D(parameters)
    case "avg_pool2d": return try x.averagePool2D(parameters)
    case "max_pool1d":
      return try Self.withoutHeight(Self.withHeight(x).maxPool2D(parameters))
    default: return try Self.withoutHeight(Self.withHeight(x).averagePool2D(parameters))
    }
  }

  /// How a window moves along rows and columns; in one dimension there is one row.
  ///
  /// Padding has a number for each axis, or one before and then one behind each.
  private func windowAxes(
    kernel: [Int]
  ) throws(TensorError) -> (rows: GoldenWindowAxis, columns: GoldenWindowAxis) {
    let strides = try attributes.integers("stride")
    let pads = try attributes.integers("pads")
    let dilations = try attributes.integers("dilation")
    let count = strides.count
    guard (1...2).contains(count), pads.count == count || pads.count == 2 * count,
      dilations.isEmpty || dilations.count == count, kernel.isEmpty || kernel.count == count
    else { throw GoldenAttributes.error("\(record.operation) has a window of no known form") }
    var axes = (0..<count).map { axis in
      GoldenWindowAxis(
        kernel: kernel.isEmpty ? 1 : kernel[axis], stride: strides[axis],
        dilation: dilations.isEmpty ? 1 : dilations[axis], before: pads[axis],
        after: pads.count == count ? pads[axis] : pads[count + axis])
    }
    if count == 1 { axes.insert(GoldenWindowAxis(), at: 0) }
    return (axes[0], axes[1])
  }

  /// `[batch, channels, width]` as pictures of one row.
  private static func withHeight(_ x: Tensor<B>) throws(TensorError) -> Tensor<B> {
    guard x.shape.rank == 3 else {
      throw GoldenAttributes.error("\(x.shape) is not [batch, channels, width]")
    }
    return try x.reshaped([x.shape[0], x.shape[1], 1, x.shape[2]])
  }

  private static func withoutHeight(_ x: Tensor<B>) throws(TensorError) -> Tensor<B> {
    try x.reshaped([x.shape[0], x.shape[1], x.shape[3]])
  }
}
