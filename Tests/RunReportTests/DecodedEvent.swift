/// An event as a reader of the file sees it, who knows nothing of the writer.
struct DecodedEvent: Equatable {
  var time = 0.0
  var step = 0
  var scalars: [String: Float] = [:]

  /// The events of a file; `nil` for one that is cut off, or whose checksums are wrong.
  static func events(in file: [UInt8]) -> [DecodedEvent]? {
    var rest = file[...]
    var events: [DecodedEvent] = []
    while !rest.isEmpty {
      guard
        let head = take(8, from: &rest), let headSum = take(4, from: &rest),
        number(headSum) == checksum(head), number(head) <= rest.count,
        let content = take(Int(number(head)), from: &rest), let sum = take(4, from: &rest),
        number(sum) == checksum(content), let event = DecodedEvent(content)
      else { return nil }
      events.append(event)
    }
    return events
  }

  private init?(_ message: ArraySlice<UInt8>) {
    guard let fields = Self.fields(message) else { return nil }
    for (field, value) in fields {
      switch field {
      case 1: time = Double(bitPattern: Self.number(value))
      case 2: step = Int(Self.number(value))
      case 5:
        for (_, scalar) in Self.fields(value) ?? [] {
          let parts = Self.fields(scalar) ?? []
          guard parts.map(\.0) == [1, 2] else { return nil }
          scalars[String(decoding: parts[0].1, as: UTF8.self)] =
            Float(bitPattern: UInt32(Self.number(parts[1].1)))
        }
      default: continue
      }
    }
  }

  /// The fields of a message: their numbers and bytes, those of a varint decoded.
  private static func fields(_ message: ArraySlice<UInt8>) -> [(Int, ArraySlice<UInt8>)]? {
    var rest = message
    var fields: [(Int, ArraySlice<UInt8>)] = []
    while !rest.isEmpty {
      guard let key = varint(from: &rest) else { return nil }
      let value: ArraySlice<UInt8>?
      switch key & 7 {
      case 0:
        value = varint(from: &rest).map { number in
          (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }[...]
        }
      case 1: value = take(8, from: &rest)
      case 2: value = varint(from: &rest).flatMap { take(Int($0), from: &rest) }
      case 5: value = take(4, from: &rest)
      default: return nil
      }
      guard let value else { return nil }
      fields.append((Int(key >> 3), value))
    }
    return fields
  }

  private static func varint(from rest: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for place in 0..<9 {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << (7 * place)
      if byte < 0x80 { return value }
    }
    return nil
  }

  private static func take(_ count: Int, from rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The masked CRC-32C, bit by bit.
  private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var register: UInt32 = .max
    for byte in bytes {
      register ^= UInt32(byte)
      for _ in 0..<8 { register = register & 1 == 0 ? register >> 1 : register >> 1 ^ 0x82F6_3B78 }
    }
    let value = ~register
    return UInt64((value >> 15 | value << 17) &+ 0xA282_EAD8)
  }
}
