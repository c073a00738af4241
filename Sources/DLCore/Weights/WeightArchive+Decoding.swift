extension WeightArchive {
  /// Reads a safetensors file, strictly: whatever breaks a rule of the format, or a limit, is
  /// refused, and nothing is allocated from a declared size before the file has proved it.
  ///
  /// F32, F16 and BF16 become `Float` exactly, F64 by rounding to nearest. Tensors come in the
  /// order of their data, whatever the header's order. Checksums, where present, are verified and
  /// left out of `metadata`. Memory is bounded by a small multiple of the file's size. Names and
  /// keys that Unicode calls equivalent count as the same, and so as duplicates.
  public init(
    decoding bytes: [UInt8], limits: SafetensorsLimits = .standard
  ) throws(SafetensorsError) {
    let headerEnd = try Self.headerEnd(of: bytes, limits)
    var header = try SafetensorsHeader(bytes[8..<headerEnd], limits: limits)
    let data = bytes[headerEnd...]
    header.sortByOffset()
    try header.checkLayout(dataBytes: data.count)
    metadata = try WeightChecksums.verify(header, data: data)
    entries = header.tensors.map { tensor in
      let range = data.startIndex + tensor.begin..<data.startIndex + tensor.end
      return WeightEntry(
        name: tensor.name, shape: tensor.shape, scalars: tensor.type.scalars(in: data[range]))
    }
  }

  /// Where the header ends and the data begins, from the length in the first eight bytes.
  private static func headerEnd(
    of bytes: [UInt8], _ limits: SafetensorsLimits
  ) throws(SafetensorsError) -> Int {
    guard bytes.count >= 8 else {
      throw SafetensorsError(
        .fileTooShort, "is not a safetensors file: it has \(bytes.count) bytes of at least 8")
    }
    let declared: UInt64 = bytes[...].littleEndian(at: 0)
    let limit = min(limits.headerBytes, SafetensorsLimits.largestHeader)
    guard let length = Int(exactly: declared), length <= limit else {
      throw SafetensorsError(
        .headerTooLong,
        "is not a safetensors file: the header that it declares would have \(declared) bytes; "
          + "at most \(limit) are accepted")
    }
    guard length <= bytes.count - 8 else {
      throw SafetensorsError(
        .headerPastEnd,
        "declares a header of \(length) bytes, but only \(bytes.count - 8) follow (cut short?)")
    }
    return 8 + length
  }
}
