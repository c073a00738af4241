/// The checksums in a weights file's metadata.
///
/// `crc32c.<tensor>` is the CRC-32C of the tensor's bytes in the file, and `crc32c.__metadata__`
/// that of the other metadata: each key and value, in the order of the keys' UTF-8 bytes, as
/// UTF-8 and followed by a zero byte. All are eight lower-case hexadecimal digits. A file has all
/// of them or none, so that damage to a checksum's key is found too.
enum WeightChecksums {
  /// What the keys begin with.
  static let prefix = "crc32c."

  /// The key of the metadata's own checksum; no tensor can have this name.
  static let metadataKey = prefix + SafetensorsHeader.metadataKey

  /// Whether a metadata key is a checksum's; compared by bytes, since a tensor's name may begin
  /// with a combining mark, which Swift would join to the dot.
  static func isChecksum(_ key: String) -> Bool { key.utf8.starts(with: prefix.utf8) }

  /// A checksum as it is written.
  static func text(_ checksum: UInt32) -> String {
    let digits = String(checksum, radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }

  /// The checksum of text that is not itself a checksum.
  static func checksum(of metadata: [String: String]) -> UInt32 {
    var checksum = CRC32C()
    for (key, value) in sorted(metadata) {
      checksum.update(key.utf8)
      checksum.update(CollectionOfOne(0))
      checksum.update(value.utf8)
      checksum.update(CollectionOfOne(0))
    }
    return checksum.value
  }

  /// The pairs in the order of the keys' UTF-8 bytes.
  static func sorted(_ metadata: [String: String]) -> [(key: String, value: String)] {
    metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  /// Verifies a file's checksums, where it has any, and returns its metadata without them.
  static func verify(
    _ header: SafetensorsHeader, data: ArraySlice<UInt8>
  ) throws(SafetensorsError) -> [String: String] {
    var checksums = header.metadata.filter { isChecksum($0.key) }
    let metadata = header.metadata.filter { !isChecksum($0.key) }
    if checksums.isEmpty { return metadata }
    for tensor in header.tensors {
      let bytes = data[data.startIndex + tensor.begin..<data.startIndex + tensor.end]
      let label = "tensor \(SafetensorsError.quoted(tensor.name))"
      try match(
        checksums.removeValue(forKey: prefix + tensor.name), CRC32C.checksum(bytes), label)
    }
    try match(checksums.removeValue(forKey: metadataKey), checksum(of: metadata), "the metadata")
    if let stray = checksums.keys.min() {
      throw SafetensorsError(
        .strayChecksum, "has the checksum \(SafetensorsError.quoted(stray)) of no tensor")
    }
    return metadata
  }

  private static func match(
    _ stored: String?, _ computed: UInt32, _ label: String
  ) throws(SafetensorsError) {
    guard let stored else {
      throw SafetensorsError(.missingChecksum, "has checksums, but none for \(label)")
    }
    let isDigits = stored.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    guard stored.utf8.count == 8, isDigits else {
      throw SafetensorsError(
        .invalidChecksum, "the checksum of \(label) is not eight lower-case hexadecimal digits")
    }
    guard stored == text(computed) else {
      throw SafetensorsError(
        .checksumMismatch,
        "\(label) is damaged: its CRC-32C is \(text(computed)), the file says \(stored)")
    }
  }
}
