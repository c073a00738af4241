import ProtobufWire
import Testing

/// Bytes are those that protobuf.dev, "Encoding", gives, or that `protoc --encode` writes.
struct ProtobufMessageTests {
  private func bytes(_ fill: (inout ProtobufMessage) -> Void) -> [UInt8] {
    var message = ProtobufMessage()
    fill(&message)
    return message.bytes
  }

  @Test func aMessageWithoutFieldsIsEmpty() {
    #expect(ProtobufMessage().bytes.isEmpty)
  }

  @Test(
    arguments: [
      (0, [0]), (1, [1]), (127, [0x7F]), (128, [0x80, 1]), (150, [0x96, 1]),
      (16_383, [0xFF, 0x7F]), (16_384, [0x80, 0x80, 1]),
      (.max, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]),
      (-1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]),
      (-2, [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]),
      (.min, [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1]),
    ] as [(Int64, [UInt8])])
  func wholeNumbersTakeSevenBitsAByte(value: Int64, expected: [UInt8]) {
    #expect(bytes { $0.add(1, value) } == [0x08] + expected)
  }

  @Test func fieldNumbersAboveFifteenTakeMoreBytes() {
    #expect(bytes { $0.add(15, Int64(1)) } == [0x78, 1])
    #expect(bytes { $0.add(16, Int64(1)) } == [0x80, 0x01, 1])
    #expect(bytes { $0.add(536_870_911, Int64(1)) } == [0xF8, 0xFF, 0xFF, 0xFF, 0x0F, 1])
  }

  @Test func realNumbersAreLittleEndian() {
    #expect(bytes { $0.add(2, Float(1.5)) } == [0x15, 0, 0, 0xC0, 0x3F])
    #expect(bytes { $0.add(1, Double(-2)) } == [0x09, 0, 0, 0, 0, 0, 0, 0, 0xC0])
  }

  @Test func textsHaveALengthInBytes() {
    let testing: [UInt8] = [0x12, 7, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6E, 0x67]
    #expect(bytes { $0.add(2, "testing") } == testing)
    #expect(bytes { $0.add(2, "é") } == [0x12, 2, 0xC3, 0xA9])
    #expect(bytes { $0.add(2, "") } == [0x12, 0])
  }

  @Test func messagesNest() {
    var inner = ProtobufMessage()
    inner.add(1, Int64(150))
    #expect(bytes { $0.add(3, inner) } == [0x1A, 3, 0x08, 0x96, 1])
    #expect(bytes { $0.add(3, ProtobufMessage()) } == [0x1A, 0])
  }

  @Test func lengthsAreVarintsToo() {
    let content = [UInt8](repeating: 7, count: 300)
    #expect(bytes { $0.add(1, bytes: content) } == [0x0A, 0xAC, 0x02] + content)
  }

  @Test func packedNumbersShareOneLength() {
    let expected: [UInt8] = [0x32, 6, 3, 0x8E, 0x02, 0x9E, 0xA7, 0x05]
    #expect(bytes { $0.add(6, packed: [3, 270, 86_942]) } == expected)
    #expect(bytes { $0.add(6, packed: []) }.isEmpty)
  }

  @Test func fieldsKeepTheirOrder() {
    let expected: [UInt8] = [0x10, 1, 0x08, 2, 0x10, 3]
    #expect(
      bytes {
        $0.add(2, Int64(1))
        $0.add(1, Int64(2))
        $0.add(2, Int64(3))
      } == expected)
  }
}
