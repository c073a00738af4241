/// A message in the wire format of protocol buffers, written field by field.
///
/// ```swift
/// var value = ProtobufMessage()
/// value.add(1, "loss")
/// value.add(2, Float(0.25))
/// ```
///
/// For files of a few small messages, whose generated code would take longer to build than all that
/// uses it. The format: protobuf.dev, "Encoding". What the fields mean is the caller's knowledge.
public struct ProtobufMessage: Hashable, Sendable {
  /// The message so far.
  public private(set) var bytes: [UInt8] = []

  /// Creates a message without fields.
  public init() {}

  /// How a field's value is laid out.
  private enum WireType: UInt64 {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case fixed32 = 5
  }

  /// Adds a `double`.
  public mutating func add(_ field: ProtobufField, _ value: Double) {
    begin(field, .fixed64)
    add(littleEndian: value.bitPattern)
  }

  /// Adds a `float`.
  public mutating func add(_ field: ProtobufField, _ value: Float) {
    begin(field, .fixed32)
    add(littleEndian: value.bitPattern)
  }

  /// Adds an `int32`, `int64` or enumeration; a negative one takes ten bytes.
  public mutating func add(_ field: ProtobufField, _ value: Int64) {
    begin(field, .varint)
    add(varint: UInt64(bitPattern: value))
  }

  /// Adds a `string`.
  public mutating func add(_ field: ProtobufField, _ text: String) {
    add(field, bytes: Array(text.utf8))
  }

  /// Adds another message.
  public mutating func add(_ field: ProtobufField, _ message: ProtobufMessage) {
    add(field, bytes: message.bytes)
  }

  /// Adds `bytes`.
  public mutating func add(_ field: ProtobufField, bytes content: [UInt8]) {
    begin(field, .lengthDelimited)
    add(varint: UInt64(content.count))
    bytes += content
  }

  /// Adds a packed `repeated int64`; nothing for no values.
  public mutating func add(_ field: ProtobufField, packed values: [Int64]) {
    guard !values.isEmpty else { return }
    var content = ProtobufMessage()
    for value in values { content.add(varint: UInt64(bitPattern: value)) }
    add(field, bytes: content.bytes)
  }

  private mutating func begin(_ field: ProtobufField, _ type: WireType) {
    add(varint: UInt64(field.number) << 3 | type.rawValue)
  }

  /// Seven bits a byte, the lowest first; the highest bit says that there are more.
  private mutating func add(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func add(littleEndian value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

/// A field's number in its message's definition.
public struct ProtobufField: Hashable, Sendable, ExpressibleByIntegerLiteral {
  /// The number.
  public let number: UInt32

  /// Creates a field's number from a literal.
  public init(integerLiteral number: UInt32) { self.number = number }
}
