import DLCore

extension ONNXNode {
  /// Convolution of one or two spatial dimensions.
  func convolution() throws(TensorError) -> Tensor<B> {
    let (x, weights) = (try input(0), try input(1))
    let bias = hasInput(2) ? try input(2) : nil
    guard x.shape.rank == 4, weights.shape.rank == 4 else {
      throw GoldenAttributes.error("Conv of shape \(x.shape) is not supported")
    }
    let window = try window(
      kernel: Array(weights.shape.extents[2...]), over: Array(x.shape.extents[2...]))
    return try x.convolution2D(
      weights: weights, bias: bias,
      Convolution2DParameters(
        window[0], window[1], groups: attributes.integer("group", default: 1)))
  }

  /// Transposed convolution, which is the gradient of a convolution for its input.
  func transposedConvolution() throws(TensorError) -> Tensor<B> {
    let (x, weights) = (try input(0), try input(1))
    guard x.shape.rank == weights.shape.rank, (3...5).contains(x.shape.rank) else {
      throw GoldenAttributes.error("ConvTranspose of shape \(x.shape) is not supported")
    }
    let kernel = Array(weights.shape.extents[2...])
    var axes = try window(kernel: kernel, over: Array(x.shape.extents[2...]))
    let extents = try resolve(&axes, over: Array(x.shape.extents[2...]))
    switch x.shape.rank {
    case 3:
      let flat = try transposedConvolution(
        x.reshaped([x.shape[0], x.shape[1], 1, x.shape[2]]),
        weights.reshaped([weights.shape[0], weights.shape[1], 1, kernel[0]]),
        [GoldenWindowAxis(), axes[0]], extents: [1, extents[0]])
      return try flat.reshaped([flat.shape[0], flat.shape[1], flat.shape[3]])
    case 4: return try transposedConvolution(x, weights, axes, extents: extents)
    default: return try transposedConvolution3D(x, weights, axes, extents: extents)
    }
  }

  /// The extents of the output; where these are given, the padding follows from them.
  private func resolve(
    _ axes: inout [GoldenWindowAxis], over inputs: [Int]
  ) throws(TensorError) -> [Int] {
    let added = try self.axes("output_padding", count: axes.count, default: 0)
    let automatic = attributes["auto_pad"] ?? "NOTSET"
    var given = try attributes.integers("output_shape")
    if given.isEmpty && automatic.hasPrefix("SAME") {
      given = zip(inputs, axes).map { $0 * $1.stride }
    }
    return axes.indices.map { axis in
      let full = axes[axis].stride * (inputs[axis] - 1) + added[axis] + axes[axis].reach + 1
      guard given.indices.contains(axis) else {
        return full - axes[axis].before - axes[axis].after
      }
      axes[axis].split(max(full - given[axis], 0), isUpper: automatic != "SAME_LOWER")
      return given[axis]
    }
  }

  private func transposedConvolution(
    _ x: Tensor<B>, _ weights: Tensor<B>, _ axes: [GoldenWindowAxis], extents: [Int]
  ) throws(TensorError) -> Tensor<B> {
    let groups = try attributes.integer("group", default: 1)
    let geometry = try Convolution2DGeometry(
      input: Shape([x.shape[0], weights.shape[1] * groups] + extents), weights: weights.shape,
      parameters: Convolution2DParameters(axes[0], axes[1], groups: groups))
    guard geometry.outputShape == x.shape else {
      throw GoldenAttributes.error("ConvTranspose of \(x.shape) does not give \(extents)")
    }
    let result = backend.convolution2DInputGradient(
      weights: weights.storage, gradient: x.storage, geometry)
    let shape = geometry.inputShape
    return try Tensor(backend.scalars(of: result, count: shape.count), shape: shape, on: backend)
  }

  /// Three dimensions as a sum of two-dimensional ones, one for each slice of the kernel's depth.
  private func transposedConvolution3D(
    _ x: Tensor<B>, _ weights: Tensor<B>, _ axes: [GoldenWindowAxis], extents: [Int]
  ) throws(TensorError) -> Tensor<B> {
    let depth = axes[0]
    guard depth.stride == 1, depth.dilation == 1, depth.before == 0, depth.after == 0 else {
      throw GoldenAttributes.error("ConvTranspose in 3D takes depth one by one, without padding")
    }
    let shape = x.shape
    let slices = try x.permuted([0, 2, 1, 3, 4])
      .reshaped([shape[0] * shape[2], shape[1], shape[3], shape[4]])
    var sum: Tensor<B>?
    for place in 0..<depth.kernel {
      let kernel = try weights.sliced(place..<place + 1, along: 2)
        .reshaped(Shape([0, 1, 3, 4].map { weights.shape[$0] }))
      let planes = try transposedConvolution(
        slices, kernel, Array(axes[1...]), extents: Array(extents[1...]))
      let volume = try planes.reshaped(
        Shape([shape[0], shape[2]] + planes.shape.extents[1...]))
      let moved = try volume.padded(
        before: [0, place, 0, 0, 0], after: [0, depth.kernel - 1 - place, 0, 0, 0])
      sum = try sum.map { sum throws(TensorError) in try sum + moved } ?? moved
    }
    guard let sum else { throw GoldenAttributes.error("the kernel has no depth") }
    return try sum.permuted([0, 2, 1, 3, 4])
  }
}
