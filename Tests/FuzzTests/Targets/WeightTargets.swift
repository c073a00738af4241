import DLCore

extension FuzzTarget {
  /// Weights as this package writes them, every part with a checksum.
  ///
  /// A checksum says nothing of the shape of a tensor that holds nothing, nor is there one in a
  /// file without tensors (`Docs/Weights.md`): those are among the files without.
  static let weights = FuzzTarget(
    name: "weights", corpus: [archive, halves].compactMap { try? $0.encoded() }, isGuarded: true,
    read: readWeights)

  /// Weights as other tools write them, which a checksum does not stop from being looked into.
  static let plainWeights = FuzzTarget(
    name: "weights-without-checksums",
    corpus: [archive, halves, nothing, emptyArchive].map(\.plain),
    read: readWeights)

  private static let archive = WeightArchive(
    entries: [
      WeightEntry(name: "c1.weight", shape: [2, 1, 1, 2], scalars: [1, -0.0, .infinity, .nan]),
      WeightEntry(name: "scale", shape: [], scalars: [0.5]),
    ], metadata: ["model": "lenet5", "note": "é\n\""])

  private static let nothing = WeightArchive(
    entries: [WeightEntry(name: "none", shape: [0, 3], scalars: [])])

  private static let emptyArchive = WeightArchive(entries: [])

  private static let halves = WeightArchive(
    entries: [WeightEntry(name: "h", shape: [3], scalars: [1, 2, 3])])

  /// What can be read can be written, and gives the same again.
  @Sendable private static func readWeights(_ bytes: [UInt8]) throws -> [UInt8] {
    let archive = try WeightArchive(decoding: bytes)
    let scalars = archive.entries.reduce(0) { $0 + $1.scalars.count }
    try Broken.require(scalars * 2 <= bytes.count, "more scalars than the file can hold")
    let written: [UInt8]
    let again: [UInt8]
    do {
      written = try archive.encoded()
      again = try WeightArchive(decoding: written).encoded()
    } catch {
      throw Broken("what was read cannot be written and read again: \(error)")
    }
    try Broken.require(written == again, "what was read differs when it is read again")
    return written
  }
}

extension WeightArchive {
  /// A file without checksums; names and texts must need no escapes but those of Swift.
  var plain: [UInt8] {
    var data: [UInt8] = []
    var parts: [String] = []
    for entry in entries {
      let begin = data.count
      for scalar in entry.scalars {
        withUnsafeBytes(of: scalar.bitPattern.littleEndian) { data.append(contentsOf: $0) }
      }
      let shape = entry.shape.map(String.init).joined(separator: ",")
      parts.append(
        "\"\(entry.name)\":{\"dtype\":\"F32\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(begin),\(data.count)]}")
    }
    let texts = metadata.sorted { $0.key < $1.key }
      .map { "\($0.key.debugDescription):\($0.value.debugDescription)" }
    if !texts.isEmpty { parts.append("\"__metadata__\":{\(texts.joined(separator: ","))}") }
    let header = Array("{\(parts.joined(separator: ","))}".utf8)
    return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> ($0 * 8)) } + header + data
  }
}
