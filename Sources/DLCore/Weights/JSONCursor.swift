/// A strict reader of the JSON (RFC 8259) that weights files use: objects, arrays, strings and
/// non-negative integers, taken in order.
///
/// It holds no tree and never recurses: the caller asks for what the format allows at each place,
/// so nesting is as deep as the format's grammar and memory stays bounded by what is kept. The
/// bytes must be valid UTF-8.
struct JSONCursor {
  private let bytes: ArraySlice<UInt8>
  private(set) var position: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// The bytes that have not been taken.
  var rest: ArraySlice<UInt8> { bytes[position...] }

  /// The next byte that is not white space; it is not taken.
  mutating func peek() throws(SafetensorsError) -> UInt8 {
    while let byte = rest.first {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        position += 1
      default: return byte
      }
    }
    throw error(.invalidJSON, "the header ends in the middle of its JSON")
  }

  /// Takes one mark if it comes next.
  mutating func take(_ mark: Unicode.Scalar) throws(SafetensorsError) -> Bool {
    guard try peek() == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  /// Takes one mark, which must come next.
  mutating func expect(_ mark: Unicode.Scalar) throws(SafetensorsError) {
    guard try take(mark) else {
      throw error(.invalidJSON, "expected '\(mark)'")
    }
  }

  /// Takes an object, handing each key, once the cursor stands at its value, to `member`.
  mutating func object(
    _ member: (String, inout JSONCursor) throws(SafetensorsError) -> Void
  ) throws(SafetensorsError) {
    try expect("{")
    if try take("}") { return }
    var seen: Set<String> = []
    repeat {
      guard try peek() == UInt8(ascii: "\"") else {
        throw error(.invalidJSON, "expected a key in double quotes")
      }
      let key = try string()
      guard seen.insert(key).inserted else {
        throw error(.duplicateKey, "the key \(SafetensorsError.quoted(key)) appears twice")
      }
      try expect(":")
      try member(key, &self)
    } while try take(",")
    try expect("}")
  }

  /// Takes an array, handing the cursor to `element` at each element.
  mutating func array(
    _ element: (inout JSONCursor) throws(SafetensorsError) -> Void
  ) throws(SafetensorsError) {
    try expect("[")
    if try take("]") { return }
    repeat { try element(&self) } while try take(",")
    try expect("]")
  }

  /// Takes an integer in plain digits: no sign, fraction, exponent or leading zero.
  mutating func integer() throws(SafetensorsError) -> Int {
    let first = try peek()
    let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    let next = rest.dropFirst(digits.count).first
    guard !digits.isEmpty, digits.count == 1 || first != UInt8(ascii: "0"),
      next != UInt8(ascii: "."), next != UInt8(ascii: "e"), next != UInt8(ascii: "E")
    else {
      throw error(.invalidNumber, "expected a non-negative integer in plain digits")
    }
    var value = 0
    for digit in digits {
      let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      guard !overflow, !carry else {
        throw error(.numberTooLarge, "a number is larger than \(Int.max)")
      }
      value = sum
    }
    position += digits.count
    return value
  }

  /// An error that says where the cursor stands.
  func error(_ kind: SafetensorsError.Kind, _ problem: String) -> SafetensorsError {
    SafetensorsError(kind, "\(problem) (byte \(position - bytes.startIndex) of the header)")
  }
}

extension JSONCursor {
  /// Takes a string, which must begin with the next byte that is not white space.
  mutating func string() throws(SafetensorsError) -> String {
    try expect("\"")
    var text: [UInt8] = []
    while let byte = takeByte() {
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        let scalar = try escape()
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      case 0..<0x20:
        throw error(.invalidString, "a string holds an unescaped control character")
      default: text.append(byte)
      }
    }
    throw error(.invalidJSON, "the header ends in the middle of a string")
  }

  /// Takes what follows a backslash.
  private mutating func escape() throws(SafetensorsError) -> Unicode.Scalar {
    switch takeByte() {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicodeEscape()
    default: throw error(.invalidString, "a string holds an unknown escape")
    }
  }

  /// Takes the digits after `\u`, and the second half of a surrogate pair where one is due.
  private mutating func unicodeEscape() throws(SafetensorsError) -> Unicode.Scalar {
    let first = try hexadecimal()
    var value = first
    if first >= 0xD800, first < 0xDC00, rest.starts(with: "\\u".utf8) {
      position += 2
      let second = try hexadecimal()
      // A wrong second half gives a value that is no scalar.
      let isPair = second >= 0xDC00 && second < 0xE000
      value = isPair ? 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00) : first
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw error(.invalidString, "a string holds half a surrogate pair")
    }
    return scalar
  }

  /// Takes four hexadecimal digits.
  private mutating func hexadecimal() throws(SafetensorsError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = takeByte(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error(.invalidString, "a \\u escape needs four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }

  private mutating func takeByte() -> UInt8? {
    guard let byte = rest.first else { return nil }
    position += 1
    return byte
  }
}
