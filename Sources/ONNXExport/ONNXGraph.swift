public import DLCore

/// A graph of ONNX that grows node by node, each taking what the one before gives.
///
/// Names are unique: where two layers have the same, the second's nodes get a number behind theirs.
public struct ONNXGraph: Sendable {
  /// The name of what the nodes so far compute.
  public private(set) var value: String
  /// The shape of what the layers so far compute, for one example.
  public private(set) var shape: Shape
  private(set) var nodes: [Node] = []
  private(set) var tensors: [Constant] = []
  /// The shapes of values between layers, for viewers.
  private(set) var shapes: [(name: String, shape: Shape)] = []
  private var path: [String] = []
  private let output: String
  private var nodeNames: Set<String> = []
  private var valueNames: Set<String>

  struct Node: Sendable {
    var type: String
    var name: String
    var inputs: [String]
    var output: String
    var attributes: [ONNXAttribute]
  }

  struct Constant: Sendable {
    enum Scalars: Sendable {
      case float([Float])
      case int64([Int64])
    }

    var name: String
    var dimensions: [Int]
    var scalars: Scalars
  }

  init(input: String, output: String, shape: Shape) {
    value = input
    self.shape = shape
    self.output = output
    valueNames = [input, output]
  }

  /// Adds a node of one output, which becomes `value`.
  ///
  /// - Parameters:
  ///   - type: The operator of ONNX's own domain.
  ///   - step: The node's name within the layer; empty for the layer's last or only node.
  ///   - inputs: The names of the inputs after the first, which is `value`.
  ///   - attributes: The operator's attributes that differ from their defaults.
  public mutating func add(
    _ type: String, step: String = "", with inputs: [String] = [],
    _ attributes: [ONNXAttribute] = []
  ) {
    add(type, step: step, inputs: [value] + inputs, attributes)
  }

  /// Adds a node of one output, which becomes `value`.
  ///
  /// - Parameters:
  ///   - type: The operator of ONNX's own domain.
  ///   - step: The node's name within the layer; empty for the layer's last or only node.
  ///   - inputs: The names of all inputs; an empty one stands for an optional input left out.
  ///   - attributes: The operator's attributes that differ from their defaults.
  public mutating func add(
    _ type: String, step: String = "", inputs: [String], _ attributes: [ONNXAttribute] = []
  ) {
    let name = Self.unique(place(step), &nodeNames)
    let output = Self.unique("\(name).result", &valueNames)
    nodes.append(
      Node(type: type, name: name, inputs: inputs, output: output, attributes: attributes))
    value = output
  }

  /// Adds a layer's weights, or others that are known beforehand; gives their name in the graph.
  ///
  /// - Parameters:
  ///   - name: The name within the layer.
  ///   - tensor: The values, written in single precision.
  ///   - dimensions: The shape in the graph, which holds as many scalars; by default the tensor's.
  public mutating func weights<B: Backend>(
    _ name: String, _ tensor: Tensor<B>, as dimensions: [Int]? = nil
  ) -> String {
    addTensor(
      name, dimensions ?? tensor.shape.extents, .float(tensor.scalars.map { Float($0) }))
  }

  /// Adds a number; gives its name in the graph.
  public mutating func constant(_ name: String, _ number: Double) -> String {
    addTensor(name, [], .float([Float(number)]))
  }

  /// Adds a list of whole numbers; gives its name in the graph.
  public mutating func constant(_ name: String, integers: [Int]) -> String {
    addTensor(name, [integers.count], .int64(integers.map(Int64.init)))
  }

  /// Adds layers that each take the value so far; gives the names of what they compute.
  ///
  /// - Throws: `TensorError` as `add` does.
  mutating func add<B: Backend>(
    branches layers: [any Layer<B>]
  ) throws(TensorError) -> [String] {
    let (input, shape) = (value, shape)
    var outputs: [String] = []
    for layer in layers {
      (value, self.shape) = (input, shape)
      try add(layer)
      outputs.append(value)
    }
    return outputs
  }

  /// Adds the nodes of a layer under its name.
  mutating func inside(
    _ layer: String, _ body: (inout ONNXGraph) throws(TensorError) -> Void
  ) throws(TensorError) {
    if !layer.isEmpty { path.append(layer) }
    defer { if !layer.isEmpty { path.removeLast() } }
    do throws(TensorError) { try body(&self) } catch { throw error.inside(layer) }
  }

  /// Notes the shape of what the nodes so far compute.
  mutating func describeValue(_ shape: Shape) {
    self.shape = shape
    guard nodes.last?.output == value, shapes.last?.name != value else { return }
    shapes.append((value, shape))
  }

  /// Ends the graph: what the nodes so far compute becomes its output.
  mutating func finish() {
    if nodes.isEmpty { add("Identity", step: "identity") }
    shapes.removeAll { $0.name == value }
    for index in nodes.indices {
      nodes[index].inputs = nodes[index].inputs.map { $0 == value ? output : $0 }
      if nodes[index].output == value { nodes[index].output = output }
    }
    value = output
  }

  private mutating func addTensor(
    _ name: String, _ dimensions: [Int], _ scalars: Constant.Scalars
  ) -> String {
    let name = Self.unique(place(name), &valueNames)
    tensors.append(Constant(name: name, dimensions: dimensions, scalars: scalars))
    return name
  }

  private func place(_ name: String) -> String {
    (path + (name.isEmpty ? [] : [name])).joined(separator: ".")
  }

  /// The name, with the first free number behind it where it is taken.
  private static func unique(_ name: String, _ names: inout Set<String>) -> String {
    var candidate = name
    var number = 2
    while !names.insert(candidate).inserted {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }
}

/// A setting of a node.
public struct ONNXAttribute: Hashable, Sendable {
  enum Value: Hashable, Sendable {
    case float(Float)
    case int(Int)
    case ints([Int])
  }

  let name: String
  let value: Value

  /// A real number.
  public static func float(_ name: String, _ value: Double) -> ONNXAttribute {
    ONNXAttribute(name: name, value: .float(Float(value)))
  }

  /// A whole number.
  public static func int(_ name: String, _ value: Int) -> ONNXAttribute {
    ONNXAttribute(name: name, value: .int(value))
  }

  /// Whole numbers.
  public static func ints(_ name: String, _ values: [Int]) -> ONNXAttribute {
    ONNXAttribute(name: name, value: .ints(values))
  }
}
