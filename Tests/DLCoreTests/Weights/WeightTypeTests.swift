import DLCore
import Testing

@Suite struct WeightTypeTests {
  /// The value of any binary format, straight from its definition in IEEE 754.
  private func value(_ bits: UInt16, exponentBits: Int, fractionBits: Int) -> Double {
    let exponent = Int(bits >> fractionBits) & (1 << exponentBits - 1)
    let fraction = Double(Int(bits) & (1 << fractionBits - 1))
    let bias = 1 << (exponentBits - 1) - 1
    let sign: Double = bits >> 15 == 0 ? 1 : -1
    func scaled(_ significand: Double, _ power: Int) -> Double {
      sign * Double(sign: .plus, exponent: power, significand: significand)
    }
    if exponent == 1 << exponentBits - 1 { return fraction == 0 ? sign * .infinity : .nan }
    if exponent == 0 { return scaled(fraction, 1 - bias - fractionBits) }
    return scaled(fraction + Double(1 << fractionBits), exponent - bias - fractionBits)
  }

  @Test func everyHalfIsExact() {
    for bits in UInt16.min...UInt16.max {
      let expected = value(bits, exponentBits: 5, fractionBits: 10)
      let float = Float(float16: bits)
      guard !expected.isNaN else {
        let payload = UInt32(bits & 0x3FF) << 13
        let sign = UInt32(bits >> 15) << 31
        #expect(float.isNaN && float.bitPattern == sign | 0x7F80_0000 | payload)
        continue
      }
      #expect(Double(float) == expected && float.sign == expected.sign)
    }
  }

  @Test func everyBrainFloatIsExact() {
    for bits in UInt16.min...UInt16.max {
      let expected = value(bits, exponentBits: 8, fractionBits: 7)
      let float = Float(bfloat16: bits)
      #expect(float.bitPattern == UInt32(bits) << 16)
      #expect(expected.isNaN ? float.isNaN : Double(float) == expected)
    }
  }

  @Test func halvesThatPeopleKnow() {
    let cases: [(UInt16, Float)] = [
      (0x0000, 0), (0x0001, 0x1p-24), (0x03FF, 0x1.FF8p-15), (0x0400, 0x1p-14), (0x3C00, 1),
      (0xC000, -2), (0x7BFF, 65504), (0x7C00, .infinity), (0xFC00, -.infinity),
      (0x3555, 0x1.554p-2),
    ]
    for (bits, value) in cases { #expect(Float(float16: bits) == value) }
    #expect(Float(float16: 0x8000).bitPattern == 0x8000_0000)
  }

  @Test func eachTypeIsReadFromItsBytes() throws {
    let header = """
      {\(tensor("d", "F64", "[3]", "[0,24]")),\(tensor("f", "F32", "[2]", "[24,32]")),\
      \(tensor("h", "F16", "[2]", "[32,36]")),\(tensor("b", "BF16", "[2]", "[36,40]"))}
      """
    var bytes = safetensors(header)
    for value in [0.1, 1e300, -0x1p-1074] {
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
    }
    bytes += [0x01, 0x02, 0xA0, 0x7F, 0x01, 0, 0, 0x80]
    bytes += [0x00, 0x3C, 0x01, 0x80, 0x80, 0x3F, 0x49, 0xC0]
    let archive = try WeightArchive(decoding: bytes)
    #expect(archive["d"]?.scalars == [0.1, .infinity, -0.0])
    #expect(archive["f"]?.scalars.map(\.bitPattern) == [0x7FA0_0201, 0x8000_0001])
    #expect(archive["h"]?.scalars == [1, -0x1p-24])
    #expect(archive["b"]?.scalars == [1, -3.140625])
  }

  @Test func escapesMeanTheirScalars() throws {
    let cases = [
      (#"\u0041\u00e9\u00E9"#, "Aéé"), (#"\ud800\udc00"#, "\u{10000}"),
      (#"\uD83D\uDE00"#, "😀"), (#"\udbff\udfff"#, "\u{10FFFF}"), (#"\ud83d\udfff"#, "\u{1F7FF}"),
      (#"\u0000\u001f\uffff"#, "\0\u{1F}\u{FFFF}"),
      (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"),
    ]
    for (escaped, text) in cases {
      let archive = try WeightArchive(
        decoding: safetensors(#"{"__metadata__":{"k":"\#(escaped)"}}"#))
      #expect(archive.metadata == ["k": text])
    }
  }

  @Test func integersAreRefusedByNameAndType() {
    for type in SafetensorsType.others.sorted() {
      let error = decodingError(safetensors("{\(tensor("labels", type))}", data: 4))
      #expect(error?.kind == .unsupportedType)
      #expect(error?.description.contains("'labels'") == true)
      #expect(error?.description.contains("'\(type)'") == true)
    }
  }

  /// RFC 3720, appendix B.4, and the usual check value of "123456789".
  @Test func checksumsMatchTheStandard() {
    let cases: [([UInt8], UInt32)] = [
      ([], 0), (Array("123456789".utf8), 0xE306_9283),
      (Array(repeating: 0, count: 32), 0x8A91_36AA),
      (Array(repeating: 0xFF, count: 32), 0x62A8_AB43), (Array(0..<32), 0x46DD_794E),
      (Array((0..<32).reversed()), 0x113F_DB5C),
    ]
    for (bytes, checksum) in cases { #expect(CRC32C.checksum(bytes) == checksum) }
  }
}
