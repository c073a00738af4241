import DLCore
import Testing

@Suite struct WeightRoundTripTests {
  @Test(arguments: 0..<40)
  func randomArchivesComeBackToTheBit(_ seed: UInt64) throws {
    var random = RandomSource(seed: seed, stream: "archives")
    let archive = randomArchive(&random)
    let bytes = try archive.encoded()
    #expect(try WeightArchive(decoding: bytes).isIdentical(to: archive))
    #expect(try WeightArchive(decoding: bytes).encoded() == bytes)
  }

  /// The whole file of one small archive, so that a change of the format is seen.
  @Test func bytesAreTheSameEverywhere() throws {
    let archive = WeightArchive(
      entries: [
        WeightEntry(name: "w", shape: [1, 2], scalars: [1, -2]),
        WeightEntry(name: "b\"", shape: [], scalars: [0.5]),
      ], metadata: ["z": "1", "a": "é\n"])
    let bytes = try archive.encoded()
    let header = #"""
      {"__metadata__":{"a":"é\u000a","crc32c.__metadata__":"24ffea66","crc32c.b\"":"26973e52",\#
      "crc32c.w":"aa36f2c9","z":"1"},"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},\#
      "b\"":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}
      """#
    let padding = (8 - header.utf8.count % 8) % 8
    #expect(bytes.prefix(8) == [UInt8(header.utf8.count + padding), 0, 0, 0, 0, 0, 0, 0])
    let text = String(decoding: bytes.dropFirst(8).dropLast(12), as: UTF8.self)
    #expect(text == header + String(repeating: " ", count: padding))
    #expect(bytes.suffix(12) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0, 0x3F])
  }

  @Test(arguments: 0..<9)
  func dataStartsAtAMultipleOfEight(_ extra: Int) throws {
    let name = String(repeating: "n", count: 1 + extra)
    let archive = WeightArchive(entries: [WeightEntry(name: name, shape: [1], scalars: [7])])
    let bytes = try archive.encoded()
    #expect((bytes.count - 4) % 8 == 0)
  }

  @Test func emptyArchivesAndTensorsAreFine() throws {
    let archives = [
      WeightArchive(entries: []), WeightArchive(entries: [], metadata: ["": ""]),
      WeightArchive(entries: [
        WeightEntry(name: "a", shape: [0], scalars: []),
        WeightEntry(name: "b", shape: [], scalars: [.nan]),
        WeightEntry(name: "c", shape: [2, 0, 3], scalars: []),
      ]),
    ]
    for archive in archives {
      let back = try WeightArchive(decoding: archive.encoded())
      #expect(back.isIdentical(to: archive))
    }
  }

  /// `.` and a combining mark are one `Character`, which must not hide a checksum's key.
  @Test func namesThatBeginWithACombiningMarkComeBack() throws {
    let archive = WeightArchive(
      entries: [WeightEntry(name: "\u{301}e", shape: [1], scalars: [3])], metadata: ["k": "v"])
    #expect(try WeightArchive(decoding: archive.encoded()).isIdentical(to: archive))
  }

  @Test func tensorsAreFoundByName() {
    let entry = WeightEntry(name: "c1.bias", shape: [1], scalars: [2])
    let archive = WeightArchive(entries: [entry])
    #expect(archive["c1.bias"] == entry)
    #expect(archive["c1.weight"] == nil)
  }

  @Test func whatTheReaderWouldRefuseIsNotWritten() {
    let one = WeightEntry(name: "a", shape: [1], scalars: [1])
    func renamed(_ name: String) -> WeightArchive {
      WeightArchive(entries: [WeightEntry(name: name, shape: [1], scalars: [1])])
    }
    func shaped(_ shape: [Int]) -> WeightArchive {
      WeightArchive(entries: [WeightEntry(name: "a", shape: shape, scalars: [1])])
    }
    let cases: [(WeightArchive, SafetensorsError.Kind)] = [
      (WeightArchive(entries: [one, one]), .duplicateKey),
      (renamed(""), .invalidName), (renamed("__metadata__"), .invalidName),
      (renamed("a\tb"), .invalidName), (renamed(String(repeating: "x", count: 1025)), .invalidName),
      (shaped([2]), .scalarCount), (shaped([0]), .scalarCount), (shaped([-1]), .shapeOverflow),
      (shaped([-1, -1]), .shapeOverflow), (shaped([.max, 2]), .shapeOverflow),
      (shaped([.max]), .shapeOverflow), (shaped([.min, 0]), .shapeOverflow),
      (shaped(Array(repeating: 1, count: 9)), .rankTooLarge),
      (WeightArchive(entries: [], metadata: ["crc32c.a": "x"]), .reservedKey),
    ]
    for (archive, kind) in cases { #expect(encodingError(archive) == kind) }
    let small = WeightArchive(entries: [one], metadata: ["k": "v"])
    #expect(encodingError(small, limits: .init(headerBytes: 64)) == .headerTooLong)
    #expect(encodingError(small, limits: .init(tensors: 0)) == .tooManyTensors)
    #expect(encodingError(small, limits: .init(metadataPairs: 2)) == .tooMuchMetadata)
    #expect(encodingError(small, limits: .init(metadataPairs: 3)) == nil)
  }
}

/// An archive of a few tensors with any bits as scalars and any text as names.
private func randomArchive(_ random: inout RandomSource) -> WeightArchive {
  let entries = (0..<random.integer(below: 6)).map { index in
    let shape = (0..<random.integer(below: 5)).map { _ in random.integer(below: 5) }
    let scalars = (0..<shape.reduce(1, *)).map { _ in
      Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
    }
    let name = "\(index)" + randomText(&random).filter { !$0.isNewline && $0 != "\u{1}" }
    return WeightEntry(name: name, shape: shape, scalars: scalars)
  }
  let keys = (0..<random.integer(below: 5)).map { _ in randomText(&random) }
  let pairs = keys.map { ($0, randomText(&random)) }
  return WeightArchive(entries: entries, metadata: Dictionary(pairs) { first, _ in first })
}

private func randomText(_ random: inout RandomSource) -> String {
  let alphabet: [Character] = ["a", ".", "\"", "\\", "/", "\n", "\u{1}", "é", "數", "😀", " ", "{"]
  return String((0..<random.integer(below: 8)).map { _ in alphabet[random.integer(below: 12)] })
}
