extension WeightArchive {
  /// The archive as a safetensors file of F32 tensors; the same archive gives the same bytes.
  ///
  /// Tensors keep their order, metadata goes in the order of its keys' UTF-8 bytes, and the header
  /// is padded with spaces so that the data starts at a multiple of eight. A CRC-32C for every
  /// tensor, and one for the metadata, are added under keys that begin with `crc32c.`.
  ///
  /// Throws for names, shapes, keys and sizes that the reader would refuse under the same limits,
  /// and for a tensor whose scalars are not as many as its shape says.
  public func encoded(
    limits: SafetensorsLimits = .standard
  ) throws(SafetensorsError) -> [UInt8] {
    try checkEntries(limits)
    try checkMetadata(limits)
    var text = HeaderText()
    var data: [UInt8] = []
    data.reserveCapacity(entries.reduce(0) { $0 + $1.scalars.count * 4 })
    var checksums: [String: String] = [:]
    for entry in entries {
      let begin = data.count
      for scalar in entry.scalars {
        withUnsafeBytes(of: scalar.bitPattern.littleEndian) { data.append(contentsOf: $0) }
      }
      let checksum = CRC32C.checksum(data[begin...])
      checksums[WeightChecksums.prefix + entry.name] = WeightChecksums.text(checksum)
      text.addTensor(entry, begin: begin, end: data.count)
    }
    let own = WeightChecksums.text(WeightChecksums.checksum(of: metadata))
    checksums[WeightChecksums.metadataKey] = own
    let header = text.header(metadata: metadata.merging(checksums) { text, _ in text })
    return try Self.frame(header, limits) + data
  }

  /// The header after its length in eight little-endian bytes.
  private static func frame(
    _ header: [UInt8], _ limits: SafetensorsLimits
  ) throws(SafetensorsError) -> [UInt8] {
    let limit = min(limits.headerBytes, SafetensorsLimits.largestHeader)
    guard header.count <= limit else {
      throw SafetensorsError(
        .headerTooLong, "needs a header of \(header.count) bytes; at most \(limit) are accepted")
    }
    return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> ($0 * 8)) } + header
  }

  private func checkEntries(_ limits: SafetensorsLimits) throws(SafetensorsError) {
    guard entries.count <= limits.tensors else {
      throw SafetensorsError(.tooManyTensors, "has more than \(limits.tensors) tensors")
    }
    var seen: Set<String> = []
    for entry in entries {
      let label = "tensor \(SafetensorsError.quoted(entry.name))"
      try SafetensorsRules.checkName(entry.name, limits)
      guard seen.insert(entry.name).inserted else {
        throw SafetensorsError(.duplicateKey, "\(label) appears twice")
      }
      guard entry.shape.count <= limits.rank else {
        throw SafetensorsError(.rankTooLarge, "\(label) has more than \(limits.rank) axes")
      }
      let bytes = try SafetensorsRules.byteCount(
        of: entry.name, shape: entry.shape, type: .float32)
      guard entry.scalars.count == bytes / 4 else {
        throw SafetensorsError(
          .scalarCount,
          "\(label) has \(entry.scalars.count) scalars; its shape \(entry.shape) holds \(bytes / 4)"
        )
      }
    }
  }

  private func checkMetadata(_ limits: SafetensorsLimits) throws(SafetensorsError) {
    guard metadata.count + entries.count < limits.metadataPairs else {
      throw SafetensorsError(
        .tooMuchMetadata, "has more than \(limits.metadataPairs) pairs of metadata and checksums")
    }
    for key in metadata.keys where WeightChecksums.isChecksum(key) {
      throw SafetensorsError(
        .reservedKey,
        "the metadata key \(SafetensorsError.quoted(key)) begins with 'crc32c.', which is reserved")
    }
  }
}

/// The text of a safetensors header.
private struct HeaderText {
  private var tensors: [UInt8] = []

  /// Adds the description of a tensor and its range in the data.
  mutating func addTensor(_ entry: WeightEntry, begin: Int, end: Int) {
    let sizes = entry.shape.map(String.init).joined(separator: ",")
    tensors.append(UInt8(ascii: ","))
    Self.append(entry.name, to: &tensors)
    let fields = ":{\"dtype\":\"F32\",\"shape\":[\(sizes)],\"data_offsets\":[\(begin),\(end)]}"
    tensors.append(contentsOf: fields.utf8)
  }

  /// The whole object, padded with spaces so that eight more bytes make a multiple of eight.
  func header(metadata: [String: String]) -> [UInt8] {
    var header: [UInt8] = [UInt8(ascii: "{")]
    Self.append(SafetensorsHeader.metadataKey, to: &header)
    var separator = ":{"
    for (key, value) in WeightChecksums.sorted(metadata) {
      header.append(contentsOf: separator.utf8)
      Self.append(key, to: &header)
      header.append(UInt8(ascii: ":"))
      Self.append(value, to: &header)
      separator = ","
    }
    header.append(UInt8(ascii: "}"))
    header.append(contentsOf: tensors)
    header.append(UInt8(ascii: "}"))
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    return header
  }

  /// Adds a JSON string: quotes, backslashes and control characters are escaped.
  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [0x5C, byte])
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes.append(contentsOf: (byte < 16 ? "\\u000" : "\\u00").utf8)
        bytes.append(contentsOf: digits.utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
