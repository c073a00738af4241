import DLCore
import ProtobufWire

// The messages of ONNX; the numbers are those of their fields in the file `onnx.proto` of the
// project onnx/onnx.

extension ONNXModel {
  /// The file's content; the same model always gives the same.
  public var bytes: [UInt8] {
    var model = ProtobufMessage()  // ModelProto
    model.add(1, Int64(Self.formatVersion))
    model.add(2, description.producer)
    model.add(3, description.producerVersion)
    model.add(6, description.documentation)
    model.add(7, graphMessage)
    model.add(8, operators)
    for (key, text) in description.metadata.sorted(by: { $0.key < $1.key }) {
      var entry = ProtobufMessage()  // StringStringEntryProto
      entry.add(1, key)
      entry.add(2, text)
      model.add(14, entry)
    }
    return model.bytes
  }

  /// OperatorSetIdProto; the empty domain is ONNX's own.
  private var operators: ProtobufMessage {
    var message = ProtobufMessage()
    message.add(1, "")
    message.add(2, Int64(Self.operatorVersion))
    return message
  }

  /// GraphProto.
  private var graphMessage: ProtobufMessage {
    var message = ProtobufMessage()
    for node in graph.nodes { message.add(1, node.message) }
    message.add(2, name)
    for tensor in graph.tensors { message.add(5, tensor.message) }
    let input = Shape([1] + exampleShape.extents)
    message.add(11, Self.valueInfo(Self.input, input))
    message.add(12, Self.valueInfo(Self.output, graph.shape))
    for value in graph.shapes { message.add(13, Self.valueInfo(value.name, value.shape)) }
    return message
  }

  /// ValueInfoProto of single-precision scalars, whose first dimension is the batch.
  private static func valueInfo(_ name: String, _ shape: Shape) -> ProtobufMessage {
    var dimensions = ProtobufMessage()  // TensorShapeProto
    for (axis, extent) in shape.extents.enumerated() {
      var dimension = ProtobufMessage()  // TensorShapeProto.Dimension
      if axis == 0 { dimension.add(2, "N") } else { dimension.add(1, Int64(extent)) }
      dimensions.add(1, dimension)
    }
    var tensor = ProtobufMessage()  // TypeProto.Tensor
    tensor.add(1, ONNXGraph.Constant.floatType)
    tensor.add(2, dimensions)
    var type = ProtobufMessage()  // TypeProto
    type.add(1, tensor)
    var value = ProtobufMessage()
    value.add(1, name)
    value.add(2, type)
    return value
  }
}

extension ONNXGraph.Node {
  /// NodeProto.
  var message: ProtobufMessage {
    var message = ProtobufMessage()
    for input in inputs { message.add(1, input) }
    message.add(2, output)
    message.add(3, name)
    message.add(4, type)
    for attribute in attributes { message.add(5, attribute.message) }
    return message
  }
}

extension ONNXAttribute {
  /// AttributeProto; field 20 says which of the others holds the value.
  var message: ProtobufMessage {
    var message = ProtobufMessage()
    message.add(1, name)
    switch value {
    case .float(let value):
      message.add(2, value)
      message.add(20, Int64(1))
    case .int(let value):
      message.add(3, Int64(value))
      message.add(20, Int64(2))
    case .ints(let values):
      // Not packed: the definition does not say so, and it is in proto2.
      for value in values { message.add(8, Int64(value)) }
      message.add(20, Int64(7))
    }
    return message
  }
}

extension ONNXGraph.Constant {
  /// TensorProto.DataType.FLOAT.
  static let floatType: Int64 = 1
  /// TensorProto.DataType.INT64.
  static let int64Type: Int64 = 7

  /// TensorProto.
  var message: ProtobufMessage {
    var message = ProtobufMessage()
    for extent in dimensions { message.add(1, Int64(extent)) }
    switch scalars {
    case .float(let values):
      message.add(2, Self.floatType)
      message.add(8, name)
      message.add(9, bytes: values.flatMap(\.littleEndianBytes))
    case .int64(let values):
      message.add(2, Self.int64Type)
      message.add(7, packed: values)
      message.add(8, name)
    }
    return message
  }
}

extension Float {
  fileprivate var littleEndianBytes: [UInt8] {
    let bits = bitPattern
    return (0..<4).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
  }
}
