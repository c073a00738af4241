/// A model as a reader of the file sees it, who knows the wire format and `onnx.proto` only.
struct DecodedONNX {
  struct Node: Equatable {
    var type = ""
    var name = ""
    var inputs: [String] = []
    var output = ""
    var attributes: [String: [Double]] = [:]
  }

  struct Constant: Equatable {
    var dimensions: [Int] = []
    var type = 0
    var floats: [Float] = []
    var integers: [Int] = []
  }

  var formatVersion = 0
  var operatorVersion = 0
  var texts: [Int: String] = [:]
  var metadata: [String: String] = [:]
  var name = ""
  var nodes: [Node] = []
  var tensors: [String: Constant] = [:]
  /// Dimensions of inputs, outputs and values between, by name; the batch is a text.
  var inputs: [String: [String]] = [:]
  var outputs: [String: [String]] = [:]
  var values: [String: [String]] = [:]

  init(_ bytes: [UInt8]) throws {
    for (field, value) in try wireFields(bytes[...]) {
      switch field {
      case 1: formatVersion = try value.number
      case 2, 3, 6: texts[field] = try value.text
      case 7: try readGraph(value.fields)
      case 8: operatorVersion = try value.fields.first { $0.0 == 2 }?.1.number ?? 0
      case 14:
        let entry = try value.fields.map { try $0.1.text }
        metadata[entry[0]] = entry[1]
      default: throw WireError.unknownField(field)
      }
    }
  }

  private mutating func readGraph(_ fields: [(Int, WireValue)]) throws {
    for (field, value) in fields {
      switch field {
      case 1: nodes.append(try Node(value.fields))
      case 2: name = try value.text
      case 5:
        let (name, tensor) = try Constant.named(value.fields)
        tensors[name] = tensor
      case 11: try Self.read(value, into: &inputs)
      case 12: try Self.read(value, into: &outputs)
      case 13: try Self.read(value, into: &values)
      default: throw WireError.unknownField(field)
      }
    }
  }

  private static func read(_ value: WireValue, into values: inout [String: [String]]) throws {
    let fields = try value.fields
    let type = try fields[1].1.fields[0].1.fields
    guard try type[0].1.number == 1 else { throw WireError.unknownField(0) }
    values[try fields[0].1.text] = try type[1].1.fields.map { _, dimension in
      let (field, extent) = try dimension.fields[0]
      return field == 1 ? try "\(extent.number)" : try extent.text
    }
  }
}

extension DecodedONNX.Node {
  init(_ fields: [(Int, WireValue)]) throws {
    for (field, value) in fields {
      switch field {
      case 1: inputs.append(try value.text)
      case 2: output = try value.text
      case 3: name = try value.text
      case 4: type = try value.text
      case 5: try readAttribute(value.fields)
      default: throw WireError.unknownField(field)
      }
    }
  }

  /// Checks as well that the attribute says of which type it is.
  private mutating func readAttribute(_ fields: [(Int, WireValue)]) throws {
    var name = ""
    var values: [Double] = []
    var (holder, type) = (0, 0)
    for (field, value) in fields {
      switch field {
      case 1: name = try value.text
      case 2: values = [Double(Float(bitPattern: UInt32(try value.number)))]
      case 3, 8: values.append(Double(try value.number))
      case 20: type = try value.number
      default: throw WireError.unknownField(field)
      }
      if [2, 3, 8].contains(field) { holder = field }
    }
    guard [2: 1, 3: 2, 8: 7][holder] == type else { throw WireError.unknownField(holder) }
    attributes[name] = values
  }
}

extension DecodedONNX.Constant {
  static func named(_ fields: [(Int, WireValue)]) throws -> (String, Self) {
    var (name, tensor) = ("", Self())
    for (field, value) in fields {
      switch field {
      case 1: tensor.dimensions.append(try value.number)
      case 2: tensor.type = try value.number
      case 7: tensor.integers = try value.packed
      case 8: name = try value.text
      case 9:
        let bytes = Array(try value.bytes)
        tensor.floats = stride(from: 0, to: bytes.count, by: 4).map { start in
          Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << ($1 * 8) })
        }
      default: throw WireError.unknownField(field)
      }
    }
    return (name, tensor)
  }
}
