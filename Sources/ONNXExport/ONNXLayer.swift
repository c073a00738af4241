public import DLCore

/// A layer that can say in ONNX's operators what it computes in inference.
///
/// The layers of DLCore and of Models do. A layer of one's own needs this conformance to be part of
/// an exported model:
///
/// ```swift
/// extension Doubling: ONNXLayer {
///   func addNodes(to graph: inout ONNXGraph) {
///     graph.add("Mul", with: [graph.constant("factor", [2])])
///   }
/// }
/// ```
public protocol ONNXLayer<B>: Layer {
  /// Adds the nodes that compute the layer from `graph.value`, and leave their result there.
  ///
  /// Names within the graph are relative to the layer.
  ///
  /// - Throws: `TensorError` if ONNX has no form of the layer with its settings.
  func addNodes(to graph: inout ONNXGraph) throws(TensorError)
}

extension ONNXGraph {
  /// Adds what a layer computes, under its name.
  ///
  /// - Throws: `TensorError`, whose path names the layer, if it cannot be written as ONNX or cannot
  ///   take the value so far.
  public mutating func add<B: Backend>(_ layer: some Layer<B>) throws(TensorError) {
    let output = try layer.outputShape(for: shape)
    try inside(layer.name) { (graph) throws(TensorError) in
      guard let layer = layer as? any ONNXLayer<B> else {
        let type = "\(type(of: layer))".prefix { $0 != "<" }
        throw TensorError(
          "onnx", .argument, "a layer of type \(type) has no form in ONNX; let it be an ONNXLayer")
      }
      try layer.addNodes(to: &graph)
    }
    describeValue(output)
  }
}
