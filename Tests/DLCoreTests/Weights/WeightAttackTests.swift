import DLCore
import Testing

/// A file that somebody might send, and what the reader must make of it.
struct Attack: Sendable, CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]
  /// The rule it breaks; nil for a file that must be read.
  var expected: SafetensorsError.Kind?

  init(_ name: String, _ bytes: [UInt8], _ expected: SafetensorsError.Kind?) {
    self.name = name
    self.bytes = bytes
    self.expected = expected
  }

  var testDescription: String { name }
}

@Suite struct WeightAttackTests {
  @Test(arguments: frameAttacks + jsonAttacks + contentAttacks + layoutAttacks + checksumAttacks)
  func eachFileMeetsItsRule(_ attack: Attack) {
    let error = decodingError(attack.bytes)
    #expect(error?.kind == attack.expected)
    guard let line = error?.description else { return }
    #expect(!line.isEmpty && !line.contains(where: \.isNewline))
    #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    #expect(line.utf8.count < 400)
  }

  /// Every rule of the reader has an attack that breaks it.
  @Test func everyRuleIsAttacked() {
    let attacked = Set(
      (frameAttacks + jsonAttacks + contentAttacks + layoutAttacks + checksumAttacks)
        .compactMap(\.expected))
    let writersOnly: Set<SafetensorsError.Kind> = [.scalarCount, .reservedKey]
    #expect(Set(SafetensorsError.Kind.allCases).subtracting(attacked) == writersOnly)
  }

  @Test func limitsBindWhereTheyAreSet() {
    let two = safetensors("{\(tensor("a")),\(tensor("b", "F32", "[1]", "[4,8]"))}", data: 8)
    let text = safetensors(#"{"__metadata__":{"a":"","b":""}}"#)
    #expect(decodingError(two) == nil && decodingError(text) == nil)
    let cases: [([UInt8], SafetensorsLimits, SafetensorsError.Kind)] = [
      (two, .init(tensors: 1), .tooManyTensors), (two, .init(rank: 0), .rankTooLarge),
      (two, .init(nameBytes: 0), .invalidName), (two, .init(headerBytes: 8), .headerTooLong),
      (text, .init(metadataPairs: 1), .tooMuchMetadata),
      (two, .init(headerBytes: -1), .headerTooLong),
    ]
    for (bytes, limits, kind) in cases {
      #expect(decodingError(bytes, limits: limits)?.kind == kind)
    }
    #expect(SafetensorsLimits(headerBytes: .max).headerBytes == 100_000_000)
  }
}

private let frameAttacks: [Attack] = [
  Attack("empty file", [], .fileTooShort),
  Attack("seven bytes", [2, 0, 0, 0, 0, 0, 0], .fileTooShort),
  Attack("length only", safetensors(""), .headerStart),
  Attack("no header but data", safetensors("", data: 8), .headerStart),
  Attack("all zeros", .init(repeating: 0, count: 64), .headerStart),
  Attack("all ones", .init(repeating: 0xFF, count: 64), .headerTooLong),
  Attack("length 2^63", safetensors("{}", length: 1 << 63), .headerTooLong),
  Attack("length 2^63 - 1", safetensors("{}", length: 1 << 63 - 1), .headerTooLong),
  Attack("length above the limit", safetensors("{}", length: 100_000_001), .headerTooLong),
  Attack("length one too long", safetensors("{}", length: 3), .headerPastEnd),
  Attack("length a million", safetensors("{}", length: 1_000_000), .headerPastEnd),
  Attack("length one too short", safetensors("{}", length: 1), .invalidJSON),
  Attack("big-endian length", [0, 0, 0, 0, 0, 0, 0, 2] + Array("{}".utf8), .headerTooLong),
  Attack("space before the header", safetensors(" {}"), .headerStart),
  Attack("line break before the header", safetensors("\n{}"), .headerStart),
  Attack("byte order mark", safetensors("\u{FEFF}{}"), .headerStart),
  Attack("an array", safetensors("[]"), .headerStart),
  Attack("a string", safetensors(#""a""#), .headerStart),
  Attack("null", safetensors("null"), .headerStart),
  Attack("a pickle", Array("\u{80}\u{2}}q\u{0}.PK\u{3}\u{4}rest of it".utf8), .headerTooLong),
  Attack("empty object", safetensors("{}"), nil),
  Attack("padded object", safetensors("{}      "), nil),
  Attack("tab as padding", safetensors("{}\t"), .headerTrailing),
  Attack("line break as padding", safetensors("{}\n"), .headerTrailing),
  Attack("zero as padding", safetensors("{}\0"), .headerTrailing),
  Attack("second object", safetensors("{}{}"), .headerTrailing),
  Attack("letter after the object", safetensors("{} x"), .headerTrailing),
]

private let jsonAttacks: [Attack] = [
  Attack("stray continuation byte", safetensors(Array(#"{""#.utf8) + [0x80]), .invalidUTF8),
  Attack("overlong slash", safetensors(Array(#"{""#.utf8) + [0xC0, 0xAF]), .invalidUTF8),
  Attack(
    "surrogate in UTF-8", safetensors(Array(#"{""#.utf8) + [0xED, 0xA0, 0x80]), .invalidUTF8),
  Attack(
    "scalar above U+10FFFF", safetensors(Array(#"{""#.utf8) + [0xF4, 0x90, 0x80, 0x80]),
    .invalidUTF8),
  Attack("cut UTF-8 sequence", safetensors(Array("{} ".utf8) + [0xE2, 0x82]), .invalidUTF8),
  Attack("open object", safetensors("{"), .invalidJSON),
  Attack("key without value", safetensors(#"{"a"}"#), .invalidJSON),
  Attack("key without quotes", safetensors("{a:1}"), .invalidJSON),
  Attack("key in single quotes", safetensors("{'a':1}"), .invalidJSON),
  Attack("number as key", safetensors("{1:2}"), .invalidJSON),
  Attack("open key", safetensors(#"{"a"#), .invalidJSON),
  Attack("nothing after the colon", safetensors(#"{"a":"#), .invalidJSON),
  Attack("comma first", safetensors("{,}"), .invalidJSON),
  Attack("trailing comma", safetensors("{\(tensor("a")),}", data: 4), .invalidJSON),
  Attack("two commas", safetensors("{\(tensor("a")),,}", data: 4), .invalidJSON),
  Attack("semicolon", safetensors("{\(tensor("a"));}", data: 4), .invalidJSON),
  Attack("comment", safetensors("{/**/}"), .invalidJSON),
  Attack(
    "trailing comma in a shape", safetensors("{\(tensor("a", "F32", "[1,]"))}", data: 4),
    .invalidNumber),
  Attack(
    "missing comma in a shape", safetensors("{\(tensor("a", "F32", "[1 1]"))}", data: 4),
    .invalidJSON),
  Attack(
    "open shape", safetensors("{\(tensor("a", "F32", "[1}"))}", data: 4), .invalidJSON),
  Attack(
    "deep arrays", safetensors("{\"a\":" + String(repeating: "[", count: 100_000)), .invalidEntry),
  Attack(
    "deep objects", safetensors(String(repeating: "{\"a\":", count: 100_000)), .unknownField),
  Attack(
    "deep shape",
    safetensors(#"{"a":{"shape":"# + String(repeating: "[", count: 100_000)), .invalidNumber),
  Attack("raw line break in a name", safetensors("{\"a\nb\":1}"), .invalidString),
  Attack("raw zero in a name", safetensors("{\"a\0b\":1}"), .invalidString),
  Attack("unknown escape", safetensors(#"{"\x41":1}"#), .invalidString),
  Attack("short escape", safetensors(#"{"\u41":1}"#), .invalidString),
  Attack("escape at the end", safetensors(#"{"\"#), .invalidString),
  Attack("signed escape", safetensors(#"{"\u+041":1}"#), .invalidString),
  Attack("high surrogate alone", safetensors(#"{"\ud83d":1}"#), .invalidString),
  Attack("low surrogate alone", safetensors(#"{"\ude00":1}"#), .invalidString),
  Attack("two high surrogates", safetensors(#"{"\ud83d\ud83d":1}"#), .invalidString),
  Attack("high surrogate and a letter", safetensors(#"{"\ud83d\u0041":1}"#), .invalidString),
  Attack("surrogate pair", safetensors("{\(tensor(#"\ud83d\ude00"#))}", data: 4), nil),
  Attack("all escapes", safetensors(#"{"__metadata__":{"\"\\\/\b\f\n\r\t":"\u0000"}}"#), nil),
  Attack("white space", safetensors("{ \t\r\n\(tensor("a", "F32", "[ 1 ]")) \n}", data: 4), nil),
]

private let contentAttacks: [Attack] = [
  Attack("name twice", safetensors("{\(tensor("a")),\(tensor("a"))}", data: 4), .duplicateKey),
  Attack(
    "name twice, once escaped", safetensors("{\(tensor("a")),\(tensor(#"\u0061"#))}", data: 4),
    .duplicateKey),
  Attack(
    "name twice, composed otherwise",
    safetensors("{\(tensor("\u{E9}")),\(tensor("e\u{301}", "F32", "[1]", "[4,8]"))}", data: 8),
    .duplicateKey),
  Attack(
    "metadata twice", safetensors(#"{"__metadata__":{},"__metadata__":{}}"#), .duplicateKey),
  Attack("key twice", safetensors(#"{"__metadata__":{"a":"","a":""}}"#), .duplicateKey),
  Attack(
    "key twice, once escaped", safetensors(#"{"__metadata__":{"a":"","\u0061":""}}"#),
    .duplicateKey),
  Attack(
    "field twice", safetensors(#"{"a":{"dtype":"F32","dtype":"F32"}}"#), .duplicateKey),
  Attack("metadata null", safetensors(#"{"__metadata__":null}"#), .invalidMetadata),
  Attack("metadata an array", safetensors(#"{"__metadata__":[]}"#), .invalidMetadata),
  Attack("metadata a number", safetensors(#"{"__metadata__":{"a":1}}"#), .invalidMetadata),
  Attack("metadata NaN", safetensors(#"{"__metadata__":{"a":NaN}}"#), .invalidMetadata),
  Attack("metadata nested", safetensors(#"{"__metadata__":{"a":{}}}"#), .invalidMetadata),
  Attack("metadata by the thousand", manyPairs, .tooMuchMetadata),
  Attack("tensor a number", safetensors(#"{"a":1}"#), .invalidEntry),
  Attack("tensor null", safetensors(#"{"a":null}"#), .invalidEntry),
  Attack("tensor an array", safetensors(#"{"a":["F32",[1],[0,4]]}"#), .invalidEntry),
  Attack("tensor without fields", safetensors(#"{"a":{}}"#), .missingField),
  Attack(
    "no dtype", safetensors(#"{"a":{"shape":[1],"data_offsets":[0,4]}}"#, data: 4), .missingField),
  Attack(
    "no shape", safetensors(#"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, data: 4),
    .missingField),
  Attack("no offsets", safetensors(#"{"a":{"dtype":"F32","shape":[1]}}"#), .missingField),
  Attack("unknown field", safetensors(#"{"a":{"dtype":"F32","x":{}}}"#), .unknownField),
  Attack("field in capitals", safetensors(#"{"a":{"DTYPE":"F32"}}"#), .unknownField),
  Attack("empty name", safetensors("{\(tensor(""))}", data: 4), .invalidName),
  Attack("zero in a name", safetensors("{\(tensor(#"a\u0000"#))}", data: 4), .invalidName),
  Attack("line break in a name", safetensors("{\(tensor(#"a\nb"#))}", data: 4), .invalidName),
  Attack("delete in a name", safetensors("{\(tensor("a\u{7F}"))}", data: 4), .invalidName),
  Attack(
    "endless name", safetensors("{\(tensor(String(repeating: "a", count: 1025)))}", data: 4),
    .invalidName),
  Attack("path as a name", safetensors("{\(tensor("../../etc/passwd"))}", data: 4), nil),
  Attack(
    "longest name", safetensors("{\(tensor(String(repeating: "a", count: 1024)))}", data: 4), nil),
  Attack("tensors by the thousand", manyTensors, .tooManyTensors),
  Attack("dtype a number", safetensors(#"{"a":{"dtype":32}}"#), .unknownType),
  Attack("dtype unknown", safetensors("{\(tensor("a", "F31"))}", data: 4), .unknownType),
  Attack("dtype in small letters", safetensors("{\(tensor("a", "f32"))}", data: 4), .unknownType),
  Attack("dtype empty", safetensors("{\(tensor("a", ""))}", data: 4), .unknownType),
  Attack("integers", safetensors("{\(tensor("a", "I32"))}", data: 4), .unsupportedType),
  Attack(
    "booleans", safetensors("{\(tensor("a", "BOOL", "[4]"))}", data: 4), .unsupportedType),
  Attack("shape null", safetensors("{\(tensor("a", "F32", "null"))}", data: 4), .invalidShape),
  Attack("shape a number", safetensors("{\(tensor("a", "F32", "1"))}", data: 4), .invalidShape),
  Attack("shape of text", safetensors("{\(tensor("a", "F32", #"["1"]"#))}"), .invalidNumber),
  Attack("size negative", safetensors("{\(tensor("a", "F32", "[-1]"))}"), .invalidNumber),
  Attack("size minus zero", safetensors("{\(tensor("a", "F32", "[-0]"))}"), .invalidNumber),
  Attack("size a fraction", safetensors("{\(tensor("a", "F32", "[1.0]"))}"), .invalidNumber),
  Attack("size with exponent", safetensors("{\(tensor("a", "F32", "[1e0]"))}"), .invalidNumber),
  Attack("size with leading zero", safetensors("{\(tensor("a", "F32", "[01]"))}"), .invalidNumber),
  Attack("size NaN", safetensors("{\(tensor("a", "F32", "[NaN]"))}"), .invalidNumber),
  Attack("size infinite", safetensors("{\(tensor("a", "F32", "[Infinity]"))}"), .invalidNumber),
  Attack("size true", safetensors("{\(tensor("a", "F32", "[true]"))}"), .invalidNumber),
  Attack("size hexadecimal", safetensors("{\(tensor("a", "F32", "[0x1]"))}"), .invalidJSON),
  Attack(
    "size 2^63", safetensors("{\(tensor("a", "F32", "[9223372036854775808]"))}"), .numberTooLarge),
  Attack(
    "size of 40 digits",
    safetensors("{\(tensor("a", "F32", "[\(String(repeating: "9", count: 40))]"))}"),
    .numberTooLarge),
  Attack("rank 9", safetensors("{\(tensor("a", "F32", rank(9)))}", data: 4), .rankTooLarge),
  Attack("rank 4096", safetensors("{\(tensor("a", "F32", rank(4096)))}", data: 4), .rankTooLarge),
  Attack("rank 8", safetensors("{\(tensor("a", "F32", rank(8)))}", data: 4), nil),
  Attack("rank 0", safetensors("{\(tensor("a", "F32", "[]"))}", data: 4), nil),
  Attack(
    "offsets null", safetensors("{\(tensor("a", "F32", "[1]", "null"))}", data: 4),
    .invalidOffsets),
  Attack(
    "one offset", safetensors("{\(tensor("a", "F32", "[1]", "[0]"))}", data: 4), .invalidOffsets),
  Attack(
    "no offset", safetensors("{\(tensor("a", "F32", "[1]", "[]"))}", data: 4), .invalidOffsets),
  Attack(
    "three offsets", safetensors("{\(tensor("a", "F32", "[1]", "[0,4,8]"))}", data: 4),
    .invalidOffsets),
  Attack(
    "offsets reversed", safetensors("{\(tensor("a", "F32", "[1]", "[4,0]"))}", data: 4),
    .invalidOffsets),
  Attack(
    "offset negative", safetensors("{\(tensor("a", "F32", "[1]", "[-4,0]"))}", data: 4),
    .invalidNumber),
]

private let layoutAttacks: [Attack] = [
  Attack(
    "product overflows", safetensors("{\(tensor("a", "F32", "[4294967296,4294967296]"))}"),
    .shapeOverflow),
  Attack(
    "bytes overflow", safetensors("{\(tensor("a", "F32", "[4611686018427387904]"))}"),
    .shapeOverflow),
  Attack(
    "product wraps to one", safetensors("{\(tensor("a", "F32", "[4294967297,4294967295,3]"))}"),
    .shapeOverflow),
  Attack(
    "overflow beside zero",
    safetensors("{\(tensor("a", "F32", "[0,9223372036854775807,3]", "[0,0]"))}"), .shapeOverflow),
  Attack(
    "huge shape, small range",
    safetensors("{\(tensor("a", "F32", "[1000000000000]"))}", data: 4), .sizeMismatch),
  Attack(
    "huge shape, huge range",
    safetensors("{\(tensor("a", "F32", "[1000000000000]", "[0,4000000000000]"))}", data: 4),
    .dataPastEnd),
  Attack(
    "range too short", safetensors("{\(tensor("a", "F32", "[2]"))}", data: 4), .sizeMismatch),
  Attack(
    "range too long", safetensors("{\(tensor("a", "F32", "[1]", "[0,8]"))}", data: 8),
    .sizeMismatch),
  Attack(
    "range not whole elements", safetensors("{\(tensor("a", "F32", "[1]", "[0,5]"))}", data: 5),
    .sizeMismatch),
  Attack(
    "type too wide", safetensors("{\(tensor("a", "F64"))}", data: 4), .sizeMismatch),
  Attack(
    "hole at the start", safetensors("{\(tensor("a", "F32", "[1]", "[4,8]"))}", data: 8), .hole),
  Attack("hole between", two("[0,4]", "[8,12]", data: 12), .hole),
  Attack("same range", two("[0,4]", "[0,4]", data: 4), .overlap),
  Attack("overlap by a byte", two("[0,4]", "[3,7]", data: 7), .overlap),
  Attack(
    "empty tensor inside another",
    safetensors("{\(tensor("a")),\(tensor("b", "F32", "[0]", "[2,2]"))}", data: 4), .overlap),
  Attack(
    "empty tensor past the end",
    safetensors("{\(tensor("a")),\(tensor("b", "F32", "[0]", "[8,8]"))}", data: 4), .hole),
  Attack("data cut by a byte", safetensors("{\(tensor("a"))}", data: 3), .dataPastEnd),
  Attack("no data", safetensors("{\(tensor("a"))}"), .dataPastEnd),
  Attack(
    "largest offsets",
    safetensors("{\(tensor("a", "F32", "[0]", "[9223372036854775807,9223372036854775807]"))}"),
    .hole),
  Attack("byte after the data", safetensors("{\(tensor("a"))}", data: 5), .trailingData),
  Attack("data without tensors", safetensors("{}", data: 1), .trailingData),
  Attack("tensors out of order", two("[4,8]", "[0,4]", data: 8), nil),
  Attack("empty tensor", safetensors("{\(tensor("a", "F32", "[0]", "[0,0]"))}"), nil),
  Attack("empty matrix", safetensors("{\(tensor("a", "F32", "[3,0,5]", "[0,0]"))}"), nil),
  Attack(
    "empty tensors around another",
    safetensors(
      "{\(tensor("c", "F16", "[0]", "[4,4]")),\(tensor("b")),\(tensor("a", "F64", "[0]", "[0,0]"))}",
      data: 4), nil),
]

private let checksumAttacks: [Attack] = [
  Attack("checksums that match", checked(metadata: metadataSum), nil),
  Attack("wrong checksum", checked(tensor: "48674bc6", metadata: metadataSum), .checksumMismatch),
  Attack("wrong metadata checksum", checked(metadata: "00000001"), .checksumMismatch),
  Attack("checksum in capitals", checked(tensor: "48674BC7"), .invalidChecksum),
  Attack("checksum too short", checked(tensor: "48674bc"), .invalidChecksum),
  Attack("checksum with prefix", checked(tensor: "0x48674bc7"), .invalidChecksum),
  Attack("checksum empty", checked(tensor: ""), .invalidChecksum),
  Attack("tensor without checksum", checked(name: "b"), .missingChecksum),
  Attack("metadata without checksum", checked(metadata: nil), .missingChecksum),
  Attack(
    "checksum of no tensor", checked(extra: #","crc32c.z":"00000000""#, metadata: metadataSum),
    .strayChecksum),
]

/// The CRC-32C of no bytes, which is that of no metadata.
private let metadataSum = "00000000"

/// A tensor `a` of four zero bytes, whose CRC-32C is 48674bc7, with checksums.
private func checked(
  name: String = "a", tensor sum: String = "48674bc7", extra: String = "",
  metadata: String? = metadataSum
) -> [UInt8] {
  let own = metadata.map { #","crc32c.__metadata__":"\#($0)""# } ?? ""
  let pairs = #""crc32c.\#(name)":"\#(sum)"\#(extra)\#(own)"#
  return safetensors(#"{"__metadata__":{\#(pairs)},\#(tensor("a"))}"#, data: 4)
}

/// Two tensors of one scalar each.
private func two(_ first: String, _ second: String, data: Int) -> [UInt8] {
  safetensors(
    "{\(tensor("a", "F32", "[1]", first)),\(tensor("b", "F32", "[1]", second))}", data: data)
}

/// A shape of that many ones.
private func rank(_ rank: Int) -> String {
  "[" + Array(repeating: "1", count: rank).joined(separator: ",") + "]"
}

/// More empty tensors than the standard limit.
private let manyTensors: [UInt8] = {
  let entries = (0...10_000).map { tensor("t\($0)", "F32", "[0]", "[0,0]") }
  return safetensors("{" + entries.joined(separator: ",") + "}")
}()

/// More metadata than the standard limit.
private let manyPairs: [UInt8] = {
  let pairs = (0...30_000).map { "\"\($0)\":\"\"" }
  return safetensors(#"{"__metadata__":{"# + pairs.joined(separator: ",") + "}}")
}()
