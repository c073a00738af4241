public import DLCore

extension Ensemble: ONNXLayer {
  /// The members' nodes side by side, and the `Mean` of their results.
  public func addNodes(to graph: inout ONNXGraph) throws(TensorError) {
    graph.add("Mean", inputs: try graph.add(branches: members))
  }
}
