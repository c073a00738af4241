import DLCore

/// Damages files: the same seed and number always give the same damage.
struct Mutator {
  /// Files to begin from, and to splice from.
  let corpus: [[UInt8]]
  private var random: RandomSource

  init(corpus: [[UInt8]], seed: UInt64, number: Int) {
    self.corpus = corpus
    random = RandomSource(seed: seed, stream: UInt64(truncatingIfNeeded: number))
  }

  /// A file of the corpus with one damage or more, seldom many.
  mutating func mutant() -> [UInt8] {
    var bytes = choice(of: corpus) ?? []
    repeat { damage(&bytes) } while random.integer(below: 2) == 0
    return bytes
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    switch random.integer(below: 10) {
    case 0: flipBit(&bytes)
    case 1: setByte(&bytes)
    case 2: bytes.insert(contentsOf: noise(), at: random.integer(below: bytes.count + 1))
    case 3: bytes.removeSubrange(range(in: bytes))
    case 4:
      let part = bytes[range(in: bytes)]
      bytes.insert(contentsOf: part, at: random.integer(below: bytes.count + 1))
    case 5: splice(&bytes)
    case 6: setNumber(&bytes)
    case 7: setText(&bytes)
    default: setDigits(&bytes)
    }
  }

  private mutating func flipBit(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    bytes[random.integer(below: bytes.count)] ^= 1 << random.integer(below: 8)
  }

  private mutating func setByte(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    bytes[random.integer(below: bytes.count)] =
      choice(of: [0, 1, 0x7F, 0x80, 0xFF]) ?? UInt8(truncatingIfNeeded: random.next())
  }

  /// The beginning of one file and the end of another.
  private mutating func splice(_ bytes: inout [UInt8]) {
    guard let other = choice(of: corpus) else { return }
    bytes =
      Array(bytes.prefix(random.integer(below: bytes.count + 1)))
      + other.suffix(random.integer(below: other.count + 1))
  }

  /// A number of two, four or eight bytes that tests a bound.
  private mutating func setNumber(_ bytes: inout [UInt8]) {
    let size = choice(of: [2, 4, 8]) ?? 2
    guard bytes.count >= size else { return }
    let values: [UInt64] = [
      0, 1, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1 << 62, 1 << 63, .max,
      UInt64(bytes.count), UInt64(bytes.count) - 1,
    ]
    let value = choice(of: values) ?? 0
    let isLittleEndian = random.integer(below: 2) == 0
    let start = random.integer(below: bytes.count - size + 1)
    for index in 0..<size {
      let place = isLittleEndian ? index : size - 1 - index
      bytes[start + index] = UInt8(truncatingIfNeeded: value >> (8 * place))
    }
  }

  /// A text that means something to a reader of JSON or of numbers.
  private mutating func setText(_ bytes: inout [UInt8]) {
    let place = range(in: bytes)
    bytes.replaceSubrange(place, with: Array((choice(of: Self.texts) ?? "").utf8))
  }

  /// Another number for one in digits.
  private mutating func setDigits(_ bytes: inout [UInt8]) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let places = bytes.indices.filter { digits.contains(bytes[$0]) }
    guard let place = choice(of: places) else { return }
    let start = bytes[..<place].lastIndex { !digits.contains($0) }.map { $0 + 1 } ?? 0
    let end = bytes[place...].firstIndex { !digits.contains($0) } ?? bytes.count
    let number = choice(of: Self.numbers) ?? "\(random.integer(below: 20))"
    bytes.replaceSubrange(start..<end, with: Array(number.utf8))
  }

  private static let numbers = [
    "0", "1", "2", "3", "8", "-1", "00", "1e999", "1e-999", "0.5", "4294967296",
    "9007199254740993", "9223372036854775807", "9223372036854775808", "18446744073709551615",
    "18446744073709551616", "nan", "inf",
  ]

  private static let texts = [
    "null", "true", "\"\"", "{", "}", "[", "]", "[[[[[[[[", ",", ":", "\\u0000", "\\ud800",
    "\"a\":", "\n", "\u{0}", "é", "F16", "I64",
  ]

  /// A few bytes anywhere.
  private mutating func range(in bytes: [UInt8]) -> Range<Int> {
    let start = random.integer(below: bytes.count + 1)
    let longest = random.integer(below: 8) == 0 ? bytes.count : 16
    return start..<min(bytes.count, start + random.integer(below: longest + 1))
  }

  private mutating func noise() -> [UInt8] {
    (0...random.integer(below: 8)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  private mutating func choice<Element>(of elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[random.integer(below: elements.count)]
  }
}
