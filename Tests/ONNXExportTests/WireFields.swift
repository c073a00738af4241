/// What is wrong with a message.
enum WireError: Error {
  case truncated
  case unknownType(Int)
  case unknownField(Int)
  case otherType
}

/// A field's value as it lies in a message.
enum WireValue {
  case number(Int)
  case content(ArraySlice<UInt8>)

  var number: Int {
    get throws {
      guard case .number(let number) = self else { throw WireError.otherType }
      return number
    }
  }

  var bytes: ArraySlice<UInt8> {
    get throws {
      guard case .content(let bytes) = self else { throw WireError.otherType }
      return bytes
    }
  }

  var text: String { get throws { String(decoding: try bytes, as: UTF8.self) } }
  var fields: [(Int, WireValue)] { get throws { try wireFields(bytes) } }

  var packed: [Int] {
    get throws {
      var rest = try bytes
      var values: [Int] = []
      while !rest.isEmpty { values.append(try varint(&rest)) }
      return values
    }
  }
}

/// The fields of a message in their order.
func wireFields(_ message: ArraySlice<UInt8>) throws -> [(Int, WireValue)] {
  var rest = message
  var fields: [(Int, WireValue)] = []
  while !rest.isEmpty {
    let key = try varint(&rest)
    switch key & 7 {
    case 0: fields.append((key >> 3, .number(try varint(&rest))))
    case 2:
      let length = try varint(&rest)
      fields.append((key >> 3, .content(try take(length, &rest))))
    case 5:
      let bytes = Array(try take(4, &rest))
      fields.append((key >> 3, .number((0..<4).reduce(0) { $0 | Int(bytes[$1]) << ($1 * 8) })))
    default: throw WireError.unknownType(key & 7)
    }
  }
  return fields
}

private func varint(_ rest: inout ArraySlice<UInt8>) throws -> Int {
  var value: UInt64 = 0
  for place in 0..<10 {
    guard let byte = rest.popFirst() else { throw WireError.truncated }
    value |= UInt64(byte & 0x7F) << (7 * place)
    if byte < 0x80 { return Int(truncatingIfNeeded: value) }
  }
  throw WireError.truncated
}

private func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) throws -> ArraySlice<UInt8> {
  guard count >= 0, rest.count >= count else { throw WireError.truncated }
  defer { rest = rest.dropFirst(count) }
  return rest.prefix(count)
}
