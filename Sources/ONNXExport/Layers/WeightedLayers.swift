public import DLCore

extension Sequential: ONNXLayer {
  /// The layers' nodes.
  public func addNodes(to graph: inout ONNXGraph) throws(TensorError) {
    for layer in layers { try graph.add(layer) }
  }
}

extension Conv2D: ONNXLayer {
  /// `Conv`, with zeros for the weights of connections that are missing.
  public func addNodes(to graph: inout ONNXGraph) throws(TensorError) {
    let connected = if let connections { try weight * connections } else { weight }
    var inputs = [graph.weights("weight", connected)]
    if let bias { inputs.append(graph.weights("bias", bias)) }
    graph.add(
      "Conv", with: inputs,
      [
        .ints("kernel_shape", Array(weight.shape.extents.suffix(2))),
        .ints("strides", parameters.stride.onnx), .ints("pads", parameters.padding.onnx),
        .ints("dilations", parameters.dilation.onnx), .int("group", parameters.groups),
      ])
  }
}

extension Linear: ONNXLayer {
  /// `Gemm` with the weights as they are, which transposes them.
  public func addNodes(to graph: inout ONNXGraph) {
    var inputs = [graph.weights("weight", weight)]
    if let bias { inputs.append(graph.weights("bias", bias)) }
    graph.add("Gemm", with: inputs, [.int("transB", 1)])
  }
}

extension BatchNorm2D: ONNXLayer {
  /// `BatchNormalization` by the running statistics.
  public func addNodes(to graph: inout ONNXGraph) {
    let inputs = [
      graph.weights("weight", weight), graph.weights("bias", bias),
      graph.weights("running_mean", runningMean),
      graph.weights("running_var", runningVariance),
    ]
    graph.add("BatchNormalization", with: inputs, [.float("epsilon", epsilon)])
  }
}

extension Size2D {
  /// Height, then width.
  var onnx: [Int] { [height, width] }
}

extension Padding2D {
  /// What begins each axis, then what ends it.
  var onnx: [Int] { [top, left, bottom, right] }
}
