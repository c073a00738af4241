/// A message in the wire format of protocol buffers, field by field.
///
/// Event files need four small messages; a code generator for them would take longer to build than
/// the rest of the package. The format: protobuf.dev, "Encoding".
struct ProtobufMessage: Sendable {
  /// The message so far.
  private(set) var bytes: [UInt8] = []

  /// How a field's value is laid out.
  private enum WireType: UInt64 {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case fixed32 = 5
  }

  /// Adds a field of 64 bits in floating point.
  mutating func add(_ field: UInt64, _ value: Double) {
    begin(field, .fixed64)
    add(littleEndian: value.bitPattern)
  }

  /// Adds a field of 32 bits in floating point.
  mutating func add(_ field: UInt64, _ value: Float) {
    begin(field, .fixed32)
    add(littleEndian: value.bitPattern)
  }

  /// Adds a whole number.
  mutating func add(_ field: UInt64, _ value: Int64) {
    begin(field, .varint)
    add(varint: UInt64(bitPattern: value))
  }

  /// Adds a text.
  mutating func add(_ field: UInt64, _ text: String) { add(field, Array(text.utf8)) }

  /// Adds another message.
  mutating func add(_ field: UInt64, _ message: ProtobufMessage) { add(field, message.bytes) }

  private mutating func add(_ field: UInt64, _ content: [UInt8]) {
    begin(field, .lengthDelimited)
    add(varint: UInt64(content.count))
    bytes += content
  }

  private mutating func begin(_ field: UInt64, _ type: WireType) {
    add(varint: field << 3 | type.rawValue)
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
