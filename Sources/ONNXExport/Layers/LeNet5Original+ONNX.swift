import DLCore
package import Models

extension Squash: ONNXLayer {
  /// `1.7159 · tanh(2/3 · x)`.
  package func addNodes(to graph: inout ONNXGraph) {
    graph.add("Mul", step: "scaled", with: [graph.constant("slope", 2.0 / 3)])
    graph.add("Tanh", step: "tanh")
    graph.add("Mul", with: [graph.constant("amplitude", 1.7159)])
  }
}

extension Subsampling: ONNXLayer {
  /// Four times the mean of each 2x2 window, times the map's coefficient, plus its bias.
  package func addNodes(to graph: inout ONNXGraph) {
    let column = [weight.count, 1, 1]
    graph.add(
      "AveragePool", step: "mean", [.ints("kernel_shape", [2, 2]), .ints("strides", [2, 2])])
    graph.add("Mul", step: "sum", with: [graph.constant("area", 4)])
    graph.add("Mul", step: "weighted", with: [graph.weights("weight", weight, as: column)])
    graph.add("Add", with: [graph.weights("bias", bias, as: column)])
  }
}

extension DistanceToBitmaps: ONNXLayer {
  /// `x·w - (|x|² / 2 + 42)` for each bitmap `w`, of which |w|² / 2 is 42.
  package func addNodes(to graph: inout ONNXGraph) {
    let features = graph.value
    graph.add("Mul", step: "squares", with: [features])
    graph.add(
      "ReduceSum", step: "length", with: [graph.constant("axes", integers: [1])],
      [.int("keepdims", 1)])
    graph.add("Mul", step: "halfLength", with: [graph.constant("half", 0.5)])
    graph.add("Add", step: "lengths", with: [graph.constant("bitmapLength", 42)])
    let lengths = graph.value
    graph.add(
      "Gemm", step: "products", inputs: [features, graph.weights("bitmaps", bitmaps)],
      [.int("transB", 1)])
    graph.add("Sub", with: [lengths])
  }
}
