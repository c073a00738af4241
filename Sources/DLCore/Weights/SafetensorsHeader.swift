/// The header of a safetensors file, read and checked as far as it stands by itself.
struct SafetensorsHeader {
  /// One tensor's description.
  struct Tensor {
    var name: String
    var type: SafetensorsType
    var shape: [Int]
    /// The first byte of the data and the byte after the last, counted from the header's end.
    var begin: Int
    var end: Int
  }

  /// The tensors, in the order of their descriptions.
  private(set) var tensors: [Tensor] = []
  /// The text of `__metadata__`, checksums included.
  private(set) var metadata: [String: String] = [:]

  /// Reads a header, refusing whatever breaks a rule or a limit.
  init(_ bytes: ArraySlice<UInt8>, limits: SafetensorsLimits) throws(SafetensorsError) {
    guard bytes.first == UInt8(ascii: "{") else {
      throw SafetensorsError(.headerStart, "is not a safetensors file: no '{' at byte 8")
    }
    try Self.checkUTF8(bytes)
    var cursor = JSONCursor(bytes)
    try cursor.object { (key, cursor) throws(SafetensorsError) in
      if key == Self.metadataKey {
        try readMetadata(&cursor, limits)
      } else {
        try readTensor(named: key, &cursor, limits)
      }
    }
    guard cursor.rest.allSatisfy({ $0 == UInt8(ascii: " ") }) else {
      throw cursor.error(.headerTrailing, "only spaces may follow the header's closing brace")
    }
  }

  /// The key that holds text instead of a tensor.
  static let metadataKey = "__metadata__"

  private static func checkUTF8(_ bytes: ArraySlice<UInt8>) throws(SafetensorsError) {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid: continue
      case .emptyInput: return
      case .error: throw SafetensorsError(.invalidUTF8, "the header is not valid UTF-8")
      }
    }
  }

  private mutating func readMetadata(
    _ cursor: inout JSONCursor, _ limits: SafetensorsLimits
  ) throws(SafetensorsError) {
    guard try cursor.peek() == UInt8(ascii: "{") else {
      throw cursor.error(.invalidMetadata, "__metadata__ must be an object of strings")
    }
    var pairs: [String: String] = [:]
    try cursor.object { (key, cursor) throws(SafetensorsError) in
      guard try cursor.peek() == UInt8(ascii: "\"") else {
        let name = SafetensorsError.quoted(key)
        throw cursor.error(.invalidMetadata, "the metadata \(name) must be a string")
      }
      guard pairs.count < limits.metadataPairs else {
        throw SafetensorsError(
          .tooMuchMetadata, "has more than \(limits.metadataPairs) pairs of metadata")
      }
      pairs[key] = try cursor.string()
    }
    metadata = pairs
  }

  private mutating func readTensor(
    named name: String, _ cursor: inout JSONCursor, _ limits: SafetensorsLimits
  ) throws(SafetensorsError) {
    try SafetensorsRules.checkName(name, limits)
    guard tensors.count < limits.tensors else {
      throw SafetensorsError(.tooManyTensors, "has more than \(limits.tensors) tensors")
    }
    let label = "tensor \(SafetensorsError.quoted(name))"
    guard try cursor.peek() == UInt8(ascii: "{") else {
      throw cursor.error(.invalidEntry, "\(label) must be described by an object")
    }
    var fields = TensorFields(label: label, rank: limits.rank)
    try cursor.object { (key, cursor) throws(SafetensorsError) in
      try fields.read(key, &cursor)
    }
    tensors.append(try fields.tensor(named: name))
  }
}

extension SafetensorsHeader {
  /// Puts the tensors in the order of their data; empty ones keep the header's order.
  mutating func sortByOffset() {
    let order = tensors.indices.sorted {
      let (a, b) = (tensors[$0], tensors[$1])
      return (a.begin, a.end, $0) < (b.begin, b.end, $1)
    }
    tensors = order.map { tensors[$0] }
  }

  /// Refuses tensors, sorted by offset, that do not fill the data exactly, one after the other.
  func checkLayout(dataBytes: Int) throws(SafetensorsError) {
    var position = 0
    for tensor in tensors {
      let label = "tensor \(SafetensorsError.quoted(tensor.name))"
      let needed = try SafetensorsRules.byteCount(
        of: tensor.name, shape: tensor.shape, type: tensor.type)
      guard tensor.end - tensor.begin == needed else {
        throw SafetensorsError(
          .sizeMismatch,
          "\(label) needs \(needed) bytes, its range has \(tensor.end - tensor.begin)")
      }
      guard tensor.begin == position else {
        throw SafetensorsError(
          tensor.begin > position ? .hole : .overlap,
          "\(label) begins at data byte \(tensor.begin); \(position) would be right")
      }
      guard tensor.end <= dataBytes else {
        throw SafetensorsError(
          .dataPastEnd,
          "\(label) ends at data byte \(tensor.end) of \(dataBytes): the file was cut short")
      }
      position = tensor.end
    }
    guard position == dataBytes else {
      throw SafetensorsError(
        .trailingData, "\(dataBytes - position) bytes follow the last tensor")
    }
  }
}
