/// The three fields of a tensor's description, as they are met.
struct TensorFields {
  /// The tensor in words, for errors.
  let label: String
  /// The most axes.
  let rank: Int
  private var type: SafetensorsType?
  private var shape: [Int]?
  private var offsets: [Int]?

  init(label: String, rank: Int) {
    self.label = label
    self.rank = rank
  }

  /// Reads the value of one field.
  mutating func read(_ key: String, _ cursor: inout JSONCursor) throws(SafetensorsError) {
    switch key {
    case "dtype": type = try readType(&cursor)
    case "shape": shape = try readShape(&cursor)
    case "data_offsets": offsets = try readOffsets(&cursor)
    default:
      let field = SafetensorsError.quoted(key)
      throw cursor.error(
        .unknownField, "\(label) has the field \(field); only dtype, shape, data_offsets may be")
    }
  }

  /// The description, once all fields have been read.
  func tensor(named name: String) throws(SafetensorsError) -> SafetensorsHeader.Tensor {
    guard let type else { throw missing("dtype") }
    guard let shape else { throw missing("shape") }
    guard let offsets else { throw missing("data_offsets") }
    return .init(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
  }

  private func missing(_ field: String) -> SafetensorsError {
    SafetensorsError(.missingField, "\(label) has no \(field)")
  }

  private func readType(_ cursor: inout JSONCursor) throws(SafetensorsError) -> SafetensorsType {
    guard try cursor.peek() == UInt8(ascii: "\"") else {
      throw cursor.error(.unknownType, "the dtype of \(label) must be a string")
    }
    let text = try cursor.string()
    if let type = SafetensorsType(rawValue: text) { return type }
    let isKnown = SafetensorsType.others.contains(text)
    throw SafetensorsError(
      isKnown ? .unsupportedType : .unknownType,
      "\(label) has type \(SafetensorsError.quoted(text)); only F32, F64, F16 and BF16 can be read")
  }

  private func readShape(_ cursor: inout JSONCursor) throws(SafetensorsError) -> [Int] {
    guard try cursor.peek() == UInt8(ascii: "[") else {
      throw cursor.error(.invalidShape, "the shape of \(label) must be a list of sizes")
    }
    var shape: [Int] = []
    try cursor.array { (cursor) throws(SafetensorsError) in
      guard shape.count < rank else {
        throw SafetensorsError(.rankTooLarge, "\(label) has more than \(rank) axes")
      }
      shape.append(try cursor.integer())
    }
    return shape
  }

  /// Two numbers, the first not above the second.
  private func readOffsets(_ cursor: inout JSONCursor) throws(SafetensorsError) -> [Int] {
    let problem = "the data_offsets of \(label) must be a begin and an end, begin first"
    guard try cursor.peek() == UInt8(ascii: "[") else {
      throw cursor.error(.invalidOffsets, problem)
    }
    var offsets: [Int] = []
    try cursor.array { (cursor) throws(SafetensorsError) in
      guard offsets.count < 2 else { throw cursor.error(.invalidOffsets, problem) }
      offsets.append(try cursor.integer())
    }
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw cursor.error(.invalidOffsets, problem)
    }
    return offsets
  }
}
