public import DLCore

extension MaxPool2D: ONNXLayer {
  /// `MaxPool`.
  public func addNodes(to graph: inout ONNXGraph) {
    graph.add(
      "MaxPool",
      [
        .ints("kernel_shape", parameters.window.onnx), .ints("strides", parameters.stride.onnx),
        .ints("pads", parameters.padding.onnx), .ints("dilations", parameters.dilation.onnx),
        .int("ceil_mode", parameters.ceilMode ? 1 : 0),
      ])
  }
}

extension AveragePool2D: ONNXLayer {
  /// `AveragePool`.
  public func addNodes(to graph: inout ONNXGraph) {
    graph.add(
      "AveragePool",
      [
        .ints("kernel_shape", parameters.window.onnx), .ints("strides", parameters.stride.onnx),
        .ints("pads", parameters.padding.onnx),
        .int("ceil_mode", parameters.ceilMode ? 1 : 0),
        .int("count_include_pad", parameters.countsPadding ? 1 : 0),
      ])
  }
}

extension Flatten: ONNXLayer {
  /// `Flatten` of all axes behind the batch.
  public func addNodes(to graph: inout ONNXGraph) {
    graph.add("Flatten", [.int("axis", 1)])
  }
}

extension Dropout: ONNXLayer {
  /// Nothing, as nothing is dropped in inference.
  public func addNodes(to graph: inout ONNXGraph) {}
}
