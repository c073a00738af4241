public import DLCore
import ProtobufWire

/// A model as ONNX, for ONNX Runtime, Netron, and whatever else reads it.
///
/// ```swift
/// let onnx = try ONNXModel(model)
/// try Files.writeAtomically(onnx.bytes, to: "model.onnx")
/// ```
///
/// The graph computes what the model does in inference, in single precision, for any number of
/// examples. Its input is named `image`, its output `logits`; nodes and weights have the dotted
/// names that the layers and their parameters have here.
public struct ONNXModel: Sendable {
  /// The version of ONNX's operators that graphs use.
  public static let operatorVersion = 17
  /// The version of the file format, which goes with the operators' since ONNX 1.12.
  public static let formatVersion = 8

  /// What the file says about itself besides the graph.
  public struct Description: Hashable, Sendable {
    /// The program that wrote it.
    public var producer = "DLCore"
    /// The program's version.
    public var producerVersion = ""
    /// A text for people.
    public var documentation = ""
    /// Facts by name.
    public var metadata: [String: String] = [:]

    /// Creates a description that only says that DLCore wrote the file.
    public init() {}
  }

  /// The graph.
  let graph: ONNXGraph
  let name: String
  let exampleShape: Shape
  /// What the file says about itself besides the graph.
  public var description: Description

  /// Writes layers in ONNX's operators.
  ///
  /// - Parameters:
  ///   - layers: What the graph is to compute.
  ///   - exampleShape: The shape of one example, without the batch.
  ///   - mean: Subtracted from every scalar of the input first.
  ///   - deviation: Divides what is left; above 0.
  ///   - description: What the file says about itself.
  /// - Throws: `TensorError`, whose path names the layer, if a layer has no form in ONNX or two
  ///   layers do not fit together.
  public init<B: Backend>(
    _ layers: Sequential<B>, exampleShape: Shape, mean: Double = 0, deviation: Double = 1,
    description: Description = Description()
  ) throws(TensorError) {
    let input = try Shape([1] + exampleShape.extents).validated(for: "onnx")
    var graph = ONNXGraph(input: Self.input, output: Self.output, shape: input)
    if mean != 0 { graph.add("Sub", step: "centred", with: [graph.constant("mean", mean)]) }
    if deviation != 1 { graph.add("Div", step: "scaled", with: [graph.constant("std", deviation)]) }
    do throws(TensorError) {
      try layers.addNodes(to: &graph)
    } catch {
      throw error.inside(layers.name)
    }
    graph.finish()
    self.graph = graph
    self.exampleShape = exampleShape
    name = layers.name
    self.description = description
  }

  /// Writes a model in ONNX's operators.
  ///
  /// - Throws: `TensorError`, whose path names the layer, if a layer has no form in ONNX.
  public init<M: Model>(
    _ model: M, mean: Double = 0, deviation: Double = 1, description: Description = Description()
  ) throws(TensorError) {
    try self.init(
      model.layers, exampleShape: M.inputShape, mean: mean, deviation: deviation,
      description: description)
  }

  static let input = "image"
  static let output = "logits"
}
