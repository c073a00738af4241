import DLCore

extension ONNXNode {
  /// Maximum pooling, with the positions of the maxima where they are asked for.
  func maxPool() throws(TensorError) -> [Tensor<B>] {
    let result = try pooled { (x, parameters) throws(TensorError) in try x.maxPool2D(parameters) }
    return record.outputs.count == 1 ? [result] : [result, try maxPoolPositions()]
  }

  /// Average pooling.
  func averagePool() throws(TensorError) -> Tensor<B> {
    try pooled { (x, parameters) throws(TensorError) in try x.averagePool2D(parameters) }
  }

  /// The mean or maximum of each channel.
  func globalPool() throws(TensorError) -> Tensor<B> {
    let x = try input(0)
    return try x.reduce(
      record.operation == "GlobalMaxPool" ? .maximum : .mean,
      along: Array(x.shape.extents.indices.dropFirst(2)), keepingDimensions: true)
  }

  /// Pools over one, two or three spatial dimensions.
  ///
  /// Maxima and means over a box are those over its depth of those over its planes.
  private func pooled(
    _ pool: (Tensor<B>, Pool2DParameters) throws(TensorError) -> Tensor<B>
  ) throws(TensorError) -> Tensor<B> {
    let x = try input(0)
    let axes = try poolAxes(x)
    let shape = x.shape
    switch axes.count {
    case 1:
      let flat = try pool(
        x.reshaped([shape[0], shape[1], 1, shape[2]]), parameters(GoldenWindowAxis(), axes[0]))
      return try flat.reshaped([shape[0], shape[1], flat.shape[3]])
    case 2: return try pool(x, parameters(axes[0], axes[1]))
    default:
      let planes = try pool(
        x.reshaped([shape[0], shape[1] * shape[2], shape[3], shape[4]]),
        parameters(axes[1], axes[2]))
      let (height, width) = (planes.shape[2], planes.shape[3])
      let boxes = try pool(
        planes.reshaped([shape[0], shape[1], shape[2], height * width]),
        parameters(axes[0], GoldenWindowAxis()))
      return try boxes.reshaped([shape[0], shape[1], boxes.shape[2], height, width])
    }
  }

  /// The position of each maximum in the whole input, row by row or column by column.
  private func maxPoolPositions() throws(TensorError) -> Tensor<B> {
    let x = try input(0)
    let axes = try poolAxes(x)
    guard axes.count == 2 else {
      throw GoldenAttributes.error("positions of maxima are of two dimensions")
    }
    let geometry = try Pool2DGeometry(
      input: x.shape, parameters: parameters(axes[0], axes[1]), operation: "maxPool2D")
    let positions = try Tensor(
      (0..<x.count).map(Float.init),
      shape: attributes.isSet("storage_order")
        ? [x.shape[0], x.shape[1], x.shape[3], x.shape[2]] : x.shape, on: backend)
    let ordered = try attributes.isSet("storage_order") ? positions.transposed() : positions
    let selection = backend.maxPool2D(x.storage, geometry).selection
    let found = backend.maxPool2DSelected(ordered.storage, selection: selection, geometry)
    let shape = geometry.outputShape
    return try Tensor(backend.scalars(of: found, count: shape.count), shape: shape, on: backend)
  }

  private func poolAxes(_ x: Tensor<B>) throws(TensorError) -> [GoldenWindowAxis] {
    let kernel = try attributes.integers("kernel_shape")
    guard (1...3).contains(kernel.count), x.shape.rank == kernel.count + 2 else {
      throw GoldenAttributes.error("a window \(kernel) does not fit \(x.shape)")
    }
    return try window(kernel: kernel, over: Array(x.shape.extents[2...]))
  }

  private func parameters(
    _ rows: GoldenWindowAxis, _ columns: GoldenWindowAxis
  ) throws(TensorError) -> Pool2DParameters {
    Pool2DParameters(
      rows, columns, ceilMode: try attributes.isSet("ceil_mode"),
      countsPadding: try attributes.isSet("count_include_pad"))
  }
}
